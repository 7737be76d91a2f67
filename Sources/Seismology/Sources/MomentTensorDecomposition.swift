/// How much of a moment tensor is a change of volume, a double couple and a compensated linear vector dipole.
///
/// With the isotropic moment M_iso = tr M / 3 and the deviatoric eigenvalue m of largest modulus,
///
///     M_T = |M_iso| + |m|        ISO = M_iso / M_T        CLVD = −2 m_min / |m| (1 − |ISO|)
///
/// where m_min is the deviatoric eigenvalue of smallest modulus; the rest is the double couple. The shares'
/// moduli add up to one.
///
/// Reference: Bowers & Hudson (1999), Bull. Seismol. Soc. Am. 89(3), 866–874; Vavryčuk (2001), J. Geophys.
/// Res. 106(B8), 16339–16355, eqs 8–10.
public struct MomentTensorDecomposition: Hashable, Sendable {
  /// The isotropic share, −1 to 1; positive in an explosion.
  public let isotropic: Double
  /// The share of the double couple, 0 to 1.
  public let doubleCouple: Double
  /// The share of the compensated linear vector dipole, −1 to 1; positive if its major dipole is in tension.
  public let linearVectorDipole: Double
  /// The total moment M_T of Bowers & Hudson in N·m, which the Berkeley catalog gives as M0.
  public let totalMoment: Double
}

extension MomentTensor {
  /// The shares of volume change, double couple and compensated linear vector dipole.
  ///
  /// All are zero for a zero tensor.
  public var decomposition: MomentTensorDecomposition {
    let mean = (nn + ee + dd) / 3
    let axes = principalAxes
    let deviatoric = [axes.tension.moment, axes.null.moment, axes.pressure.moment]
      .map { $0 - mean }
      .sorted { abs($0) < abs($1) }
    let total = abs(mean) + abs(deviatoric[2])
    guard total > 0 else {
      return MomentTensorDecomposition(
        isotropic: 0,
        doubleCouple: 0,
        linearVectorDipole: 0,
        totalMoment: 0
      )
    }
    let isotropic = mean / total
    let rest = 1 - abs(isotropic)
    let dipole = deviatoric[2] == 0 ? 0 : -2 * deviatoric[0] / abs(deviatoric[2]) * rest
    return MomentTensorDecomposition(
      isotropic: isotropic,
      doubleCouple: rest - abs(dipole),
      linearVectorDipole: dipole,
      totalMoment: total
    )
  }

  /// Throws unless all elements are finite and the tensor is not zero.
  public func validate() throws(SourceError) {
    for (name, value) in [
      ("nn", nn), ("ee", ee), ("dd", dd), ("ne", ne), ("nd", nd), ("ed", ed),
    ] {
      _ = try requireFinite(value, "moment tensor element \(name)")
    }
    _ = try requirePositive(scalarMoment, "scalar moment", unit: "N·m")
  }
}
