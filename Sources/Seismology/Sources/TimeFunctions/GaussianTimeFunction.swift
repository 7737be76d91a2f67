import Foundation

/// A Gaussian moment rate, exp(−(t − t_c)² / 2σ²) / (σ √2π).
///
/// Its spectrum is exp(−(2πfσ)² / 2). With the center time at zero half of the moment is released before the
/// origin time; `GaussianTimeFunction(sigma: s, centerTime: 6 * s)` starts at rest.
public struct GaussianTimeFunction: SourceTimeFunction, Hashable {
  /// The standard deviation σ in s.
  public let sigma: Double
  /// The time t_c of the peak, in s after the origin.
  public let centerTime: Double

  /// A Gaussian from its standard deviation and the time of its peak, both in s.
  public init(sigma: Double, centerTime: Double = 0) throws(SourceError) {
    self.sigma = try requirePositive(sigma, "standard deviation of the Gaussian", unit: "s")
    self.centerTime = try requireFinite(centerTime, "center time of the Gaussian")
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let argument = (time - centerTime) / sigma
    return exp(-0.5 * argument * argument) / (sigma * (2 * Double.pi).squareRoot())
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    0.5 * erfc(-(time - centerTime) / (sigma * 2.squareRoot()))
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> {
    let reach = (2 * log(1e7)).squareRoot() * sigma
    return (centerTime - reach)...(centerTime + reach)
  }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let argument = 2 * .pi * frequency * sigma
    return exp(-0.5 * argument * argument)
  }

  /// The Fourier transform at a frequency in Hz: the modulus, turned by the center time.
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let amplitude = spectralAmplitude(at: frequency)
    let phase = 2 * .pi * frequency * centerTime
    return (amplitude * cos(phase), -amplitude * sin(phase))
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    (-2 * log(fraction)).squareRoot() / (2 * .pi * sigma)
  }
}
