import Foundation
import NumericalRuntime

extension TabulatedTimeFunction {
  /// The modulus of the Fourier transform at a frequency in Hz; exact for the straight lines.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let sum = transformFromStart(at: frequency)
    return abs(scale) * interval * (sum * sum).sum().squareRoot()
  }

  /// The Fourier transform at a frequency in Hz; exact for the straight lines.
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let sum = scale * interval * transformFromStart(at: frequency)
    let phase = 2 * .pi * frequency * startTime
    let (c, s) = (cos(phase), -sin(phase))
    return (c * sum.x - s * sum.y, c * sum.y + s * sum.x)
  }

  /// The transform of the samples one unit apart, with the phase at the first sample.
  private func transformFromStart(at frequency: Double) -> SIMD2<Double> {
    // The transform of the hat functions around the samples; those of the first and last are half hats.
    let angle = 2 * .pi * frequency * interval
    let (stepReal, stepImaginary) = (cos(angle), -sin(angle))
    var (phaseReal, phaseImaginary) = (1.0, 0.0)
    var (real, imaginary) = (0.0, 0.0)
    let half = Self.halfHat(angle)
    for index in 0...last {
      let value = sample(index)
      let hatReal = index == 0 || index == last ? half.x : 2 * half.x
      let hatImaginary = index == 0 ? half.y : index == last ? -half.y : 0
      real += value * (phaseReal * hatReal - phaseImaginary * hatImaginary)
      imaginary += value * (phaseReal * hatImaginary + phaseImaginary * hatReal)
      (phaseReal, phaseImaginary) = (
        phaseReal * stepReal - phaseImaginary * stepImaginary,
        phaseReal * stepImaginary + phaseImaginary * stepReal
      )
    }
    return SIMD2(real, imaginary)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz; infinite if that
  /// value is zero.
  public func frequency(atAmplitude fraction: Double) -> Double {
    let spectrum = PeriodicSpectrum(self)
    return spectrum.lastFrequency(atAmplitude: fraction * spectralAmplitude(at: 0)) {
      spectralAmplitude(at: $0)
    }
  }

  /// The transform ∫₀¹ (1 − x) exp(−i angle x) dx of half a hat of unit width, as (real, imaginary).
  static func halfHat(_ angle: Double) -> SIMD2<Double> {
    guard abs(angle) > 1e-4 else { return SIMD2(0.5, -angle / 6) }
    let sine = sin(0.5 * angle)
    return SIMD2(2 * sine * sine, sin(angle) - angle) / (angle * angle)
  }
}

/// The spectrum of a table on a fine grid of frequencies without end.
///
/// The sum D = Σ r_j exp(−i jθ) over the samples repeats after 1 / interval, so that one FFT of eight times the
/// table's length serves all frequencies; straight lines between samples turn it into
/// h (H D − r₀ h̄ − r_N exp(−iNθ) h) with the half hat h and H = 2 Re h.
private struct PeriodicSpectrum {
  private let sums: [SIMD2<Double>]
  private let count: Int
  private let first, final, scale, interval: Double
  private let last: Int

  init(_ table: TabulatedTimeFunction) {
    last = table.last
    count = RealFourierTransform<Double>.efficientCount(atLeast: 8 * (last + 1))
    var samples = [Double](repeating: 0, count: count)
    for index in 0...last { samples[index] = table.sample(index) }
    sums = RealFourierTransform<Double>(count: count).forward(samples)
    (first, final) = (table.sample(0), table.sample(last))
    (scale, interval) = (abs(table.scale), table.interval)
  }

  /// The highest frequency in Hz at which the spectrum reaches `level`, refined on the exact `amplitude`.
  func lastFrequency(atAmplitude level: Double, amplitude: (Double) -> Double) -> Double {
    guard level > 0 else { return .infinity }
    let step = 1 / (Double(count) * interval)
    var index = Int(bound(level) / (2 * .pi) * Double(count)) + 1
    while index > 0, self.amplitude(index) < level { index -= 1 }
    let start = Double(index) * step
    return SpectralDecay.bisection(level: level, above: start, below: start + step, of: amplitude)
  }

  /// The angle 2πf × interval above which the spectrum is below `level` for certain.
  private func bound(_ level: Double) -> Double {
    let largest = sums.map { ($0 * $0).sum() }.max()?.squareRoot() ?? 0
    let ends = abs(first) + abs(final)
    var angle = Double.pi
    // |H| ≤ 4/θ² and |h| ≤ 2/θ for θ ≥ π.
    while scale * interval * (4 * largest / (angle * angle) + 2 * ends / angle) > level {
      angle *= 1.1
    }
    return angle
  }

  private func amplitude(_ index: Int) -> Double {
    let angle = 2 * Double.pi * Double(index) / Double(count)
    let half = TabulatedTimeFunction.halfHat(angle)
    let place = index % count
    let folded = min(place, count - place)
    let sum = place == folded ? sums[folded] : sums[folded] * SIMD2(1, -1)
    var value = 2 * half.x * sum
    if first != 0 { value -= first * SIMD2(half.x, -half.y) }
    if final != 0 {
      let phase = angle * Double(last)
      let (c, s) = (cos(phase), -sin(phase))
      value -= final * SIMD2(c * half.x - s * half.y, c * half.y + s * half.x)
    }
    return scale * interval * (value * value).sum().squareRoot()
  }
}
