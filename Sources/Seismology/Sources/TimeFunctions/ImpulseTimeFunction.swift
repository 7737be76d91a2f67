import Foundation

/// A Dirac impulse of moment rate: the moment is released at once.
///
/// ``rate(at:)`` is infinite at its time and zero elsewhere, so a simulation must ask for
/// ``SourceTimeFunction/average(from:to:)``: the one step that holds the impulse gets 1 / step, the others
/// zero. The seismogram is then the Green's function, to be convolved with a time function afterwards.
public struct ImpulseTimeFunction: SourceTimeFunction, Hashable {
  /// The time of the impulse in s after the origin.
  public let time: Double

  /// An impulse at a time in s.
  public init(time: Double = 0) throws(SourceError) {
    self.time = try requireFinite(time, "time of the impulse")
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double { time == self.time ? .infinity : 0 }

  /// Zero up to and with the time of the impulse, one after it.
  ///
  /// An interval therefore holds the impulse if it starts at it, not if it ends at it.
  public func cumulative(at time: Double) -> Double { time > self.time ? 1 : 0 }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> { time...time }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double { 1 }

  /// The Fourier transform at a frequency in Hz, exp(−2πi f t₀).
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let phase = 2 * .pi * frequency * time
    return (cos(phase), -sin(phase))
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double { .infinity }
}
