/// Quality factors from the S velocity, for models that give none.
public enum QualityFactorRule: Hashable, Sendable {
  /// The same quality factors everywhere.
  case constant(pQuality: Double, sQuality: Double)
  /// Q_s = `factor` · v_s with v_s in km/s, and Q_p = `ratio` · Q_s.
  case proportional(factor: Double, ratio: Double)
  /// Q_s = 20 v_s below 1.5 km/s and 100 v_s above (v_s in km/s), Q_p = 1.5 Q_s.
  ///
  /// Reference: Olsen, Day & Bradley (2003), BSSA 93(2), 627–638.
  case olsen2003
  /// Q_s = −16 + 104.13 v_s − 25.225 v_s² + 8.2184 v_s³ (v_s in km/s), 13 below 0.3 km/s, Q_p = 2 Q_s.
  ///
  /// Reference: Brocher (2008), BSSA 98(2), 950–968.
  case brocher2008

  /// Q_s = 50 v_s with v_s in km/s, Q_p = 2 Q_s: the default.
  ///
  /// Reference: Graves & Pitarka (2010), BSSA 100(5A), 2095–2123.
  public static let gravesPitarka2010 = QualityFactorRule.proportional(factor: 50, ratio: 2)

  /// Refuses parameters that are not positive and finite.
  public func validate() throws(VelocityModelError) {
    let parameters: [(String, Double)] =
      switch self {
      case .constant(let pQuality, let sQuality): [("qp", pQuality), ("qs", sQuality)]
      case .proportional(let factor, let ratio):
        [("qs_per_km_s", factor), ("qp_over_qs", ratio)]
      case .olsen2003, .brocher2008: []
      }
    for (name, value) in parameters where !(value > 0 && value.isFinite) {
      throw .parameterOutOfRange(name: name, value: value, allowed: "greater than zero")
    }
  }

  /// The quality factors of rock with an S velocity in m/s; infinite in a fluid.
  public func qualities(sVelocity: Double) -> (p: Double, s: Double) {
    let vs = sVelocity / 1000
    switch self {
    case .constant(let pQuality, let sQuality): return (pQuality, sQuality)
    case _ where vs <= 0: return (.infinity, .infinity)
    case .proportional(let factor, let ratio): return (ratio * factor * vs, factor * vs)
    case .olsen2003:
      let s = (vs < 1.5 ? 20 : 100) * vs
      return (1.5 * s, s)
    case .brocher2008:
      let s = vs < 0.3 ? 13 : -16 + vs * (104.13 + vs * (-25.225 + vs * 8.2184))
      return (2 * s, s)
    }
  }

  /// A material with the quality factors of this rule.
  public func applied(to material: Material) -> Material {
    var result = material
    let (p, s) = qualities(sVelocity: material.sVelocity)
    result.pQuality = p
    result.sQuality = s
    return result
  }
}
