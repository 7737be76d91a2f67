import Foundation

/// The slip rate of Liu, Archuleta & Hartzell: a sharp rise over 13 % of the duration and a long tail.
///
/// With the rise time τ, τ₁ = 0.13 τ and τ₂ = τ − τ₁,
///
///     C (0.7 − 0.7 cos(πt/τ₁) + 0.6 sin(πt/2τ₁))         0 ≤ t < τ₁
///     C (1.0 − 0.7 cos(πt/τ₁) + 0.3 cos(π(t − τ₁)/τ₂))   τ₁ ≤ t < 2τ₁
///     C (0.3 + 0.3 cos(π(t − τ₁)/τ₂))                    2τ₁ ≤ t < τ
///
/// and C = π / (1.4 πτ₁ + 1.2 τ₁ + 0.3 πτ₂).
///
/// Reference: Liu, Archuleta & Hartzell (2006), Bull. Seismol. Soc. Am. 96(6), 2118–2130.
public struct LiuTimeFunction: SourceTimeFunction, Hashable {
  /// The whole rise time τ in s, from the start to the end of slip.
  public let riseTime: Double

  /// A slip rate from its rise time in s.
  public init(riseTime: Double) throws(SourceError) {
    self.riseTime = try requirePositive(riseTime, "rise time", unit: "s")
  }

  private var first: Double { 0.13 * riseTime }
  private var second: Double { 0.87 * riseTime }
  private var scale: Double { .pi / (1.4 * .pi * first + 1.2 * first + 0.3 * .pi * second) }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    guard support.contains(time) else { return 0 }
    if time < first {
      return scale * (0.7 - 0.7 * cos(.pi * time / first) + 0.6 * sin(0.5 * .pi * time / first))
    }
    let tail = 0.3 * cos(.pi * (time - first) / second)
    return time < 2 * first
      ? scale * (1 - 0.7 * cos(.pi * time / first) + tail) : scale * (0.3 + tail)
  }

  /// The share of the moment released up to a time in s.
  public func cumulative(at time: Double) -> Double {
    guard time > 0 else { return 0 }
    guard time < riseTime else { return 1 }
    let (a, b) = (first / .pi, second / .pi)
    if time < first {
      return scale * (0.7 * time - 0.7 * a * sin(time / a) + 1.2 * a * (1 - cos(0.5 * time / a)))
    }
    let rise = 0.7 * first + 1.2 * a
    let tail = 0.3 * b * sin((time - first) / b)
    return time < 2 * first
      ? scale * (rise + (time - first) - 0.7 * a * sin(time / a) + tail)
      : scale * (rise + first + 0.3 * (time - 2 * first) + tail)
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> { 0...riseTime }

  /// The modulus of the Fourier transform at a frequency in Hz.
  public func spectralAmplitude(at frequency: Double) -> Double {
    let value = spectrum(at: frequency)
    return (value.real * value.real + value.imaginary * value.imaginary).squareRoot()
  }

  /// The Fourier transform at a frequency in Hz, term by term.
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let (a, b, end) = (first, second, riseTime)
    let omega = 2 * .pi * frequency
    let terms = [
      Term(amplitude: 0.7, frequency: 0, phase: 0, from: 0, to: a),
      Term(amplitude: 1, frequency: 0, phase: 0, from: a, to: 2 * a),
      Term(amplitude: 0.3, frequency: 0, phase: 0, from: 2 * a, to: end),
      Term(amplitude: -0.7, frequency: .pi / a, phase: 0, from: 0, to: 2 * a),
      Term(amplitude: 0.6, frequency: 0.5 * .pi / a, phase: -0.5 * .pi, from: 0, to: a),
      Term(amplitude: 0.3, frequency: .pi / b, phase: -.pi * a / b, from: a, to: end),
    ]
    let sum = terms.reduce(SIMD2<Double>.zero) { $0 + $1.transform(at: omega) }
    return (scale * sum.x, scale * sum.y)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction` of its value at 0 Hz.
  public func frequency(atAmplitude fraction: Double) -> Double {
    // Two integrations by parts: |R| ≤ V / (2πf)² with V the total variation of the slope, which is below
    // 8 πC/τ₁: 2.8 from the first cosine, 0.6 from the sine with its start, little from the slow cosine.
    let bound = (8 * .pi * scale / (first * fraction)).squareRoot() / (2 * .pi)
    return SpectralDecay.lastCrossing(
      level: fraction,
      below: bound,
      step: 0.02 / riseTime,
      of: spectralAmplitude(at:)
    )
  }

  /// amplitude × cos(frequency t + phase) from one time to another.
  private struct Term {
    var amplitude, frequency, phase, from, to: Double

    /// Its Fourier transform at ω, as (real, imaginary).
    func transform(at omega: Double) -> SIMD2<Double> {
      0.5 * amplitude
        * (exponential(frequency - omega, phase) + exponential(-frequency - omega, -phase))
    }

    /// ∫ exp(i (k t + phase)) dt.
    private func exponential(_ k: Double, _ phase: Double) -> SIMD2<Double> {
      let (middle, half) = (0.5 * (from + to), 0.5 * (to - from))
      let length = k == 0 ? 2 * half : 2 * sin(k * half) / k
      return length * SIMD2(cos(k * middle + phase), sin(k * middle + phase))
    }
  }
}
