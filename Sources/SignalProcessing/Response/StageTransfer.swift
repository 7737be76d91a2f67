import ComplexModule
import Foundation
import RealModule
import Seismology

/// What one stage does to each frequency, apart from its gain.
struct StageTransfer: Sendable {
  /// The kinds of transfer functions.
  enum Shape: Sendable {
    /// Π(s − zero) / Π(s − pole) with s = i·`scale`·f.
    case analogRoots(zeros: [Complex<Double>], poles: [Complex<Double>], scale: Double)
    /// The same with z = exp(iωΔt).
    case digitalRoots(zeros: [Complex<Double>], poles: [Complex<Double>], interval: Double)
    /// Σ n_k s^k / Σ d_k s^k with s = i·`scale`·f.
    case analogQuotient(numerators: [Double], denominators: [Double], scale: Double)
    /// Σ n_k z^−k / Σ d_k z^−k.
    case digitalQuotient(
      numerators: TransferPolynomial,
      denominators: TransferPolynomial,
      interval: Double
    )
    /// Σ c_k exp(−ikωΔt), moved forward by `advance` seconds.
    case impulse(TransferPolynomial, interval: Double, advance: Double)
    /// Σ c_k cos((k + offset)ωΔt): a symmetric impulse response, whose delay has been taken away.
    case symmetricImpulse(TransferPolynomial, interval: Double, offset: Double)
    /// Amplitude and phase (degrees) between listed frequencies.
    case list(amplitude: CubicSpline, phase: CubicSpline)
  }

  /// The transfer function.
  let shape: Shape
  /// A0 or its like: what `shape` is multiplied with.
  var factor = 1.0
  /// The frequency in Hz at which `factor` holds, where the stage has such a one.
  var normalizationFrequency: Double?

  /// The values at frequencies in Hz.
  func values(at frequencies: [Double]) -> [Complex<Double>] {
    let values = shapeValues(at: frequencies)
    return factor == 1 ? values : values.map { Complex($0.real * factor, $0.imaginary * factor) }
  }

  /// The modulus at one frequency, without `factor`.
  func shapeGain(at frequency: Double) -> Double { shapeValues(at: [frequency])[0].length }

  private func shapeValues(at frequencies: [Double]) -> [Complex<Double>] {
    switch shape {
    case .analogRoots(let zeros, let poles, let scale):
      frequencies.map { Self.quotient(Complex(0, scale * $0), zeros, poles) }
    case .digitalRoots(let zeros, let poles, let interval):
      frequencies.map {
        let angle = 2 * .pi * $0 * interval
        return Self.quotient(Complex(cos(angle), sin(angle)), zeros, poles)
      }
    case .analogQuotient(let numerators, let denominators, let scale):
      frequencies.map {
        let s = Complex(0, scale * $0)
        return Self.divide(Self.horner(numerators, s), Self.horner(denominators, s))
      }
    case .digitalQuotient(let numerators, let denominators, let interval):
      zip(
        numerators.delayed(at: frequencies, interval: interval),
        denominators.delayed(at: frequencies, interval: interval)
      ).map { Self.divide($0, $1) }
    case .impulse(let polynomial, let interval, let advance):
      zip(frequencies, polynomial.delayed(at: frequencies, interval: interval)).map {
        let angle = 2 * .pi * $0 * advance
        return $1 * Complex(cos(angle), sin(angle))
      }
    case .symmetricImpulse(let polynomial, let interval, let offset):
      polynomial.cosines(at: frequencies, interval: interval, offset: offset).map { Complex($0) }
    case .list(let amplitude, let phase):
      frequencies.map {
        let (length, angle) = (amplitude.value(at: $0), phase.value(at: $0) * .pi / 180)
        return Complex(length * cos(angle), length * sin(angle))
      }
    }
  }

  private static func quotient(
    _ s: Complex<Double>,
    _ zeros: [Complex<Double>],
    _ poles: [Complex<Double>]
  ) -> Complex<Double> {
    var (numerator, denominator) = (Complex<Double>.one, Complex<Double>.one)
    for zero in zeros { numerator *= s - zero }
    for pole in poles { denominator *= s - pole }
    return divide(numerator, denominator)
  }

  /// a/b, and 0 where b = 0, as in evalresp: at a pole nothing can be divided by the response.
  private static func divide(_ a: Complex<Double>, _ b: Complex<Double>) -> Complex<Double> {
    b == .zero ? .zero : a / b
  }

  private static func horner(_ coefficients: [Double], _ s: Complex<Double>) -> Complex<Double> {
    coefficients.reversed().reduce(Complex<Double>.zero) { $0 * s + Complex($1) }
  }
}
