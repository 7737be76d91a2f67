import Foundation

/// Brune's moment rate, t/T² exp(−t/T) for t > 0.
///
/// Its spectrum 1 / (1 + (2πfT)²) has the corner frequency 1 / (2πT). LOH.1 and LOH.3 use T = 0.1 s.
///
/// Reference: Brune (1970), J. Geophys. Res. 75(26), 4997–5009.
public struct BruneTimeFunction: SourceTimeFunction, Hashable {
  /// The time constant T in s, at which the rate peaks.
  public let timeConstant: Double

  /// A Brune pulse from its time constant T in s.
  public init(timeConstant: Double) throws(SourceError) {
    self.timeConstant = try requirePositive(
      timeConstant,
      "time constant of the Brune pulse",
      unit: "s"
    )
  }

  /// A Brune pulse from its corner frequency in Hz.
  public init(cornerFrequency: Double) throws(SourceError) {
    let frequency = try requirePositive(
      cornerFrequency,
      "corner frequency of the Brune pulse",
      unit: "Hz"
    )
    try self.init(timeConstant: 1 / (2 * .pi * frequency))
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    guard time > 0 else { return 0 }
    let argument = time / timeConstant
    return argument * exp(-argument) / timeConstant
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    guard time > 0 else { return 0 }
    let argument = time / timeConstant
    // 1 − (1 + x) exp(−x), written without cancellation for small x.
    return -expm1(-argument) - argument * exp(-argument)
  }

  /// From zero to 20.2 T, where x exp(1 − x) has fallen to 1e-7.
  public var support: ClosedRange<Double> { 0...(20.2 * timeConstant) }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let argument = 2 * .pi * frequency * timeConstant
    return 1 / (1 + argument * argument)
  }

  /// The Fourier transform at a frequency in Hz, 1 / (1 + 2πi f T)².
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let argument = 2 * .pi * frequency * timeConstant
    let amplitude = 1 / (1 + argument * argument)
    let scale = amplitude * amplitude
    return (scale * (1 - argument * argument), -2 * scale * argument)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    max(0, 1 / fraction - 1).squareRoot() / (2 * .pi * timeConstant)
  }
}
