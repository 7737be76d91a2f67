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
  /// vibration.
  private static func coefficients(omega: Double, damping: Double, step: Double) -> [Double] {
    let damped = omega * (1 - damping * damping).squareRoot()
    let decay = exp(-damping * omega * step)
    let (sine, cosine) = (decay * sin(damped * step), decay * cos(damped * step))
    // Free vibration from unit displacement and from unit velocity.
    let ratio = damping * omega / damped
    let (uu, uv) = (cosine + ratio * sine, sine / damped)
    let (vu, vv) = (-omega * omega / damped * sine, cosine - ratio * sine)
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

  /// The displacement of each oscillator from rest at every sample and during the free vibration afterwards.
  func histories(of acceleration: [Double], freeSteps: Int) -> [Lanes] {
    var (u, v) = (Lanes.zero, Lanes.zero)
    var result: [Lanes] = [.zero]
    result.reserveCapacity(acceleration.count + freeSteps)
    for n in 0..<max(0, acceleration.count - 1) {
      advance(&u, &v, from: acceleration[n], to: acceleration[n + 1])
      result.append(u)
    }
    for _ in 0..<freeSteps {
      advance(&u, &v, from: 0, to: 0)
      result.append(u)
    }
    return result
  }

  @inline(__always)
  private func advance(_ u: inout Lanes, _ v: inout Lanes, from first: Double, to second: Double) {
    let displacement = uu * u + uv * v + (ua * first + ub * second)
    v = vu * u + vv * v + (va * first + vb * second)
    u = displacement
  }
}
