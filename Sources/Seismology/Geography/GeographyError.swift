/// What can be wrong with positions on the Earth.
public enum GeographyError: Error, Hashable, Sendable {
  /// A latitude outside ±90° or a longitude outside -180...360°, or not a number (degrees).
  case impossibleCoordinates(latitude: Double, longitude: Double)
  /// The local frame has no geographic origin.
  case frameWithoutOrigin
  /// The scale of a projection is not positive and finite.
  case impossibleScale(Double)
  /// PROJ could not make the projection with these parameters.
  case projectionRefused(parameters: String, reason: String)
  /// PROJ could not project this geographic point; it is too far from the central meridian.
  case notProjectable(point: GeographicPoint, reason: String)
  /// PROJ could not find the geographic position of these map coordinates (metres).
  case notInvertible(easting: Double, northing: Double, reason: String)
}

extension GeographyError: CustomStringConvertible {
  /// What happened, with the value, the limit and the remedy.
  public var description: String {
    switch self {
    case .impossibleCoordinates(let latitude, let longitude):
      """
      Latitude \(latitude)°, longitude \(longitude)° is no place on Earth: latitude must lie in -90...90 \
      and longitude in -180...360; check that they are not swapped and are in degrees.
      """
    case .frameWithoutOrigin:
      """
      The local frame has no geographic origin; give its latitude and longitude, or use local metres \
      throughout.
      """
    case .impossibleScale(let scale):
      "The map scale \(scale) is not positive and finite; the usual values are 1 and 0.9996."
    case .projectionRefused(let parameters, let reason):
      "PROJ refused the projection \"\(parameters)\": \(reason)."
    case .notProjectable(let point, let reason):
      """
      Latitude \(point.latitude)°, longitude \(point.longitude)° cannot be projected (\(reason)); move the \
      origin nearer to it.
      """
    case .notInvertible(let easting, let northing, let reason):
      """
      Map position \(easting) m east, \(northing) m north has no latitude and longitude (\(reason)); \
      check that it is in metres.
      """
    }
  }
}
