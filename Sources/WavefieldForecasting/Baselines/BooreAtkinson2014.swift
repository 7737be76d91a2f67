import Foundation
import NumericalRuntime

/// Peak ground velocity of shallow crustal earthquakes, M 3–8.5, after Boore, Stewart, Seyhan & Atkinson (NGA-West2).
///
///     ln PGV = F_E(M) + F_P(R_JB, M) + F_S(Vs30, PGA_r, R_JB),    PGV in cm/s
///
/// with the base model: strike-slip coefficients by default, California (no regional change of anelastic attenuation), no
/// basin term. R_JB is the epicentral distance, which it is for a point; depth does not enter. The median is of RotD50;
/// the largest vector of both components, which maps of peak ground velocity show, is larger by a tenth or two.
///
/// - Note: It stands for broadband motion. Synthetic motion up to some tenths of a hertz lies far below it at small
///   magnitudes: ``FittedAttenuation`` is the fair model there.
/// - Reference: Boore, Stewart, Seyhan & Atkinson (2014), Earthquake Spectra 30(3), 1057–1085, equations 1–8; coefficients
///   of its electronic supplement, table of PGV and PGA.
public struct BooreAtkinson2014: PeakVelocityModel, Hashable {
  /// How the fault slips.
  public enum Mechanism: String, Hashable, Sendable, CaseIterable {
    /// Not known.
    case unspecified
    /// Sideways.
    case strikeSlip
    /// Downward, in extension.
    case normal
    /// Upward, in compression.
    case reverse
  }

  /// What stands in tables.
  public let name = "BSSA14"
  /// How the fault slips.
  public let mechanism: Mechanism
  /// The mean shear velocity of the uppermost 30 m in m/s.
  public let vs30: Double

  /// A model for sites of one kind; 760 m/s is firm rock, for which there is no site term.
  ///
  /// - Precondition: a velocity above 0.
  public init(mechanism: Mechanism = .strikeSlip, vs30: Double = 760) {
    require(vs30 > 0 && vs30.isFinite, "BooreAtkinson2014: Vs30 of \(vs30) m/s")
    self.mechanism = mechanism
    self.vs30 = vs30
  }

  /// The median PGV in m/s; depth in km does not enter, distance in km.
  public func peakVelocity(
    magnitude: Double,
    depth: Double,
    epicentralDistance: Double
  ) -> Double {
    let rock = exp(Self.pga.rock(magnitude, epicentralDistance, mechanism))
    let velocity =
      Self.pgv.rock(magnitude, epicentralDistance, mechanism) + Self.pgv.site(vs30, rock)
    return 0.01 * exp(velocity)
  }

  private static let pgv = Coefficients(
    events: [.unspecified: 5.037, .strikeSlip: 5.078, .normal: 4.849, .reverse: 5.033],
    magnitude: [1.073, -0.1536, 0.2252],
    hinge: 6.2,
    path: [-1.243, 0.1489, -0.00344],
    depth: 5.3,
    site: [-0.84, 1300, -0.1, -0.00844]
  )

  private static let pga = Coefficients(
    events: [.unspecified: 0.4473, .strikeSlip: 0.4856, .normal: 0.2459, .reverse: 0.4539],
    magnitude: [1.431, 0.05053, -0.1662],
    hinge: 5.5,
    path: [-1.134, 0.1917, -0.008088],
    depth: 4.5,
    site: [-0.6, 1500, -0.15, -0.00701]
  )

  /// The coefficients of one measure.
  private struct Coefficients {
    /// e0…e3.
    let events: [Mechanism: Double]
    /// e4, e5, e6.
    let magnitude: [Double]
    /// M_h.
    let hinge: Double
    /// c1, c2, c3.
    let path: [Double]
    /// h in km.
    let depth: Double
    /// c, V_c, f4, f5.
    let site: [Double]

    /// F_E + F_P: the logarithm on rock of 760 m/s.
    func rock(_ m: Double, _ distance: Double, _ mechanism: Mechanism) -> Double {
      let above = m - hinge
      let event =
        (events[mechanism] ?? 0)
        + (above <= 0 ? (magnitude[0] + magnitude[1] * above) * above : magnitude[2] * above)
      let r = (distance * distance + depth * depth).squareRoot()
      return event + (path[0] + path[1] * (m - 4.5)) * log(r) + path[2] * (r - 1)
    }

    /// F_S for the peak acceleration on rock in g.
    func site(_ vs30: Double, _ rock: Double) -> Double {
      let linear = site[0] * log(min(vs30, site[1]) / 760)
      let slope = site[2] * (exp(site[3] * (min(vs30, 760) - 360)) - exp(site[3] * 400))
      return linear + slope * log((rock + 0.1) / 0.1)
    }
  }
}
