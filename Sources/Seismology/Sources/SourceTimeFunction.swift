/// A moment-rate function of unit area, in 1/s.
///
/// Times are seconds after the origin time of the source. The one function without unit area is
/// ``RickerWavelet``, whose page says how it is scaled instead.
public protocol SourceTimeFunction: Sendable {
  /// The value at `time` seconds after the origin, in 1/s; its integral over all time is one.
  func rate(at time: Double) -> Double

  /// The interval outside which the rate is zero or negligible (below 1e-7 of its peak), in seconds.
  var support: ClosedRange<Double> { get }

  /// The share of the moment that is released up to `time`: the integral of the rate, from 0 to 1.
  func cumulative(at time: Double) -> Double

  /// The mean rate between two times, in 1/s: what a time step of a simulation should inject.
  ///
  /// Sums of `average × step` over consecutive steps give the whole moment however short the function is,
  /// which point values of ``rate(at:)`` do only for smooth functions and never for an impulse.
  /// - Precondition: `start < end`.
  func average(from start: Double, to end: Double) -> Double

  /// The modulus of the Fourier transform at a frequency in Hz, |∫ rate(t) exp(−2πi f t) dt|.
  ///
  /// It is 1 at zero frequency for a function of unit area.
  func spectralAmplitude(at frequency: Double) -> Double

  /// The Fourier transform at a frequency in Hz, ∫ rate(t) exp(−2πi f t) dt, as real and imaginary part.
  ///
  /// Its modulus is ``spectralAmplitude(at:)``; its phase counts from the origin time.
  func spectrum(at frequency: Double) -> (real: Double, imaginary: Double)

  /// The frequency in Hz above which the amplitude spectrum stays below `fraction` of its value at zero
  /// frequency (of its peak for ``RickerWavelet``); infinite for an impulse.
  func frequency(atAmplitude fraction: Double) -> Double
}

extension SourceTimeFunction {
  /// The mean rate between two times, in 1/s, from the cumulative moment.
  public func average(from start: Double, to end: Double) -> Double {
    precondition(start < end, "the interval must not be empty; got \(start) to \(end)")
    return (cumulative(at: end) - cumulative(at: start)) / (end - start)
  }

  /// The share of the moment released up to a time in s, by Gauss–Legendre quadrature.
  public func cumulative(at time: Double) -> Double {
    guard time > support.lowerBound else { return 0 }
    return TimeFunctionQuadrature.integral(of: self, to: min(time, support.upperBound))
  }

  /// The modulus of the Fourier transform at a frequency in Hz, by Gauss–Legendre quadrature.
  public func spectralAmplitude(at frequency: Double) -> Double {
    TimeFunctionQuadrature.spectralAmplitude(of: self, at: frequency)
  }

  /// The Fourier transform at a frequency in Hz, by Gauss–Legendre quadrature.
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    TimeFunctionQuadrature.spectrum(of: self, at: frequency)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz, searched
  /// up to 8192 oscillations over the support.
  public func frequency(atAmplitude fraction: Double) -> Double {
    SpectralDecay.frequency(atAmplitude: fraction, of: self)
  }
}
