/// A model with random small-scale heterogeneity of von Kármán type.
///
/// At each point v_p and v_s are multiplied by 1 + ξ and the density by 1 + c ξ, where ξ is the medium's
/// perturbation and c its `densityRatio`. v_p/v_s and the quality factors stay as they are. ξ is trilinear
/// between the nodes of the medium's box, which smooths what is finer than its spacing, and repeats outside.
public struct HeterogeneousModel: VelocityModel {
  /// The model that is perturbed.
  public let base: any VelocityModel
  /// The statistics.
  public let medium: VonKarmanMedium
  /// S velocities in m/s are not brought below this, nor P velocities above `largestPVelocity`.
  public let smallestSVelocity: Double
  /// The largest P velocity in m/s that a perturbation may lead to.
  public let largestPVelocity: Double

  private let counts: SIMD3<Int>
  private let perturbations: [Float]

  /// Makes the random medium: a box of n nodes takes 4 n bytes (8 n meanwhile) and two Fourier transforms.
  ///
  /// - Throws: ``VelocityModelError`` if a parameter of the medium is out of range.
  public init(
    base: any VelocityModel,
    medium: VonKarmanMedium,
    smallestSVelocity: Double = 0,
    largestPVelocity: Double = .infinity
  ) throws(VelocityModelError) {
    try medium.validate()
    guard smallestSVelocity >= 0, smallestSVelocity.isFinite else {
      throw .parameterOutOfRange(
        name: "smallest vs",
        value: smallestSVelocity,
        allowed: "zero or greater"
      )
    }
    guard largestPVelocity > 0 else {
      throw .parameterOutOfRange(
        name: "largest vp",
        value: largestPVelocity,
        allowed: "greater than zero"
      )
    }
    self.base = base
    self.medium = medium
    self.smallestSVelocity = smallestSVelocity
    self.largestPVelocity = largestPVelocity
    counts = medium.nodeCounts
    perturbations = medium.synthesized()
  }

  /// The perturbed material at a point.
  public func material(at point: LocalPoint) -> Material {
    var material = base.material(at: point)
    let perturbation = perturbation(at: point)
    var factor = 1 + perturbation
    if material.sVelocity > 0 {
      factor = max(factor, min(1, smallestSVelocity / material.sVelocity))
    }
    factor = min(factor, max(1, largestPVelocity / material.pVelocity))
    material.pVelocity *= factor
    material.sVelocity *= factor
    material.density *= 1 + medium.densityRatio * perturbation
    return material
  }

  /// The same model with the medium of another seed.
  ///
  /// A base that is random itself gets a seed of its own, worked out from this one.
  public func realised(seed: UInt64) throws(VelocityModelError) -> (any VelocityModel)? {
    var medium = medium
    medium.seed = seed
    return try HeterogeneousModel(
      // The golden ratio keeps the two sequences of seeds apart.
      base: try base.realised(seed: seed &+ 0x9E37_79B9_7F4A_7C15) ?? base,
      medium: medium,
      smallestSVelocity: smallestSVelocity,
      largestPVelocity: largestPVelocity
    )
  }

  /// The fractional velocity perturbation ξ at a point.
  public func perturbation(at point: LocalPoint) -> Double {
    let offset = SIMD3(
      point.x - medium.corner.x,
      point.y - medium.corner.y,
      point.z - medium.corner.z
    )
    let position = offset / medium.spacing
    let floor = position.rounded(.down)
    let fraction = SIMD3<Float>(position - floor)
    let low = SIMD3(
      Self.wrapped(floor.x, counts.x),
      Self.wrapped(floor.y, counts.y),
      Self.wrapped(floor.z, counts.z)
    )
    let high = SIMD3(
      low.x + 1 == counts.x ? 0 : low.x + 1,
      low.y + 1 == counts.y ? 0 : low.y + 1,
      low.z + 1 == counts.z ? 0 : low.z + 1
    )
    return perturbations.withUnsafeBufferPointer { values in
      func blend(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }
      func row(_ j: Int, _ k: Int) -> Float {
        let start = (k * counts.y + j) * counts.x
        return blend(values[start + low.x], values[start + high.x], fraction.x)
      }
      let upper = blend(row(low.y, low.z), row(high.y, low.z), fraction.y)
      let lower = blend(row(low.y, high.z), row(high.y, high.z), fraction.y)
      return Double(blend(upper, lower, fraction.z))
    }
  }

  private static func wrapped(_ index: Double, _ count: Int) -> Int {
    let remainder = Int(index) % count
    return remainder < 0 ? remainder + count : remainder
  }
}
