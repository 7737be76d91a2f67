import Foundation

/// Integrals of a time function over its support, for functions without a closed form.
///
/// The support is cut into 64 panels with a five-point Gauss–Legendre rule on each (exact to ninth order), or
/// into more where the exponential oscillates faster than the panels.
enum TimeFunctionQuadrature {
  private static let nodes: [(position: Double, weight: Double)] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
  ]

  /// The integral of the rate from the start of the support to `end`.
  static func integral(of function: some SourceTimeFunction, to end: Double) -> Double {
    let start = function.support.lowerBound
    var sum = 0.0
    forEachPoint(from: start, to: end, panels: 64) { time, weight in
      sum += weight * function.rate(at: time)
    }
    return sum
  }

  /// The modulus of the Fourier transform at a frequency in Hz.
  static func spectralAmplitude(
    of function: some SourceTimeFunction,
    at frequency: Double
  ) -> Double {
    let value = spectrum(of: function, at: frequency)
    return (value.real * value.real + value.imaginary * value.imaginary).squareRoot()
  }

  /// The Fourier transform at a frequency in Hz, with the phase at the origin time.
  static func spectrum(
    of function: some SourceTimeFunction,
    at frequency: Double
  ) -> (real: Double, imaginary: Double) {
    let support = function.support
    let length = support.upperBound - support.lowerBound
    let panels = max(64, Int((2 * length * abs(frequency)).rounded(.up)))
    var (real, imaginary) = (0.0, 0.0)
    forEachPoint(from: support.lowerBound, to: support.upperBound, panels: panels) { time, weight in
      let value = weight * function.rate(at: time)
      let phase = 2 * Double.pi * frequency * time
      real += value * cos(phase)
      imaginary -= value * sin(phase)
    }
    return (real, imaginary)
  }

  private static func forEachPoint(
    from start: Double,
    to end: Double,
    panels: Int,
    _ body: (Double, Double) -> Void
  ) {
    let half = (end - start) / Double(2 * panels)
    for panel in 0..<panels {
      let middle = start + half * Double(2 * panel + 1)
      for node in nodes {
        body(middle + half * node.position, half * node.weight)
      }
    }
  }
}
