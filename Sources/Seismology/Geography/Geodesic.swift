import CPROJ

/// The shortest line between two points of the WGS84 ellipsoid.
///
/// - Reference: Karney (2013), Journal of Geodesy 87, 43–55; computed by PROJ's `geodesic.h`.
public struct Geodesic: Hashable, Sendable {
  /// Length in metres.
  public let distance: Double
  /// Direction of the second point as seen from the first, in degrees clockwise from north, 0..<360.
  public let azimuth: Double
  /// Direction of the first point as seen from the second, in degrees clockwise from north, 0..<360.
  public let backAzimuth: Double

  /// The line from one point to another.
  public init(from start: GeographicPoint, to end: GeographicPoint) {
    var ellipsoid = geod_geodesic()
    geod_init(&ellipsoid, 6_378_137, 1 / 298.257_223_563)
    var length = 0.0
    var azimuthAtStart = 0.0
    var azimuthAtEnd = 0.0
    geod_inverse(
      &ellipsoid,
      start.latitude,
      start.longitude,
      end.latitude,
      end.longitude,
      &length,
      &azimuthAtStart,
      &azimuthAtEnd
    )
    distance = length
    azimuth = Self.normalized(azimuthAtStart)
    backAzimuth = Self.normalized(azimuthAtEnd + 180)
  }

  /// The point at a distance in metres from another, along the geodesic that leaves it at an azimuth in degrees.
  ///
  /// - Returns: the point, its longitude in −180...180.
  public static func end(
    from start: GeographicPoint,
    azimuth: Double,
    distance: Double
  ) -> GeographicPoint {
    var ellipsoid = geod_geodesic()
    geod_init(&ellipsoid, 6_378_137, 1 / 298.257_223_563)
    var end = GeographicPoint(latitude: 0, longitude: 0)
    geod_direct(
      &ellipsoid,
      start.latitude,
      start.longitude,
      azimuth,
      distance,
      &end.latitude,
      &end.longitude,
      nil
    )
    return end
  }

  private static func normalized(_ degrees: Double) -> Double {
    let turned = degrees.truncatingRemainder(dividingBy: 360)
    return turned < 0 ? turned + 360 : turned
  }
}
