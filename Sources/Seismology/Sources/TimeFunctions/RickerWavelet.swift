import Foundation

/// A Ricker wavelet: −σ² g″(t) of the unit-area Gaussian g with σ = 1 / (√2 π f_p).
///
///     rate(t) = √π f_p (1 − 2a²) exp(−a²)        a = π f_p (t − t_c)
///
/// Its own area is zero, so a source with it releases no net moment. The scale is that of the Gaussian it
/// comes from: its peak √π f_p equals the Gaussian's, and its seismograms are −σ² times the second
/// time derivative of the Gaussian source's. Its spectrum, 2 (f/f_p)² exp(−(f/f_p)²), peaks with 2/e at f_p.
///
/// Reference: Ricker (1953), Geophysics 18(1), 10–40.
public struct RickerWavelet: SourceTimeFunction, Hashable {
  /// The frequency f_p in Hz at which the spectrum peaks.
  public let peakFrequency: Double
  /// The time t_c of the peak, in s after the origin.
  public let centerTime: Double

  /// A wavelet from its peak frequency in Hz and the time of its peak in s, by default 1.5 / f_p.
  public init(peakFrequency: Double, centerTime: Double? = nil) throws(SourceError) {
    self.peakFrequency = try requirePositive(
      peakFrequency,
      "peak frequency of the Ricker wavelet",
      unit: "Hz"
    )
    self.centerTime = try requireFinite(
      centerTime ?? 1.5 / peakFrequency,
      "center time of the Ricker wavelet"
    )
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let square = argumentSquared(at: time)
    return Double.pi.squareRoot() * peakFrequency * (1 - 2 * square) * exp(-square)
  }

  /// The integral of the rate up to `time`; zero again after the wavelet.
  public func cumulative(at time: Double) -> Double {
    let gaussian = Double.pi.squareRoot() * peakFrequency * exp(-argumentSquared(at: time))
    return (time - centerTime) * gaussian
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> {
    // (2a² − 1) exp(−a²) = 1e-7 at a = 4.451.
    let reach = 4.46 / (.pi * peakFrequency)
    return (centerTime - reach)...(centerTime + reach)
  }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let square = frequency * frequency / (peakFrequency * peakFrequency)
    return 2 * square * exp(-square)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its peak value.
  public func frequency(atAmplitude fraction: Double) -> Double {
    guard fraction < 1 else { return peakFrequency }
    // u = (f/f_p)² > 1 solves u = 1 + ln u − ln(fraction); the iteration contracts by 1/u.
    let constant = 1 - log(fraction)
    var square = constant + 1
    for _ in 0..<200 {
      let next = square - (square - log(square) - constant) / (1 - 1 / square)
      if abs(next - square) < 1e-15 * square { break }
      square = next
    }
    return peakFrequency * square.squareRoot()
  }

  private func argumentSquared(at time: Double) -> Double {
    let argument = .pi * peakFrequency * (time - centerTime)
    return argument * argument
  }
}
