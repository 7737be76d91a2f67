import Foundation

/// A fault plane and its slip direction: strike, dip and rake in degrees.
///
/// The strike is clockwise from north with the plane dipping to its right, the dip from the horizontal, and
/// the rake the direction in which the hanging wall moves, anticlockwise from the strike in the plane.
///
/// Reference: Aki & Richards (2002), *Quantitative Seismology*, section 4.4 and figure 4.13.
public struct NodalPlane: Hashable, Sendable {
  /// The strike in degrees, 0 up to 360.
  public let strike: Double
  /// The dip in degrees, 0 to 90.
  public let dip: Double
  /// The rake in degrees, above −180 up to 180.
  public let rake: Double

  /// A plane from its angles in degrees; strike and rake may be given from −360 to 360.
  ///
  /// - Throws: ``SourceError`` if an angle is not finite or outside its limits.
  public init(strike: Double, dip: Double, rake: Double) throws(SourceError) {
    let turn = -360.0...360.0
    let azimuth = try require(
      strike,
      "strike",
      in: turn,
      unit: "degrees",
      remedy: "count it clockwise from north"
    )
    self.strike = azimuth < 0 ? azimuth + 360 : azimuth == 360 ? 0 : azimuth
    self.dip = try require(
      dip,
      "dip",
      in: 0...90,
      unit: "degrees",
      remedy: "for a plane that dips to the left, turn the strike by 180 degrees"
    )
    let slip = try require(
      rake,
      "rake",
      in: turn,
      unit: "degrees",
      remedy: "count it anticlockwise from the strike"
    )
    self.rake = slip > 180 ? slip - 360 : slip <= -180 ? slip + 360 : slip
  }

  /// The plane whose upward normal and slip vector are given as (north, east, down); any lengths.
  init(normal: Vector, slip: Vector) {
    // Aki & Richards' normal points up, out of the foot wall.
    let sign: Double = normal.down > 0 ? -1 : 1
    let (n, s) = (normal.unit * sign, slip.unit * sign)
    let delta = atan2((n.north * n.north + n.east * n.east).squareRoot(), -n.down)
    let phi = atan2(-n.north, n.east)
    let along = Vector(north: cos(phi), east: sin(phi), down: 0)
    let up = Vector(north: cos(delta) * sin(phi), east: -cos(delta) * cos(phi), down: -sin(delta))
    let lambda = atan2(s.dot(up), s.dot(along))
    let degree = 180 / Double.pi
    strike = phi < 0 ? phi * degree + 360 : phi * degree
    dip = min(90, delta * degree)
    rake = lambda <= -.pi ? 180 : lambda * degree
  }

  /// The unit normal out of the foot wall, as (north, east, down).
  var normal: Vector {
    let (phi, delta) = (strike * .pi / 180, dip * .pi / 180)
    return Vector(north: -sin(delta) * sin(phi), east: sin(delta) * cos(phi), down: -cos(delta))
  }

  /// The unit vector of slip of the hanging wall, as (north, east, down).
  var slip: Vector {
    let (phi, delta, lambda) = (strike * .pi / 180, dip * .pi / 180, rake * .pi / 180)
    return Vector(
      north: cos(lambda) * cos(phi) + cos(delta) * sin(lambda) * sin(phi),
      east: cos(lambda) * sin(phi) - cos(delta) * sin(lambda) * cos(phi),
      down: -sin(lambda) * sin(delta)
    )
  }

  /// The other plane of the same double couple.
  public var auxiliary: NodalPlane { NodalPlane(normal: slip, slip: normal) }
}
