import Foundation
public import Seismology

/// The wavefield of a moment-tensor point source in a homogeneous elastic full space.
///
/// With γ the direction cosines from source to receiver, r the distance, M(t) the moment tensor
///
///     4πρ u_n = R^N_n r⁻⁴ ∫ τ M(t−τ) dτ  +  R^IP_n α⁻² r⁻² M(t−r/α)  −  R^IS_n β⁻² r⁻² M(t−r/β)
///             + R^FP_n α⁻³ r⁻¹ Ṁ(t−r/α)  −  R^FS_n β⁻³ r⁻¹ Ṁ(t−r/β)
///
/// where the integral runs from r/α to r/β: near, intermediate and far field, for every component.
///
/// Reference: Aki & Richards (2002), *Quantitative Seismology*, eq. 4.29.
public struct FullSpaceMomentTensor: ExactGroundMotion {
  /// The material of the full space; its quality factors are not used.
  public let material: Material
  /// The source, in the frame with x east, y north, z down.
  public let source: PointSource

  /// The solution for a material and a source.
  public init(material: Material, source: PointSource) {
    self.material = material
    self.source = source
  }

  /// The particle velocity in m/s.
  public func velocity(at place: LocalPoint, time: Double) -> MotionVector {
    let function = source.timeFunction
    return motion(
      at: place,
      time: time - source.delay,
      moment: { function.rate(at: $0) },
      rate: { function.rateSlope(at: $0) }
    )
  }

  /// The displacement in m.
  public func displacement(at place: LocalPoint, time: Double) -> MotionVector {
    let function = source.timeFunction
    return motion(
      at: place,
      time: time - source.delay,
      moment: { function.cumulative(at: $0) },
      rate: { function.rate(at: $0) }
    )
  }

  private func motion(
    at place: LocalPoint,
    time: Double,
    moment: (Double) -> Double,
    rate: (Double) -> Double
  ) -> MotionVector {
    let (gamma, r) = direction(from: source.location, to: place)
    let (alpha, beta) = (material.pVelocity, material.sVelocity)
    let (pTime, sTime) = (r / alpha, r / beta)
    let pattern = RadiationPattern(moment: source.moment, direction: gamma)
    let panels = max(4, Int((16 * (sTime - pTime) / source.timeFunction.duration).rounded(.up)))
    let near = GaussLegendre.integral(from: pTime, to: sTime, panels: panels) { tau in
      tau * moment(time - tau)
    }
    var sum = pattern.near * (near / (r * r * r * r))
    sum += pattern.intermediateP * (moment(time - pTime) / (alpha * alpha * r * r))
    sum -= pattern.intermediateS * (moment(time - sTime) / (beta * beta * r * r))
    sum += pattern.farP * (rate(time - pTime) / (alpha * alpha * alpha * r))
    sum -= pattern.farS * (rate(time - sTime) / (beta * beta * beta * r))
    return MotionVector(sum / (4 * .pi * material.density))
  }
}

/// The unit vector (north, east, down) from one point to another, and their distance in m.
func direction(from start: LocalPoint, to end: LocalPoint) -> (SIMD3<Double>, Double) {
  let offset = SIMD3(end.y - start.y, end.x - start.x, end.z - start.z)
  let r = (offset * offset).sum().squareRoot()
  precondition(r > 0, "the receiver lies at the source")
  return (offset / r, r)
}

/// The direction factors of equation 4.29 contracted with a moment tensor, in N·m (north, east, down).
private struct RadiationPattern {
  let near, intermediateP, intermediateS, farP, farS: SIMD3<Double>

  init(moment m: MomentTensor, direction g: SIMD3<Double>) {
    let traction = SIMD3(
      (SIMD3(m.nn, m.ne, m.nd) * g).sum(),
      (SIMD3(m.ne, m.ee, m.ed) * g).sum(),
      (SIMD3(m.nd, m.ed, m.dd) * g).sum()
    )
    let radial = g * (g * traction).sum()
    let trace = g * (m.nn + m.ee + m.dd)
    near = 15 * radial - 3 * trace - 6 * traction
    intermediateP = 6 * radial - trace - 2 * traction
    intermediateS = 6 * radial - trace - 3 * traction
    farP = radial
    farS = radial - traction
  }
}
