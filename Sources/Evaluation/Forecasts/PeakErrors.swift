import Foundation
import NumericalRuntime

/// How far forecast peaks are from the true ones, in size and in time.
public struct PeakErrors: Hashable, Sendable {
  /// |forecast − truth| in m/s.
  public let absolute: ScoreDistribution
  /// log₁₀(forecast / truth) where both are above 0: its mean is the bias, 0.3 is a factor of two too large.
  public let logRatio: ScoreDistribution
  /// Seconds by which the forecast peak comes late, where both have a time; the published arrival error is its mean of
  /// absolute values.
  public let time: ScoreDistribution
  /// Places that could not be compared by ratio: no true peak, or none forecast.
  public let unrelatedCount: Int

  /// Compares maps.
  ///
  /// - Parameters:
  ///   - forecast: the forecast peaks.
  ///   - truth: the true peaks; places where they are NaN do not count.
  ///   - places: the places to compare, as those at some distance; nil for all.
  /// - Precondition: both have the same number of places.
  public init(of forecast: PeakMap, against truth: PeakMap, places: [Int]? = nil) {
    require(
      forecast.values.count == truth.values.count,
      "PeakErrors: \(forecast.values.count) and \(truth.values.count) places"
    )
    let known = (places ?? Array(truth.values.indices)).filter { truth.values[$0].isFinite }
    absolute = ScoreDistribution(
      known.map { abs(Double(forecast.values[$0]) - Double(truth.values[$0])) }
    )
    logRatio = ScoreDistribution(
      known.compactMap { place in
        let (p, y) = (Double(forecast.values[place]), Double(truth.values[place]))
        return p > 0 && y > 0 ? log10(p / y) : nil
      }
    )
    unrelatedCount = known.count - logRatio.count
    time = ScoreDistribution(known.map { forecast.times[$0] - truth.times[$0] })
  }
}
