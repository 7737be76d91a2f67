import Seismology

/// The key `frame`: the region for which a model is made, and the axes in which it is looked at where nobody gives
/// others.
///
///     frame:
///       origin: {latitude: 38.33, longitude: -122.075}
///       x_azimuth_degrees: 143.638
///       y_is_clockwise: true
///       extent_m: [120000, 80000]
struct YAMLFrame {
  static let keys = ["origin", "x_azimuth_degrees", "y_is_clockwise", "extent_m"]

  let frame: LocalFrame
  /// The extent along x and y in metres from the origin.
  let extent: (x: Double, y: Double)?

  init(_ section: YAMLSection) throws(VelocityModelError) {
    try section.requireKeys(Self.keys)
    guard let origin = try section.section("origin") else { throw section.missing("origin") }
    try origin.requireKeys(["latitude", "longitude"])
    guard let latitude = try origin.number("latitude") else { throw origin.missing("latitude") }
    guard let longitude = try origin.number("longitude") else { throw origin.missing("longitude") }
    let point = GeographicPoint(latitude: latitude, longitude: longitude)
    do throws(GeographyError) {
      try point.validate()
    } catch {
      throw origin.located(.geography(place: section.place, problem: error))
    }
    let orientation = try section.text("y_is_clockwise") ?? "false"
    guard ["true", "false"].contains(orientation) else {
      throw section.located(
        .malformed(
          reason: "\(section.place), y_is_clockwise is \"\(orientation)\"",
          remedy: "write true or false"
        ),
        at: "y_is_clockwise"
      )
    }
    frame = LocalFrame(
      origin: point,
      xAzimuth: try section.number("x_azimuth_degrees") ?? 90,
      yIsClockwise: orientation == "true"
    )
    guard let numbers = try section.numbers("extent_m") else {
      extent = nil
      return
    }
    guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw section.missing("extent_m with two positive numbers")
    }
    extent = (numbers[0], numbers[1])
  }
}
