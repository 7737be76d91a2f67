/// Empirical relations between velocities and density of crustal rock.
///
/// All arguments and results are SI; the published polynomials are in km/s and g/cm³.
///
/// - Reference: Brocher (2005), BSSA 95(6), 2081–2092, equations 1, 6 and 9.
public enum BrocherRelations {
  /// v_p in m/s from v_s in m/s (equation 9, v_s up to 4.5 km/s).
  public static func pVelocity(sVelocity: Double) -> Double {
    let v = sVelocity / 1000
    return 1000 * (0.9409 + v * (2.0947 + v * (-0.8206 + v * (0.2683 - v * 0.0251))))
  }

  /// v_s in m/s from v_p in m/s (equation 6, v_p from 1.5 to 8 km/s).
  public static func sVelocity(pVelocity: Double) -> Double {
    let v = pVelocity / 1000
    return 1000 * (0.7858 + v * (-1.2344 + v * (0.7949 + v * (-0.1238 + v * 0.0064))))
  }

  /// Density in kg/m³ from v_p in m/s (equation 1, the Nafe–Drake curve, v_p from 1.5 to 8.5 km/s).
  public static func density(pVelocity: Double) -> Double {
    let v = pVelocity / 1000
    return 1000 * v * (1.6612 + v * (-0.4721 + v * (0.0671 + v * (-0.0043 + v * 0.000106))))
  }

  /// A material without attenuation from its S velocity in m/s alone.
  public static func material(sVelocity: Double) -> Material {
    let pVelocity = pVelocity(sVelocity: sVelocity)
    return Material(
      density: density(pVelocity: pVelocity),
      pVelocity: pVelocity,
      sVelocity: sVelocity
    )
  }
}
