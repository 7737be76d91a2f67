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

  /// A tensor from its elements in r (up), θ (south), φ (east) coordinates, in N·m (the GCMT
  /// convention).
  public init(rr: Double, tt: Double, pp: Double, rt: Double, rp: Double, tp: Double) {
    self.init(nn: tt, ee: pp, dd: rr, ne: -tp, nd: rt, ed: -rp)
  }

  /// A pure double couple (Aki & Richards box 4.4); angles in degrees, moment in N·m.
  ///
  /// The angles are taken as they are; ``NodalPlane`` checks angles that come from outside.
  public init(strike: Double, dip: Double, rake: Double, scalarMoment: Double) {
    let radian = Double.pi / 180
    let (phi, delta, lambda) = (strike * radian, dip * radian, rake * radian)
    let m = scalarMoment
    let (strikeSlip, dipSlip) = (sin(delta) * cos(lambda), sin(2 * delta) * sin(lambda))
    let (along, across) = (cos(delta) * cos(lambda), cos(2 * delta) * sin(lambda))
    self.init(
      nn: -m * (strikeSlip * sin(2 * phi) + dipSlip * sin(phi) * sin(phi)),
      ee: m * (strikeSlip * sin(2 * phi) - dipSlip * cos(phi) * cos(phi)),
      dd: m * dipSlip,
      ne: m * (strikeSlip * cos(2 * phi) + 0.5 * dipSlip * sin(2 * phi)),
      nd: -m * (along * cos(phi) + across * sin(phi)),
      ed: -m * (along * sin(phi) - across * cos(phi))
    )
  }

  /// A pure double couple on a plane, with its scalar moment in N·m.
  public init(_ plane: NodalPlane, scalarMoment: Double) throws(SourceError) {
    let moment = try requirePositive(scalarMoment, "scalar moment", unit: "N·m")
    self.init(
      strike: plane.strike,
      dip: plane.dip,
      rake: plane.rake,
      scalarMoment: moment
    )
  }

  /// A pure double couple on a plane, with its moment magnitude.
  public init(_ plane: NodalPlane, magnitude: MomentMagnitude) throws(SourceError) {
    let value = try require(
      magnitude.value,
      "moment magnitude",
      in: -5...10,
      unit: "",
      remedy: "a moment in N·m is given as scalar moment"
    )
    try self.init(plane, scalarMoment: MomentMagnitude(value).scalarMoment)
  }

  /// The elements r (up), θ (south), φ (east) in N·m (the GCMT convention).
  public var sphericalComponents:
    (rr: Double, tt: Double, pp: Double, rt: Double, rp: Double, tp: Double)
  {
    (dd, nn, ee, nd, -ed, -ne)
  }

  /// The scalar moment M0 = |M|_F / √2, in N·m (Silver & Jordan 1982).
  ///
  /// For a pure double couple it equals ``MomentTensorDecomposition/totalMoment``, otherwise it is smaller.
  public var scalarMoment: Double {
    let diagonal = nn * nn + ee * ee + dd * dd
    let offDiagonal = ne * ne + nd * nd + ed * ed
    return (0.5 * diagonal + offDiagonal).squareRoot()
  }
}
