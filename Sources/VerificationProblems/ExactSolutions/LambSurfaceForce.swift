import Foundation
public import Seismology

/// Lamb's problem: a vertical force at the surface of a half space, and the vertical motion of the surface.
///
/// For a force that is switched on at t = 0 and stays, with τ = β t / r, a = β/α, ν Poisson's ratio, and κ_j²
/// the three roots of the rationalised Rayleigh function 1 − 8κ² + 8κ⁴(3 − 2a²) − 16κ⁶(1 − a²), of which
/// κ_1 > 1 belongs to the Rayleigh wave,
///
///     u_z = (1−ν)/(2πμ r) · ½ [1 − A_1 (κ_1²−τ²)^-½ − Σ_{2,3} A_j (τ²−κ_j²)^-½]   a < τ < 1
///     u_z = (1−ν)/(2πμ r) · [1 − A_1 (κ_1²−τ²)^-½]                                1 < τ < κ_1
///     u_z = (1−ν)/(2πμ r)                                                          τ > κ_1
///     A_j = (κ_j²−½)² |a²−κ_j²|^½ / [(κ_j²−κ_i²)(κ_j²−κ_k²)]
///
/// (complex conjugate terms where two roots are complex). Motion for a smooth force follows by convolution,
/// integrated over the angle arcsin(τ/κ_1), in which the Rayleigh singularity is smooth.
///
/// References: Pekeris (1955), Proc. Natl. Acad. Sci. 41, 469; Mooney (1974), Bull. Seismol. Soc. Am. 64, 473;
/// Kausel (2012), Proc. R. Soc. A 469, 20120462.
public struct LambSurfaceForce: Sendable {
  /// The material of the half space; its quality factors are not used.
  public let material: Material
  /// The downward impulse of the force in N·s.
  public let impulse: Double
  /// The time function of the force, of unit area; it must have two continuous derivatives.
  public let timeFunction: any SourceTimeFunction
  private let kernel: LambKernel

  /// The solution for a material, a downward impulse in N·s and a smooth time function.
  public init(material: Material, impulse: Double, timeFunction: any SourceTimeFunction) {
    self.material = material
    self.impulse = impulse
    self.timeFunction = timeFunction
    kernel = LambKernel(velocityRatio: material.sVelocity / material.pVelocity)
  }

  /// The speed of the Rayleigh wave in m/s.
  public var rayleighVelocity: Double { material.sVelocity / kernel.rayleighSlowness }

  /// The upward velocity in m/s of the surface at a distance in m from the force, at a time in s.
  public func upwardVelocity(distance: Double, time: Double) -> Double {
    -response(distance: distance, time: time, force: { timeFunction.rateSlope(at: $0) }) {
      timeFunction.rateCurvature(at: $0)
    }
  }

  /// The upward displacement in m of the surface at a distance in m from the force, at a time in s.
  public func upwardDisplacement(distance: Double, time: Double) -> Double {
    -response(distance: distance, time: time, force: { timeFunction.rate(at: $0) }) {
      timeFunction.rateSlope(at: $0)
    }
  }

  /// ∫ U(t') f'(t − t') dt' with U the response to a lasting unit force.
  private func response(
    distance: Double,
    time: Double,
    force: (Double) -> Double,
    slope: (Double) -> Double
  ) -> Double {
    let scale = distance / material.sVelocity
    let kappa = kernel.rayleighSlowness
    func part(from start: Double, to end: Double) -> Double {
      let width = kappa * scale * (end - start)
      let panels = max(48, Int((16 * width / timeFunction.duration).rounded(.up)))
      return GaussLegendre.integral(from: start, to: end, panels: panels) { angle in
        let tau = kappa * sin(angle)
        return kernel.weighted(atAngle: angle) * slope(time - scale * tau) * scale
      }
    }
    let (pAngle, sAngle) = (asin(kernel.velocityRatio / kappa), asin(1 / kappa))
    let waves = part(from: pAngle, to: sAngle) + part(from: sAngle, to: .pi / 2)
    let after = force(time - scale * kappa)
    let poisson = kernel.poissonRatio
    let static0 = (1 - poisson) / (2 * .pi * material.shearModulus * distance)
    return impulse * static0 * (waves + after)
  }
}
