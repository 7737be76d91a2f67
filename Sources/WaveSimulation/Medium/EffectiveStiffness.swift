/// What one sample of the medium contributes to an average: unrelaxed moduli in Pa, losses as 1/Q.
struct MediumSample: Hashable, Sendable {
  var density: Double
  /// λ + 2μ in Pa.
  var pModulus: Double
  /// μ in Pa.
  var shearModulus: Double
  /// 1/Q of the bulk modulus and of the shear modulus.
  var bulkLoss, shearLoss: Double
}

/// Averages of the medium over the volume of one grid point, and the effective media made of them.
///
/// For thin layers normal to an axis the effective medium is transversely isotropic about it (Backus 1962):
///
///     c_33 = 1 / ⟨1/M⟩     c_13 = ⟨λ/M⟩ / ⟨1/M⟩     c_44 = 1 / ⟨1/μ⟩
///     c_11 = ⟨4μ(λ+μ)/M⟩ + ⟨λ/M⟩² / ⟨1/M⟩           c_66 = ⟨μ⟩,   M = λ + 2μ
///
/// The three axes' media are mixed in proportion to how much the material varies along each, which is exact
/// for interfaces normal to an axis and an interpolation for oblique ones (the orthorhombic medium of Kristek,
/// Moczo, Chaljub & Kristekova 2017, GJI 208, 990–1009, serves the same purpose).
struct EffectiveStiffness {
  private var weight = 0.0
  private var densitySum = 0.0
  private var inverseP = 0.0
  private var ratio = 0.0
  private var plate = 0.0
  private var inverseShear = 0.0
  private var shear = 0.0
  private var inverseBulk = 0.0
  private var bulkLossSum = 0.0
  private var shearLossSum = 0.0

  /// How much the medium varies along x, y, z; adds up to one.
  var variation: (x: Double, y: Double, z: Double) = (0, 0, 1)

  /// Adds a sample that fills `share` of the volume.
  mutating func add(_ s: MediumSample, share: Double) {
    let lambda = s.pModulus - 2 * s.shearModulus
    weight += share
    densitySum += share * s.density
    inverseP += share / s.pModulus
    ratio += share * lambda / s.pModulus
    plate += share * 4 * s.shearModulus * (lambda + s.shearModulus) / s.pModulus
    inverseShear += share / max(s.shearModulus, 1e-3)
    shear += share * s.shearModulus
    inverseBulk += share / (s.pModulus - 4.0 / 3 * s.shearModulus)
    bulkLossSum += share * s.bulkLoss
    shearLossSum += share * s.shearLoss
  }

  /// Arithmetic mean of the density in kg/m³.
  var density: Double { densitySum / weight }
  /// Mean losses.
  var bulkLoss: Double { bulkLossSum / weight }
  var shearLoss: Double { shearLossSum / weight }

  /// c_11, c_22, c_33, c_12, c_13, c_23 in Pa.
  func normalStiffness(_ averaging: SimulationOptions.MediumAveraging) -> (
    Double, Double, Double, Double, Double, Double
  ) {
    guard averaging == .orthorhombic else {
      let mu = weight / inverseShear
      let lambda = weight / inverseBulk - 2.0 / 3 * mu
      return (lambda + 2 * mu, lambda + 2 * mu, lambda + 2 * mu, lambda, lambda, lambda)
    }
    let across = weight / inverseP
    let mixed = ratio / inverseP
    let along = plate / weight + mixed * ratio / weight
    let plane = along - 2 * shear / weight
    let (x, y, z) = variation
    return (
      x * across + (y + z) * along, y * across + (x + z) * along, z * across + (x + y) * along,
      z * plane + (x + y) * mixed, y * plane + (x + z) * mixed, x * plane + (y + z) * mixed
    )
  }

  /// The modulus in Pa of the shear stress in the plane normal to the axis with variation `normal`.
  func shearStiffness(
    _ averaging: SimulationOptions.MediumAveraging,
    normal: (Double, Double, Double)
  ) -> Double {
    let harmonic = weight / inverseShear
    guard averaging == .orthorhombic else { return harmonic < 1 ? 0 : harmonic }
    let (x, y, z) = variation
    let inPlane = normal.0 * x + normal.1 * y + normal.2 * z
    let mean = inPlane * shear / weight + (1 - inPlane) * harmonic
    return mean < 1 ? 0 : mean
  }
}
