import Foundation

/// A circular crack of given moment and stress drop in rock of given shear velocity: how large it is, and how
/// high its frequencies go.
///
///     r = (7 M₀ / 16 Δσ)^(1/3)        f_c = 2.34 v_s / (2π r)
///
/// Its moment rate is ``BruneTimeFunction`` with the corner frequency f_c. Mw 4 at 3 MPa in rock of 3400 m/s is
/// 1.1 km across and has its corner at 2.3 Hz.
///
/// Reference: Brune (1970), J. Geophys. Res. 75(26), 4997–5009, with the correction in 76(20), 5002 (1971);
/// Eshelby (1957), Proc. R. Soc. A 241, 376–396, for the radius.
public struct BruneSource: Hashable, Sendable {
  /// The scalar moment in N·m.
  public let scalarMoment: Double
  /// The stress drop in Pa.
  public let stressDrop: Double
  /// The shear velocity at the source in m/s.
  public let sVelocity: Double

  /// A source from its moment (N·m), stress drop (Pa) and shear velocity (m/s), all positive.
  public init(scalarMoment: Double, stressDrop: Double, sVelocity: Double) throws(SourceError) {
    self.scalarMoment = try requirePositive(scalarMoment, "scalar moment", unit: "N·m")
    self.stressDrop = try requirePositive(stressDrop, "stress drop", unit: "Pa")
    self.sVelocity = try requirePositive(sVelocity, "shear velocity at the source", unit: "m/s")
  }

  /// The radius of the crack in m.
  public var radius: Double { cbrt(7 * scalarMoment / (16 * stressDrop)) }

  /// The corner frequency in Hz.
  public var cornerFrequency: Double { 2.34 * sVelocity / (2 * .pi * radius) }
}
