import Foundation
import NumericalRuntime

/// The attenuation of peak ground velocity that fits training events best.
///
///     log₁₀ PGV = a + b M + c log₁₀ R + d R,      PGV in m/s, R the hypocentral distance in km, at least 1 km
///
/// by least squares over all places of all events. It knows the band and the structure of the motion that it was fitted
/// to, unlike published models of broadband motion.
public struct FittedAttenuation: PeakVelocityModel, Hashable {
  /// What stands in tables.
  public let name = "fitted attenuation"
  /// a, b, c and d.
  public let coefficients: [Double]
  /// The standard deviation of log₁₀ PGV about the fit.
  public let deviation: Double

  /// An attenuation of known numbers a, b, c and d.
  ///
  /// - Precondition: four coefficients.
  public init(coefficients: [Double], deviation: Double) {
    require(coefficients.count == 4, "FittedAttenuation: \(coefficients.count) coefficients, not 4")
    self.coefficients = coefficients
    self.deviation = deviation
  }

  /// The PGV in m/s; depth and distance in km.
  public func peakVelocity(
    magnitude: Double,
    depth: Double,
    epicentralDistance: Double
  ) -> Double {
    let terms = Self.terms(magnitude, depth, epicentralDistance)
    return pow(10, zip(terms, coefficients).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// 1, M, log₁₀ R and R.
  fileprivate static func terms(
    _ magnitude: Double,
    _ depth: Double,
    _ distance: Double
  ) -> [Double] {
    let r = max((depth * depth + distance * distance).squareRoot(), 1)
    return [1, magnitude, log10(r), r]
  }

  /// The sums of training events from which the attenuation follows.
  public struct Fit: Sendable {
    private var products = [Double](repeating: 0, count: 16)
    private var right = [Double](repeating: 0, count: 4)
    private var (square, count) = (0.0, 0)

    /// A fit that has seen nothing.
    public init() {}

    /// Adds the peaks of an event in m/s at epicentral distances in km, depth in km; peaks that are not above 0 do not
    /// count.
    ///
    /// - Precondition: as many peaks as distances.
    public mutating func add(
      magnitude: Double,
      depth: Double,
      epicentralDistances: [Double],
      peaks: [Float]
    ) {
      require(
        epicentralDistances.count == peaks.count,
        "FittedAttenuation: \(peaks.count) peaks at \(epicentralDistances.count) distances"
      )
      for (distance, peak) in zip(epicentralDistances, peaks) where peak > 0 && peak.isFinite {
        let terms = FittedAttenuation.terms(magnitude, depth, distance)
        let value = log10(Double(peak))
        for i in 0..<4 {
          right[i] += terms[i] * value
          for j in 0..<4 { products[i * 4 + j] += terms[i] * terms[j] }
        }
        square += value * value
        count += 1
      }
    }

    /// The attenuation that fits best.
    ///
    /// - Throws: ``ForecastingError/unusableInput(reason:)`` where magnitudes or distances are all alike, or too few.
    public func solved() throws(ForecastingError) -> FittedAttenuation {
      guard count >= 4, let factor = CholeskyFactor(products, count: 4) else {
        throw .unusableInput(
          reason:
            "\(count) peaks of alike magnitudes or distances tell no attenuation; take more events"
        )
      }
      let coefficients = factor.solution(of: right)
      let rest = square - zip(coefficients, right).reduce(0) { $0 + $1.0 * $1.1 }
      return FittedAttenuation(
        coefficients: coefficients,
        deviation: (max(rest, 0) / Double(count)).squareRoot()
      )
    }
  }
}
