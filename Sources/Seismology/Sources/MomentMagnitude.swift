import Foundation

/// The moment magnitude Mw.
///
/// Mw = (log₁₀ M₀ − 9.05) / 1.5 with M₀ in N·m, the constant of Hanks & Kanamori (16.05 in dyne·cm). It is the
/// one that the Berkeley and SCEC catalogs use: 4.03e15 N·m is Mw 4.37. The IASPEI constant 9.1 gives
/// magnitudes that are 0.033 smaller.
///
/// Reference: Hanks & Kanamori (1979), J. Geophys. Res. 84(B5), 2348–2350.
public struct MomentMagnitude: Hashable, Comparable, Sendable {
  /// The magnitude.
  public var value: Double

  /// A magnitude from its value.
  public init(_ value: Double) {
    self.value = value
  }

  /// The magnitude of a scalar moment in N·m; the moment must be positive.
  public init(scalarMoment: Double) throws(SourceError) {
    let moment = try requirePositive(scalarMoment, "scalar moment", unit: "N·m")
    value = (log10(moment) - 9.05) / 1.5
  }

  /// The scalar moment M₀ in N·m.
  public var scalarMoment: Double { pow(10, 1.5 * value + 9.05) }

  /// Orders by magnitude.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
