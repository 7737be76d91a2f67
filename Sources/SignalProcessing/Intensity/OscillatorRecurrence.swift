import Foundation
import NumericalRuntime

/// Damped oscillators under a ground acceleration that is linear between samples, several periods at a time.
///
///     ü + 2ζω u̇ + ω² u = −a(t)
///
/// One step takes (u, u̇) and the accelerations at its two ends to the next (u, u̇) exactly.
///
/// - Reference: Nigam & Jennings (1969), Bull. Seism. Soc. Am. 59(2), eqs. 5–8.
struct OscillatorRecurrence {
  /// One number for each of eight periods.
  typealias Lanes = SIMD8<Double>

  private let uu, uv, vu, vv: Lanes
  private let ua, ub, va, vb: Lanes

  /// The recurrence of up to eight periods (s) at a damping ratio and a time step (s).
  init(periods: ArraySlice<Double>, damping: Double, step: Double) {
    var rows = [Lanes](repeating: .zero, count: 8)
    for (lane, period) in periods.enumerated() {
      let entries = Self.coefficients(
        omega: 2 * Double.pi / period,
        damping: damping,
        step: step
      )
      for (row, entry) in entries.enumerated() { rows[row][lane] = entry }
    }
    (uu, uv, vu, vv) = (rows[0], rows[1], rows[2], rows[3])
    (ua, ub, va, vb) = (rows[4], rows[5], rows[6], rows[7])
  }

  /// The eight coefficients of the step of one oscillator.
  ///
  /// With the acceleration a₀ + s τ, the particular solution is −(a₀ + s τ)/ω² + 2ζs/ω³; the rest is free
  /// vibration C u₀ + S (u̇₀ + ζω u₀), of sines below critical damping and exponentials above.
  private static func coefficients(omega: Double, damping: Double, step: Double) -> [Double] {
    let (cosine, sine) = freeVibration(omega: omega, damping: damping, step: step)
    // Free vibration from unit displacement and from unit velocity.
    let loss = damping * omega
    let (uu, uv) = (cosine + loss * sine, sine)
    let (vu, vv) = (-omega * omega * sine, cosine - loss * sine)
    // The particular solution for a₀ = 1, a₁ = 0 and for a₀ = 0, a₁ = 1: values and slopes at both ends.
    let square = omega * omega
    let shift = 2 * damping / (square * omega * step)
    let slope = 1 / (square * step)
    let (start0, end0) = (-1 / square - shift, -shift)
    let (start1, end1) = (shift, -1 / square + shift)
    return [
      uu, uv, vu, vv,
      end0 - uu * start0 - uv * slope, end1 - uu * start1 + uv * slope,
      slope - vu * start0 - vv * slope, -slope - vu * start1 + vv * slope,
    ]
  }

  /// C = e^{−ζωh} cos ω_d h and S = e^{−ζωh} sin(ω_d h)/ω_d with ω_d² = ω²(1 − ζ²), whatever its sign.
  private static func freeVibration(
    omega: Double,
    damping: Double,
    step: Double
  ) -> (cosine: Double, sine: Double) {
    let (loss, square) = (damping * omega, 1 - damping * damping)
    let decay = exp(-loss * step)
    // Next to critical damping sin x / x is 1 to rounding.
    let angle = omega * abs(square).squareRoot() * step
    guard angle > 1e-8 else { return (decay, step * decay) }
    if square > 0 { return (decay * cos(angle), decay * sin(angle) / angle * step) }
    // Two decays; the slower one without the difference of nearly equal numbers.
    let root = omega * (-square).squareRoot()
    let (slow, fast) = (exp(-omega * omega / (loss + root) * step), exp(-(loss + root) * step))
    return ((slow + fast) / 2, (slow - fast) / (2 * root))
  }

  /// The largest |u| of each oscillator from rest, with the free vibration of `freeSteps` steps afterwards.
  func peaks(of acceleration: [Double], freeSteps: Int) -> Lanes {
    var (u, v, peak) = (Lanes.zero, Lanes.zero, Lanes.zero)
    acceleration.withUnsafeBufferPointer { samples in
      for n in 0..<max(0, samples.count - 1) {
        advance(&u, &v, from: samples[n], to: samples[n + 1])
        peak = pointwiseMax(peak, pointwiseMax(u, -u))
      }
    }
    for _ in 0..<freeSteps {
      advance(&u, &v, from: 0, to: 0)
      peak = pointwiseMax(peak, pointwiseMax(u, -u))
    }
    return peak
  }

  /// Follows two components of ground acceleration from rest and through the free vibration afterwards, and hands
  /// over the displacements of some thousand steps at a time, as many of both components.
  func follow(
    _ first: [Double],
    _ second: [Double],
    freeSteps: Int,
    _ body: (_ first: [Lanes], _ second: [Lanes]) -> Void
  ) {
    let (motionSteps, blockSize) = (max(0, first.count - 1), 4096)
    var (u1, v1, u2, v2) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var (block1, block2): ([Lanes], [Lanes]) = ([], [])
    block1.reserveCapacity(blockSize)
    block2.reserveCapacity(blockSize)
    for n in 0..<(motionSteps + freeSteps) {
      let isMoving = n < motionSteps
      advance(&u1, &v1, from: isMoving ? first[n] : 0, to: isMoving ? first[n + 1] : 0)
      advance(&u2, &v2, from: isMoving ? second[n] : 0, to: isMoving ? second[n + 1] : 0)
      block1.append(u1)
      block2.append(u2)
      guard block1.count == blockSize || n == motionSteps + freeSteps - 1 else { continue }
      body(block1, block2)
      block1.removeAll(keepingCapacity: true)
      block2.removeAll(keepingCapacity: true)
    }
  }

  @inline(__always)
  private func advance(_ u: inout Lanes, _ v: inout Lanes, from first: Double, to second: Double) {
    let displacement = uu * u + uv * v + (ua * first + ub * second)
    v = vu * u + vv * v + (va * first + vb * second)
    u = displacement
  }
}
