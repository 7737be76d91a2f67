import Foundation

/// A raised cosine of moment rate, (1 − cos(2πt/T)) / T from the origin time to the duration T.
///
/// Its spectrum is |sin(πfT) / (πfT (1 − f²T²))|.
public struct CosineTimeFunction: SourceTimeFunction, Hashable {
  /// The duration T in s, from the start to the end.
  public let duration: Double

  /// A raised cosine from its whole duration in s.
  public init(duration: Double) throws(SourceError) {
    self.duration = try requirePositive(duration, "duration of the cosine", unit: "s")
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    guard support.contains(time) else { return 0 }
    return (1 - cos(2 * .pi * time / duration)) / duration
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    let share = min(max(time / duration, 0), 1)
    return share - sin(2 * .pi * share) / (2 * .pi)
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> { 0...duration }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let cycles = abs(frequency) * duration
    if cycles == 0 { return 1 }
    let distance = cycles - 1
    // sin(πx) / (πx (1 − x²)) with sin(πx) = −sin(π(x − 1)), whose quotient by (x − 1) is finite at x = 1.
    let quotient = distance == 0 ? .pi : sin(.pi * distance) / distance
    return abs(quotient / (.pi * cycles * (1 + cycles)))
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    // |R| ≤ 1 / (πx (x² − 1)) ≤ 1 / (2x³) for x ≥ 2 bounds the search.
    let bound = max(2, cbrt(0.5 / fraction))
    return SpectralDecay.lastCrossing(
      level: fraction,
      below: bound / duration,
      step: 0.02 / duration,
      of: spectralAmplitude(at:)
    )
  }
}
