/// The isotropic visco-elastic properties of rock at one point.
///
/// Velocities are phase velocities at the reference frequency of the attenuation law. An infinite quality
/// factor means no attenuation.
public struct Material: Hashable, Sendable {
  /// Density in kg/m³.
  public var density: Double
  /// P velocity in m/s.
  public var pVelocity: Double
  /// S velocity in m/s.
  public var sVelocity: Double
  /// Quality factor of P waves.
  public var pQuality: Double
  /// Quality factor of S waves.
  public var sQuality: Double

  /// A material from its density (kg/m³), velocities (m/s) and quality factors.
  public init(
    density: Double,
    pVelocity: Double,
    sVelocity: Double,
    pQuality: Double = .infinity,
    sQuality: Double = .infinity
  ) {
    self.density = density
    self.pVelocity = pVelocity
    self.sVelocity = sVelocity
    self.pQuality = pQuality
    self.sQuality = sQuality
  }

  /// The shear modulus μ = ρ v_s², in Pa.
  public var shearModulus: Double { density * sVelocity * sVelocity }

  /// The P-wave modulus λ + 2μ = ρ v_p², in Pa.
  public var pModulus: Double { density * pVelocity * pVelocity }
}
