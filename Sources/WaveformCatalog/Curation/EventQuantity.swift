import Foundation
import Seismology

/// A number of each event by which a catalog is split.
public enum EventQuantity: String, Hashable, Sendable, CaseIterable {
  /// Kilometres along the straight line that fits the epicenters best, from its first event.
  case along = "along-km"
  /// Depth in kilometres.
  case depth = "depth-km"
  /// Local coordinates of the hypocenter in kilometres.
  case x = "x-km"
  case y = "y-km"
  /// Degrees north and east.
  case latitude, longitude
  /// The magnitude.
  case magnitude

  /// A quantity by its name, which may lack its unit: `depth`, `depth-km`.
  public init?(name: String) {
    guard let quantity = Self.allCases.first(where: { $0.rawValue == name || $0.word == name })
    else { return nil }
    self = quantity
  }

  /// The name without its unit.
  public var word: String { rawValue.replacing("-km", with: "") }

  /// The quantity of each event.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if an event lacks it.
  public func values(of events: [CatalogEvent]) throws(CatalogError) -> [Double] {
    if self == .along { return try EventLine(fitting: events).distances.map { $0 / 1000 } }
    var values: [Double] = []
    for event in events {
      guard let value = value(of: event) else {
        throw .mismatch(
          what: "event \(event.id)",
          expected: "a known \(word), by which the catalog is to be split",
          found: "none"
        )
      }
      values.append(value)
    }
    return values
  }

  private func value(of event: CatalogEvent) -> Double? {
    switch self {
    case .along: nil
    case .depth: event.depth.map { $0 / 1000 }
    case .x: event.location.map { $0.x / 1000 }
    case .y: event.location.map { $0.y / 1000 }
    case .latitude: event.epicenter.latitude
    case .longitude: event.epicenter.longitude
    case .magnitude: event.magnitude
    }
  }
}

/// The straight line that fits the epicenters of a catalog best, in the least-squares sense (their first principal axis).
struct EventLine {
  /// The distance in m of each event along the line.
  ///
  /// The first of them on the line is at 0. The line runs from the catalog's first event towards its last.
  let distances: [Double]

  /// The line of some events, in their local frame or, where one has no place in it, on the globe.
  init(fitting events: [CatalogEvent]) throws(CatalogError) {
    let points = Self.points(events)
    guard let first = points.first, let last = points.last else {
      distances = []
      return
    }
    let count = Double(points.count)
    let mean = points.reduce(SIMD2<Double>.zero, +) / count
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for point in points {
      let away = point - mean
      xx += away.x * away.x
      yy += away.y * away.y
      xy += away.x * away.y
    }
    let angle = 0.5 * atan2(2 * xy, xx - yy)
    var axis = SIMD2(cos(angle), sin(angle))
    let direction = ((last - first) * axis).sum()
    if direction < 0 || direction == 0 && axis.x < 0 { axis = -axis }
    let along = points.map { (($0 - mean) * axis).sum() }
    let start = along.min() ?? 0
    distances = along.map { $0 - start }
  }

  private static func points(_ events: [CatalogEvent]) -> [SIMD2<Double>] {
    let local = events.compactMap { $0.location.map { SIMD2($0.x, $0.y) } }
    if local.count == events.count { return local }
    // An equirectangular map is good to a percent over the extent of a regional catalog.
    let middle = events.map(\.epicenter.latitude).reduce(0, +) / Double(max(events.count, 1))
    let meters = 6_371_000 * Double.pi / 180
    let first = events.first?.epicenter.longitude ?? 0
    return events.map {
      // Catalogs may lie across 180 degrees.
      let eastward = ($0.epicenter.longitude - first).remainder(dividingBy: 360)
      return SIMD2(
        eastward * meters * cos(middle * .pi / 180),
        $0.epicenter.latitude * meters
      )
    }
  }
}
