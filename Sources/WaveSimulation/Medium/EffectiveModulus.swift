import Foundation

/// The complex modulus that waves much longer than a cell feel.
struct EffectiveModulus: Sendable {
  /// Relaxation times in s.
  let times: [Double]
  /// Whether each node has one mechanism, with as many times its weight as there are mechanisms.
  let isCoarseGrained: Bool

  /// M(ω) / M_u at a frequency in Hz, as (real, imaginary) parts.
  ///
  /// With all mechanisms at every node 1 − Σ w_l / (1 + iωτ_l), which is also the arithmetic mean over a
  /// coarse-grained cell; for that, the mean of the arithmetic and the harmonic mean.
  func ratio(frequency: Double, weights: [Double]) -> (re: Double, im: Double) {
    let omega = 2 * Double.pi * frequency
    let share = Double(times.count)
    var (re, im) = (1.0, 0.0)
    var (inverseRe, inverseIm) = (0.0, 0.0)
    for (tau, weight) in zip(times, weights) {
      let x = omega * tau
      let w = weight / (1 + x * x)
      re -= w
      im += w * x
      let (nodeRe, nodeIm) = (1 - share * w, share * w * x)
      let square = nodeRe * nodeRe + nodeIm * nodeIm
      inverseRe += nodeRe / square / share
      inverseIm -= nodeIm / square / share
    }
    guard isCoarseGrained else { return (re, im) }
    let square = inverseRe * inverseRe + inverseIm * inverseIm
    return (0.5 * (re + inverseRe / square), 0.5 * (im - inverseIm / square))
  }
}
