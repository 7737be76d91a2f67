import Foundation
public import Seismology

/// The wavefield of a point force in a homogeneous elastic full space (Stokes 1849).
///
///     4πρ u_i = (3γ_iγ_j − δ_ij) r⁻³ ∫ τ F_j(t−τ) dτ + γ_iγ_j α⁻² r⁻¹ F_j(t−r/α)
///             − (γ_iγ_j − δ_ij) β⁻² r⁻¹ F_j(t−r/β)
///
/// where the integral runs from r/α to r/β.
///
/// Reference: Aki & Richards (2002), *Quantitative Seismology*, eq. 4.23.
public struct FullSpaceForce: ExactGroundMotion {
  /// The material of the full space; its quality factors are not used.
  public let material: Material
  /// The force, in the frame with x east, y north, z down.
  public let force: PointForce

  /// The solution for a material and a force.
  public init(material: Material, force: PointForce) {
    self.material = material
    self.force = force
  }

  /// The particle velocity in m/s.
  public func velocity(at place: LocalPoint, time: Double) -> MotionVector {
    let function = force.timeFunction
    return motion(at: place, time: time - force.delay) { function.rateSlope(at: $0) }
  }

  /// The displacement in m.
  public func displacement(at place: LocalPoint, time: Double) -> MotionVector {
    let function = force.timeFunction
    return motion(at: place, time: time - force.delay) { function.rate(at: $0) }
  }

  private func motion(at place: LocalPoint, time: Double, force value: (Double) -> Double)
    -> MotionVector
  {
    let (gamma, r) = direction(from: force.location, to: place)
    let (alpha, beta) = (material.pVelocity, material.sVelocity)
    let (pTime, sTime) = (r / alpha, r / beta)
    let impulse = SIMD3(force.north, force.east, force.down)
    let radial = gamma * (gamma * impulse).sum()
    let panels = max(4, Int((16 * (sTime - pTime) / force.timeFunction.duration).rounded(.up)))
    let near = GaussLegendre.integral(from: pTime, to: sTime, panels: panels) { tau in
      tau * value(time - tau)
    }
    var sum = (3 * radial - impulse) * (near / (r * r * r))
    sum += radial * (value(time - pTime) / (alpha * alpha * r))
    sum -= (radial - impulse) * (value(time - sTime) / (beta * beta * r))
    return MotionVector(sum / (4 * .pi * material.density))
  }
}
