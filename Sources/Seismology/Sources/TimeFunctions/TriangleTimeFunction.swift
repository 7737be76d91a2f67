import Foundation

/// An isosceles triangle of moment rate from the origin time to the duration T, with its peak 2/T at T/2.
///
/// Its spectrum is sinc²(πfT/2); the half duration of a CMT solution is T/2.
public struct TriangleTimeFunction: SourceTimeFunction, Hashable {
  /// The duration T in s, from the start to the end.
  public let duration: Double

  /// A triangle from its whole duration in s.
  public init(duration: Double) throws(SourceError) {
    self.duration = try requirePositive(duration, "duration of the triangle", unit: "s")
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let half = 0.5 * duration
    return max(0, 1 - abs(time - half) / half) / half
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    let share = min(max(time / duration, 0), 1)
    return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share)
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> { 0...duration }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let argument = 0.5 * .pi * frequency * duration
    guard argument != 0 else { return 1 }
    let sinc = sin(argument) / argument
    return sinc * sinc
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    // sinc²(x) ≤ 1/x² bounds the search.
    SpectralDecay.lastCrossing(
      level: fraction,
      below: 2 / (.pi * duration * fraction.squareRoot()),
      step: 0.02 / duration,
      of: spectralAmplitude(at:)
    )
  }
}
