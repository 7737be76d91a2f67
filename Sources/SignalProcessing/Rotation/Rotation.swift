import Foundation

/// Rotations of the components of a record about the vertical and into the ray.
///
/// Angles are in degrees clockwise from north. The back-azimuth points from the station to the source; the
/// radial component is positive away from the source, the transverse one 90° clockwise from radial, seen from
/// above. Signs are those of ObsPy's `rotate_ne_rt` and `rotate_zne_lqt`.
///
///     let (radial, transverse) = try Rotation.radialTransverse(north: n, east: e, backAzimuth: 213)
public enum Rotation {
  /// Radial and transverse component of two horizontal ones.
  ///
  /// - Parameters:
  ///   - north: positive to the north.
  ///   - east: positive to the east; as many samples.
  ///   - backAzimuth: degrees from north to the source, clockwise at the station.
  /// - Returns: as many samples each.
  /// - Throws: ``SignalError`` if the traces differ in length or the angle is not finite.
  public static func radialTransverse(
    north: [Double],
    east: [Double],
    backAzimuth: Double
  ) throws(SignalError) -> (radial: [Double], transverse: [Double]) {
    // R points along back-azimuth + 180°, T 90° further.
    let (radial, transverse) = try axes(north, east, clockwise: backAzimuth + 180)
    return (radial, transverse)
  }

  /// North and east component of radial and transverse ones; undoes ``radialTransverse(north:east:backAzimuth:)``.
  public static func northEast(
    radial: [Double],
    transverse: [Double],
    backAzimuth: Double
  ) throws(SignalError) -> (north: [Double], east: [Double]) {
    let (north, east) = try axes(radial, transverse, clockwise: -(backAzimuth + 180))
    return (north, east)
  }

  /// Components along axes turned clockwise, seen from above, by an angle in degrees.
  ///
  /// With 30° the first component, which pointed north, points to N30°E; the second, 90° clockwise from it,
  /// turns along. Horizontals that are misaligned by β clockwise come back to north and east with −β.
  ///
  /// - Parameters:
  ///   - first: the first component.
  ///   - second: the component 90° clockwise from it; as many samples.
  ///   - degrees: the angle, clockwise.
  /// - Returns: as many samples each.
  /// - Throws: ``SignalError`` if the traces differ in length or the angle is not finite.
  public static func horizontal(
    first: [Double],
    second: [Double],
    clockwise degrees: Double
  ) throws(SignalError) -> (first: [Double], second: [Double]) {
    try axes(first, second, clockwise: degrees)
  }

  /// Components along the ray (L), in its vertical plane (Q) and transverse (T).
  ///
  /// - Parameters:
  ///   - vertical: positive upwards.
  ///   - north: positive to the north; as many samples.
  ///   - east: positive to the east; as many samples.
  ///   - backAzimuth: degrees from north to the source, clockwise at the station.
  ///   - incidence: degrees between the ray and the vertical at the station.
  /// - Returns: L positive along the arriving ray upwards, Q 90° from it towards the source, T as in
  ///   ``radialTransverse(north:east:backAzimuth:)``.
  /// - Throws: ``SignalError`` if the traces differ in length or an angle is not finite.
  public static func rayComponents(
    vertical: [Double],
    north: [Double],
    east: [Double],
    backAzimuth: Double,
    incidence: Double
  ) throws(SignalError) -> (l: [Double], q: [Double], t: [Double]) {
    let (radial, transverse) = try axes(north, east, clockwise: backAzimuth + 180)
    // L = Z cos i + R sin i, Q = Z sin i − R cos i: Z turned towards R, with Q against R.
    let (along, across) = try axes(vertical, radial, clockwise: incidence)
    return (along, across.map { -$0 }, transverse)
  }

  /// Vertical, north and east of ray components; undoes
  /// ``rayComponents(vertical:north:east:backAzimuth:incidence:)``.
  public static func verticalNorthEast(
    l: [Double],
    q: [Double],
    t: [Double],
    backAzimuth: Double,
    incidence: Double
  ) throws(SignalError) -> (vertical: [Double], north: [Double], east: [Double]) {
    let (vertical, radial) = try axes(l, q.map { -$0 }, clockwise: -incidence)
    let (north, east) = try axes(radial, t, clockwise: -(backAzimuth + 180))
    return (vertical, north, east)
  }

  /// Turns two axes: a cos θ + b sin θ and b cos θ − a sin θ.
  private static func axes(
    _ a: [Double],
    _ b: [Double],
    clockwise degrees: Double
  ) throws(SignalError) -> (first: [Double], second: [Double]) {
    guard a.count == b.count else {
      throw .mismatch(what: "number of samples", first: Double(a.count), second: Double(b.count))
    }
    guard degrees.isFinite else {
      throw .outOfRange(name: "angle of rotation", value: degrees, limits: "a number of degrees")
    }
    try FiniteSamples.require(a, for: "a rotation")
    try FiniteSamples.require(b, for: "a rotation")
    let angle = degrees * .pi / 180
    let (cosine, sine) = (cos(angle), sin(angle))
    return (
      a.indices.map { a[$0] * cosine + b[$0] * sine },
      a.indices.map { b[$0] * cosine - a[$0] * sine }
    )
  }
}
