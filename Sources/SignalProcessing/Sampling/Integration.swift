import Foundation
import NumericalRuntime

/// The integral of a trace over time: from acceleration to velocity, from velocity to displacement.
///
///     let displacement = try Integration.trapezoid.applied(to: velocity, samplingInterval: 0.01)
///
/// An offset becomes a ramp: detrend before, or filter after.
public enum Integration: Hashable, Sendable {
  /// The running sum of trapezia, zero at the first sample; ObsPy's `integrate(method: "cumtrapz")`.
  case trapezoid
  /// Division of the spectrum by 2πif, exact for every frequency of a trace that ends as it begins.
  ///
  /// The mean of the trace is left out and that of the integral is zero.
  case fourier

  /// The integral, in the unit of the samples times s.
  ///
  /// - Parameters:
  ///   - samples: at least one sample.
  ///   - samplingInterval: s between samples.
  /// - Returns: as many samples.
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func applied(
    to samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    try FiniteSamples.require(samples, for: "an integration")
    switch self {
    case .trapezoid:
      var integral = [Double](repeating: 0, count: samples.count)
      for i in samples.indices.dropFirst() {
        integral[i] = integral[i - 1] + 0.5 * samplingInterval * (samples[i - 1] + samples[i])
      }
      return integral
    case .fourier:
      let transform = RealFourierTransform<Double>(count: samples.count)
      var spectrum = transform.forward(samples)
      spectrum[0] = .zero
      for k in spectrum.indices.dropFirst() {
        // Division by i turns (re, im) into (im, −re).
        let scale = 1 / (2 * .pi * transform.frequency(of: k, timeStep: samplingInterval))
        spectrum[k] = SIMD2(spectrum[k].y, -spectrum[k].x) * scale
      }
      dropNyquist(&spectrum, count: samples.count)
      return transform.inverse(spectrum)
    }
  }
}

/// The derivative of a trace by time: from displacement to velocity, from velocity to acceleration.
public enum Differentiation: Hashable, Sendable {
  /// (x_{i+1} − x_{i−1}) / 2Δt, one-sided at the ends; ObsPy's `differentiate()` and `numpy.gradient`.
  ///
  /// It loses 1 − sinc(2fΔt) of the amplitude: 6 % at a tenth of the sampling rate.
  case centralDifference
  /// Multiplication of the spectrum by 2πif, exact for every frequency of a trace that ends as it begins.
  case fourier

  /// The derivative, in the unit of the samples per s.
  ///
  /// - Parameters:
  ///   - samples: at least two samples.
  ///   - samplingInterval: s between samples.
  /// - Returns: as many samples.
  /// - Throws: ``SignalError`` if there are fewer than two samples or one is not finite.
  public func applied(
    to samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    try FiniteSamples.require(samples, for: "a differentiation", minimum: 2)
    switch self {
    case .centralDifference:
      let last = samples.count - 1
      return samples.indices.map { i in
        let (before, after) = (max(i - 1, 0), min(i + 1, last))
        return (samples[after] - samples[before]) / (Double(after - before) * samplingInterval)
      }
    case .fourier:
      let transform = RealFourierTransform<Double>(count: samples.count)
      var spectrum = transform.forward(samples)
      for k in spectrum.indices {
        let omega = 2 * .pi * transform.frequency(of: k, timeStep: samplingInterval)
        spectrum[k] = SIMD2(-spectrum[k].y, spectrum[k].x) * omega
      }
      dropNyquist(&spectrum, count: samples.count)
      return transform.inverse(spectrum)
    }
  }
}

/// A quarter-period shift of the Nyquist wave falls between the samples: it has no value there.
private func dropNyquist(_ spectrum: inout [SIMD2<Double>], count: Int) {
  if count.isMultiple(of: 2), count > 1 { spectrum[count / 2] = .zero }
}
