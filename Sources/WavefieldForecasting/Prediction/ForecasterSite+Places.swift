public import Seismology

extension ForecasterSite {
  /// The local axes and their origin on the globe.
  public var frame: LocalFrame {
    var origin: GeographicPoint?
    if let originLatitude, let originLongitude {
      origin = GeographicPoint(latitude: originLatitude, longitude: originLongitude)
    }
    return LocalFrame(origin: origin, xAzimuth: xAzimuth, yIsClockwise: yIsClockwise)
  }

  /// From the local axes to the globe; nil for a Cartesian problem.
  ///
  /// - Throws: `GeographyError` if the origin is no place on Earth.
  public func projection() throws(GeographyError) -> MapProjection? {
    frame.origin == nil ? nil : try MapProjection(frame: frame)
  }

  /// Whether a place (m) lies on the grid or at most half an interval outside.
  public func contains(_ location: LocalPoint) -> Bool {
    GridPlace(of: location, x: x, y: y) != nil
  }

  /// Receivers of another local frame in this one, through their places on the globe.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` if only one of the frames has an origin on the globe.
  func receivers(_ receivers: [Receiver], from other: LocalFrame) throws -> [Receiver] {
    guard other != frame else { return receivers }
    guard let target = try projection(), other.origin != nil else {
      throw ForecastingError.mismatch(
        what: "local axes of the stations",
        expected: frame.origin == nil ? "Cartesian, as the model's" : "an origin on the globe",
        found: other.origin == nil ? "Cartesian ones" : "an origin on the globe"
      )
    }
    let source = try MapProjection(frame: other)
    return try receivers.map { receiver in
      var moved = receiver
      let point = try source.geographicPoint(of: receiver.location)
      moved.location = try target.localPoint(of: point, depth: receiver.location.z)
      return moved
    }
  }

  /// The extent of the grid in words.
  var gridWords: String {
    func words(_ axis: [Double]) -> String { "\(axis.first ?? 0)...\(axis.last ?? 0)" }
    return "x \(words(x)), y \(words(y)) m"
  }
}
