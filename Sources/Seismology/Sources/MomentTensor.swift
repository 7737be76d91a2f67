import Foundation

/// A symmetric moment tensor in north, east, down coordinates, in N·m.
///
/// Reference: Aki & Richards (2002), *Quantitative Seismology*, section 4.4 and box 4.4.
public struct MomentTensor: Hashable, Sendable {
  /// The north–north element in N·m; the others likewise.
  public var nn, ee, dd, ne, nd, ed: Double

  /// A tensor from its six elements in north, east, down coordinates, in N·m.
  public init(nn: Double, ee: Double, dd: Double, ne: Double, nd: Double, ed: Double) {
    self.nn = nn
    self.ee = ee
    self.dd = dd
    self.ne = ne
    self.nd = nd
    self.ed = ed
  }

  /// A tensor from its elements in r (up), θ (south), φ (east) coordinates, in N·m (the GCMT convention).
  public init(rr: Double, tt: Double, pp: Double, rt: Double, rp: Double, tp: Double) {
    self.init(nn: tt, ee: pp, dd: rr, ne: -tp, nd: rt, ed: -rp)
  }

  /// A pure double couple (Aki & Richards box 4.4); angles in degrees, moment in N·m.
  public init(strike: Double, dip: Double, rake: Double, scalarMoment: Double) {
    let radian = Double.pi / 180
    let (phi, delta, lambda) = (strike * radian, dip * radian, rake * radian)
    let m = scalarMoment
    self.init(
      nn: -m * (sin(delta) * cos(lambda) * sin(2 * phi) + sin(2 * delta) * sin(lambda) * sin(phi) * sin(phi)),
      ee: m * (sin(delta) * cos(lambda) * sin(2 * phi) - sin(2 * delta) * sin(lambda) * cos(phi) * cos(phi)),
      dd: m * sin(2 * delta) * sin(lambda),
      ne: m * (sin(delta) * cos(lambda) * cos(2 * phi) + 0.5 * sin(2 * delta) * sin(lambda) * sin(2 * phi)),
      nd: -m * (cos(delta) * cos(lambda) * cos(phi) + cos(2 * delta) * sin(lambda) * sin(phi)),
      ed: -m * (cos(delta) * cos(lambda) * sin(phi) - cos(2 * delta) * sin(lambda) * cos(phi)))
  }

  /// The scalar moment M0 = |M|_F / √2, in N·m.
  public var scalarMoment: Double {
    let diagonal = nn * nn + ee * ee + dd * dd
    let offDiagonal = ne * ne + nd * nd + ed * ed
    return (0.5 * diagonal + offDiagonal).squareRoot()
  }
}
