import Foundation
import NumericalRuntime

/// The continuous wavelet transform with the Morlet wavelet ψ(t) = π^(−1/4) exp(i ω₀ t) exp(−t²/2).
///
///     W(t, f) = 1/√a ∫ s(τ) ψ*((τ − t)/a) dτ,   a = ω₀ / (2π f)
///
/// It is computed as a product of spectra, where the wavelet is exact: ψ̂(ω) = √2 π^(1/4) exp(−(ω − ω₀)²/2).
/// Zeros follow the record, so that its end does not run into its beginning.
///
/// - Reference: Kristeková, Kristek, Moczo & Day (2006), Bull. Seismol. Soc. Am. 96(5), 1836–1850.
struct MorletTransform {
  /// The frequencies in Hz.
  let frequencies: [Double]
  private let parameter: Double
  private let samplingInterval: Double
  private let count: Int
  private let fourier: RealFourierTransform<Double>

  /// A transform for records of `count` samples at frequencies (Hz), for a wavelet parameter ω₀.
  init(frequencies: [Double], parameter: Double, samplingInterval: Double, count: Int) {
    self.frequencies = frequencies
    self.parameter = parameter
    self.samplingInterval = samplingInterval
    self.count = count
    // The wavelet has fallen to 10⁻⁸ of its height at six scales.
    let longest = parameter / (2 * .pi * (frequencies.min() ?? 1))
    let padding = Int(min(6 * longest / samplingInterval, 4 * Double(count)).rounded(.up))
    fourier = RealFourierTransform(
      count: RealFourierTransform<Double>.efficientCount(atLeast: count + padding)
    )
  }

  /// The spectrum of a record, the source of ``coefficients(of:at:)``.
  func spectrum(of samples: [Double]) -> [SIMD2<Double>] {
    fourier.forward(samples + Array(repeating: 0, count: fourier.count - samples.count))
  }

  /// The complex coefficients W(t, f) at the times of the record, for frequency number `index`.
  func coefficients(of spectrum: [SIMD2<Double>], at index: Int) -> [SIMD2<Double>] {
    let scale = parameter / (2 * .pi * frequencies[index])
    let height = (2 * scale).squareRoot() * pow(.pi, 0.25)
    // The wavelet has no negative frequencies: its transform's real part has the half spectrum below, its
    // imaginary part that turned by −90°.
    var real = spectrum
    var imaginary = spectrum
    for k in spectrum.indices {
      let frequency = fourier.frequency(of: k, timeStep: samplingInterval)
      let distance = scale * 2 * .pi * frequency - parameter
      let isEdge = k == 0 || (2 * k == fourier.count)
      let weight = height * exp(-0.5 * distance * distance) * (isEdge ? 1 : 0.5)
      real[k] = weight * spectrum[k]
      imaginary[k] = weight * SIMD2(spectrum[k].y, -spectrum[k].x)
    }
    let (x, y) = (fourier.inverse(real), fourier.inverse(imaginary))
    return (0..<count).map { SIMD2(x[$0], y[$0]) }
  }
}
