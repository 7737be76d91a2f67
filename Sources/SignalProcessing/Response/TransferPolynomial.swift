import ComplexModule
import Foundation
import RealModule

/// Polynomials on the unit circle, at many frequencies at once.
///
/// Sums Σ c_k cos kθ and Σ c_k sin kθ come out of one recurrence (Clenshaw 1955) of two operations a
/// coefficient, for eight frequencies side by side, instead of a sine and a cosine for each.
struct TransferPolynomial: Hashable, Sendable {
  /// c_0, c_1, ….
  let coefficients: [Double]

  /// Σ c_k exp(−ikωΔt) at frequencies in Hz for samples `interval` seconds apart.
  func delayed(at frequencies: [Double], interval: Double) -> [Complex<Double>] {
    sums(at: frequencies, interval: interval).map { Complex($0.cosine, -$0.sine) }
  }

  /// Σ c_k cos((k + offset) ωΔt).
  func cosines(at frequencies: [Double], interval: Double, offset: Double) -> [Double] {
    let sums = sums(at: frequencies, interval: interval)
    guard offset != 0 else { return sums.map(\.cosine) }
    return zip(frequencies, sums).map { frequency, sum in
      let angle = 2 * .pi * frequency * interval * offset
      return cos(angle) * sum.cosine - sin(angle) * sum.sine
    }
  }

  private func sums(
    at frequencies: [Double],
    interval: Double
  ) -> [(cosine: Double, sine: Double)] {
    var result: [(cosine: Double, sine: Double)] = []
    result.reserveCapacity(frequencies.count)
    for start in stride(from: 0, to: frequencies.count, by: 8) {
      let end = min(start + 8, frequencies.count)
      var cosine = SIMD8<Double>()
      var sine = SIMD8<Double>()
      for i in start..<end {
        let angle = 2 * .pi * frequencies[i] * interval
        cosine[i - start] = cos(angle)
        sine[i - start] = sin(angle)
      }
      let (real, imaginary) = sum(cosine, sine)
      for i in 0..<(end - start) { result.append((real[i], imaginary[i])) }
    }
    return result
  }

  private func sum(
    _ cosine: SIMD8<Double>,
    _ sine: SIMD8<Double>
  ) -> (SIMD8<Double>, SIMD8<Double>) {
    let twice = 2 * cosine
    var (b1, b2) = (SIMD8<Double>(), SIMD8<Double>())
    for coefficient in coefficients.reversed() {
      let b0 = coefficient + twice * b1 - b2
      b2 = b1
      b1 = b0
    }
    return (b1 - cosine * b2, sine * b2)
  }
}
