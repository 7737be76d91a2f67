import Foundation
import SeismicFiles
import Seismology

/// The local frame with everything that has a place in it.
struct DomainSetup {
  /// The axes and their origin.
  let frame: LocalFrame
  /// From and to the globe; nil in a purely local problem.
  let projection: MapProjection?
  /// Where seismograms are recorded.
  let receivers: [Receiver]
  /// Where the rupture starts.
  let hypocentre: LocalPoint
  /// The extent in m along x and y and the depth, without absorbing layers.
  let x, y: ClosedRange<Double>
  let depth: Double

  /// Puts source and stations into the local frame and finds the region.
  init(_ values: ConfigurationValues, source: SourceDescription) throws {
    let origin = try Self.origin(values) ?? source.epicentre
    frame = LocalFrame(
      origin: origin,
      xAzimuth: try values.number(.xAzimuth) ?? 90,
      yIsClockwise: try values.flag(.yClockwise) ?? false
    )
    let projection = origin == nil ? nil : try MapProjection(frame: frame)
    self.projection = projection
    let stations = ShippedFiles.locate(
      values,
      .stations,
      folder: "stations",
      endings: ["csv", "xml", "txt"]
    )
    receivers = try stations.map { try StationFile.read($0).receivers(in: projection) } ?? []
    if let epicentre = source.epicentre, let projection {
      hypocentre = try projection.localPoint(of: epicentre, depth: source.depth)
    } else {
      let (x, y) = source.localEpicentre
      hypocentre = LocalPoint(x: x, y: y, z: source.depth)
    }
    let extremes = try source.ruptureExtremes(
      hypocentre: hypocentre,
      frame: frame,
      projection: projection
    )
    let places = receivers.map(\.location) + [hypocentre] + extremes
    x = try Self.extent(values, .domainX, places.map(\.x))
    y = try Self.extent(values, .domainY, places.map(\.y))
    let widest = max(x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    depth =
      try values.positive(.domainDepth).map { $0 * 1000 }
      ?? max(1.5 * (places.map(\.z).max() ?? 0) + 5000, 0.25 * widest, 10_000)
  }

  private static func origin(_ values: ConfigurationValues) throws -> GeographicPoint? {
    switch (try values.number(.originLatitude), try values.number(.originLongitude)) {
    case (let latitude?, let longitude?):
      let origin = GeographicPoint(latitude: latitude, longitude: longitude)
      try origin.validate()
      return origin
    case (nil, nil): return nil
    case (nil, _):
      throw ConfigurationError.missing(.originLatitude, reason: "The origin has a longitude alone")
    case (_, nil):
      throw ConfigurationError.missing(.originLongitude, reason: "The origin has a latitude alone")
    }
  }

  /// The configured extent in m, or one around all places with a tenth (5 km at least) to spare.
  private static func extent(
    _ values: ConfigurationValues,
    _ key: ConfigurationKey,
    _ places: [Double]
  ) throws -> ClosedRange<Double> {
    if let range = try values.range(key) {
      return (range.lowerBound * 1000)...(range.upperBound * 1000)
    }
    let low = places.min() ?? 0
    let high = places.max() ?? 0
    let margin = max(5000, 0.1 * (high - low))
    return (low - margin)...(high + margin)
  }
}
