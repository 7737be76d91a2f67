/// A point on the WGS84 ellipsoid.
public struct GeographicPoint: Hashable, Sendable {
  /// Geodetic latitude in degrees, north positive.
  public var latitude: Double
  /// Longitude in degrees, east positive.
  public var longitude: Double

  /// A point from its latitude and longitude in degrees.
  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }
}
