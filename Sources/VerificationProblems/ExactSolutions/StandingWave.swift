import Foundation
public import Seismology

/// A plane standing wave in a homogeneous box that is periodic in all directions.
///
///     u = d cos(k·x + φ) sin(ωt) / ω        v = d cos(k·x + φ) cos(ωt)        |k| = ω / c
///
/// with polarisation d along k (P) or normal to it (S). It is an exact eigenmode, so that the error of a
/// simulation is that of its differences alone.
public struct StandingWave: Sendable {
  /// Which body wave.
  public enum Phase: String, Sendable, CaseIterable {
    case p
    case s
  }

  /// The material of the box; its quality factors are not used.
  public let material: Material
  /// Which body wave.
  public let phase: Phase
  /// The wavenumber vector along x, y, z in rad/m.
  public let wavenumber: SIMD3<Double>
  /// The direction of motion along x, y, z; of length 1.
  public let polarization: SIMD3<Double>

  /// The mode with `periods` wavelengths along x, y and z of a box of `size` metres.
  ///
  /// - Precondition: not all of `periods` are zero.
  public init(material: Material, phase: Phase, periods: SIMD3<Int>, size: SIMD3<Double>) {
    precondition(periods != .zero, "a standing wave needs a wavenumber")
    self.material = material
    self.phase = phase
    wavenumber = 2 * .pi * SIMD3(Double(periods.x), Double(periods.y), Double(periods.z)) / size
    let direction = wavenumber / Self.length(wavenumber)
    switch phase {
    case .p: polarization = direction
    case .s:
      // Normal to k, and with all three components unless k lies in a coordinate plane.
      let guess = SIMD3(0.3, -0.8, 0.5)
      let normal = guess - direction * (guess * direction).sum()
      polarization = normal / Self.length(normal)
    }
  }

  /// The angular frequency in rad/s.
  public var angularFrequency: Double {
    let speed = phase == .p ? material.pVelocity : material.sVelocity
    return speed * Self.length(wavenumber)
  }

  /// The velocity along x, y, z in m/s.
  public func velocity(at place: LocalPoint, time: Double) -> SIMD3<Double> {
    polarization * (cos(argument(at: place)) * cos(angularFrequency * time))
  }

  /// The stress in Pa.
  public func stress(at place: LocalPoint, time: Double)
    -> (xx: Double, yy: Double, zz: Double, xy: Double, xz: Double, yz: Double)
  {
    let omega = angularFrequency
    let factor = -sin(argument(at: place)) * sin(omega * time) / omega
    let (k, d) = (wavenumber, polarization)
    let mu = material.shearModulus
    let dilatation = (material.pModulus - 2 * mu) * (k * d).sum() * factor
    return (
      dilatation + 2 * mu * k.x * d.x * factor, dilatation + 2 * mu * k.y * d.y * factor,
      dilatation + 2 * mu * k.z * d.z * factor, mu * (k.x * d.y + k.y * d.x) * factor,
      mu * (k.x * d.z + k.z * d.x) * factor, mu * (k.y * d.z + k.z * d.y) * factor
    )
  }

  /// An arbitrary phase, so that no sample falls on a node by symmetry.
  private func argument(at place: LocalPoint) -> Double {
    (wavenumber * SIMD3(place.x, place.y, place.z)).sum() + 0.4
  }

  private static func length(_ vector: SIMD3<Double>) -> Double {
    (vector * vector).sum().squareRoot()
  }
}
