import ComplexModule
import Foundation

/// A rational transfer function k Π(s − z_i) / Π(s − p_i), analogue or, after ``bilinear()``, digital.
///
/// Analogue frequencies are in units in which the bilinear transform reads z = (1 + s) / (1 − s), so that a
/// corner at f Hz stands at tan(πfΔt).
///
/// - Reference: Oppenheim & Schafer (2010), Discrete-Time Signal Processing, 3rd ed., section 7.2.
struct PoleZeroGain: Hashable, Sendable {
  /// Roots of the numerator and of the denominator; complex ones stand beside their conjugates.
  var zeros, poles: [Complex<Double>]
  /// The factor k.
  var gain: Double

  /// The analogue Butterworth lowpass of corner 1: n poles on the left half of the unit circle.
  static func butterworth(order: Int) -> PoleZeroGain {
    let poles = stride(from: 1 - order, to: order, by: 2).map { m in
      let angle = Double.pi * Double(m) / Double(2 * order)
      return m == 0 ? Complex(-1, 0) : Complex(-cos(angle), -sin(angle))
    }
    return PoleZeroGain(zeros: [], poles: poles, gain: 1)
  }

  /// The analogue Chebyshev lowpass of type II whose stop band begins at 1, `attenuation` dB down.
  static func chebyshevII(order: Int, attenuation: Double) -> PoleZeroGain {
    let ripple = 1 / (pow(10, 0.1 * attenuation) - 1).squareRoot()
    let mu = asinh(1 / ripple) / Double(order)
    let angles = stride(from: 1 - order, to: order, by: 2).map { Double($0) }
    let zeros = angles.filter { $0 != 0 }.map { m in
      Complex(0, 1 / sin(m * .pi / Double(2 * order)))
    }
    let poles = angles.map { m -> Complex<Double> in
      let angle = m * .pi / Double(2 * order)
      return 1 / Complex(-sinh(mu) * cos(angle), -cosh(mu) * sin(angle))
    }
    let atZero = zeros.reduce(Complex(1)) { $0 * -$1 } / poles.reduce(Complex(1)) { $0 * -$1 }
    return PoleZeroGain(zeros: zeros, poles: poles, gain: 1 / atZero.real)
  }

  private var excessPoles: Int { poles.count - zeros.count }

  /// From a lowpass of corner 1 to one of corner `w`.
  func lowpass(_ w: Double) -> PoleZeroGain {
    PoleZeroGain(
      zeros: zeros.map { $0.multiplied(by: w) },
      poles: poles.map { $0.multiplied(by: w) },
      gain: gain * pow(w, Double(excessPoles))
    )
  }

  /// From a lowpass of corner 1 to a highpass of corner `w`: s becomes w/s.
  func highpass(_ w: Double) -> PoleZeroGain {
    PoleZeroGain(
      zeros: zeros.map { Complex(w) / $0 } + Array(repeating: .zero, count: excessPoles),
      poles: poles.map { Complex(w) / $0 },
      gain: gain * reversedGain
    )
  }

  /// From a lowpass of corner 1 to a bandpass: s becomes (s² + w₀²) / (s · bw).
  func bandpass(_ low: Double, _ high: Double) -> PoleZeroGain {
    let (width, square) = (high - low, high * low)
    let split = { (root: Complex<Double>) in
      Self.quadraticRoots(half: root.multiplied(by: width / 2), product: square)
    }
    return PoleZeroGain(
      zeros: zeros.flatMap(split) + Array(repeating: .zero, count: excessPoles),
      poles: poles.flatMap(split),
      gain: gain * pow(width, Double(excessPoles))
    )
  }

  /// From a lowpass of corner 1 to a bandstop: s becomes s · bw / (s² + w₀²).
  func bandstop(_ low: Double, _ high: Double) -> PoleZeroGain {
    let (width, square) = (high - low, high * low)
    let split = { (root: Complex<Double>) in
      Self.quadraticRoots(half: Complex(width / 2) / root, product: square)
    }
    let notch = Complex(0, square.squareRoot())
    let notches = (0..<excessPoles).flatMap { _ in [notch, notch.conjugate] }
    return PoleZeroGain(
      zeros: zeros.flatMap(split) + notches,
      poles: poles.flatMap(split),
      gain: gain * reversedGain
    )
  }

  /// The digital filter with z = (1 + s) / (1 − s); zeros at infinity come to −1, the Nyquist frequency.
  func bilinear() -> PoleZeroGain {
    let map = { (s: Complex<Double>) in (1 + s) / (1 - s) }
    let factor =
      zeros.reduce(Complex(1)) { $0 * (1 - $1) } / poles.reduce(Complex(1)) { $0 * (1 - $1) }
    return PoleZeroGain(
      zeros: zeros.map(map) + Array(repeating: Complex(-1), count: excessPoles),
      poles: poles.map(map),
      gain: gain * factor.real
    )
  }

  /// The value of a digital filter on the unit circle, at an angle in radians per sample.
  func value(atPhase angle: Double) -> Complex<Double> {
    let z = Complex(cos(angle), sin(angle))
    // Numerator and denominator in turn, so that high orders neither overflow nor vanish on the way.
    var value = Complex(gain)
    for i in 0..<max(zeros.count, poles.count) {
      if i < zeros.count { value *= z - zeros[i] }
      if i < poles.count { value /= z - poles[i] }
    }
    return value
  }

  /// Π(−z) / Π(−p): what the gain takes on where s becomes 1/s.
  private var reversedGain: Double {
    (zeros.reduce(Complex(1)) { $0 * -$1 } / poles.reduce(Complex(1)) { $0 * -$1 }).real
  }

  /// Both roots of s² − 2hs + product; the smaller one by Vieta, for it would be a difference of equals.
  private static func quadraticRoots(half: Complex<Double>, product: Double) -> [Complex<Double>] {
    let root = Complex.sqrt(half * half - Complex(product))
    let (sum, difference) = (half + root, half - root)
    let larger = sum.lengthSquared > difference.lengthSquared ? sum : difference
    return [larger, Complex(product) / larger]
  }
}
