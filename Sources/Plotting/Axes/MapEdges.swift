import Foundation
import Seismology

/// The frame of a map with its ticks: degrees where the map has a projection, kilometres where not.
struct MapEdges {
  let projection: MapProjectionOnPage
  let geographic: (@Sendable (LocalPoint) -> GeographicPoint?)?

  /// Draws frame, ticks and their texts.
  func draw(into page: inout SVGDocument) {
    let area = projection.area
    page.rectangle(area, .init(width: 0.8))
    guard let (bottom, left) = geographicTicks ?? kilometreTicks else { return }
    for (position, label) in bottom {
      page.line(
        PagePoint(position, area.maxY),
        PagePoint(position, area.maxY + 3.5),
        .init(width: 0.7)
      )
      page.text(label, at: PagePoint(position, area.maxY + 12.5), .init(size: 8, anchor: .middle))
    }
    for (position, label) in left {
      page.line(PagePoint(area.x - 3.5, position), PagePoint(area.x, position), .init(width: 0.7))
      page.text(label, at: PagePoint(area.x - 6, position + 2.9), .init(size: 8, anchor: .end))
    }
    if geographic == nil {
      page.text(
        "East (km)",
        at: PagePoint(area.x + area.width / 2, area.maxY + 27),
        .init(size: 9, anchor: .middle)
      )
      page.text(
        "North (km)",
        at: PagePoint(area.x - 40, area.y + area.height / 2),
        .init(size: 9, anchor: .middle, rotation: -90)
      )
    }
  }

  private typealias Ticks = [(position: Double, label: String)]

  private var kilometreTicks: (bottom: Ticks, left: Ticks)? {
    let (area, edges) = (projection.area, projection.edges)
    func ticks(_ range: ClosedRange<Double>) -> AxisTicks {
      AxisTicks(in: (range.lowerBound / 1000)...(range.upperBound / 1000))
    }
    let (east, north) = (ticks(edges.east), ticks(edges.north))
    let bottom = zip(east.values, east.labels).map { value, label in
      (area.x + (value * 1000 - edges.east.lowerBound) * projection.pointsPerMetre, label)
    }
    let left = zip(north.values, north.labels).map { value, label in
      (area.y + (edges.north.upperBound - value * 1000) * projection.pointsPerMetre, label)
    }
    return (bottom, left)
  }

  private var geographicTicks: (bottom: Ticks, left: Ticks)? {
    guard let geographic else { return nil }
    let area = projection.area
    let count = 60
    func samples(_ edge: (Double) -> PagePoint, _ key: KeyPath<GeographicPoint, Double>)
      -> [Double]?
    {
      let values = (0...count).compactMap {
        geographic(projection.location(at: edge(Double($0) / Double(count))))?[keyPath: key]
      }
      return values.count == count + 1 ? values : nil
    }
    guard
      let longitudes = samples({ PagePoint(area.x + $0 * area.width, area.maxY) }, \.longitude),
      let latitudes = samples({ PagePoint(area.x, area.maxY - $0 * area.height) }, \.latitude)
    else { return nil }
    return (
      crossings(longitudes, east: "E", west: "W").map {
        (area.x + $0.share * area.width, $0.label)
      },
      crossings(latitudes, east: "N", west: "S").map {
        (area.maxY - $0.share * area.height, $0.label)
      }
    )
  }

  /// Where along an edge an ascending coordinate takes round values.
  private func crossings(
    _ values: [Double],
    east: String,
    west: String
  ) -> [(share: Double, label: String)] {
    guard let first = values.first, let last = values.last, last > first else { return [] }
    let ticks = AxisTicks(in: first...last, count: 5)
    return zip(ticks.values, ticks.labels).compactMap { value, label in
      guard let upper = values.firstIndex(where: { $0 >= value }) else { return nil }
      let lower = max(upper - 1, 0)
      let part = upper == lower ? 0 : (value - values[lower]) / (values[upper] - values[lower])
      let sign = label.hasPrefix("\u{2212}") ? west : east
      let digits = label.replacingOccurrences(of: "\u{2212}", with: "")
      return ((Double(lower) + part) / Double(values.count - 1), "\(digits)\u{B0}\(sign)")
    }
  }
}

/// A bar of round length in the lower left corner of a map.
struct MapScale {
  let projection: MapProjectionOnPage

  private var kilometres: Double {
    let extent = projection.area.width / projection.pointsPerMetre / 1000
    return AxisTicks.step(for: extent, count: 5)
  }

  /// The box that holds bar and text.
  var area: PageRectangle {
    let length = kilometres * 1000 * projection.pointsPerMetre
    return PageRectangle(
      x: projection.area.x + 7,
      y: projection.area.maxY - 31,
      width: max(length, 34) + 16,
      height: 24
    )
  }

  /// Draws the bar on a pale box.
  func draw(into page: inout SVGDocument) {
    let box = area
    let length = kilometres * 1000 * projection.pointsPerMetre
    let start = PagePoint(box.x + 8, box.maxY - 6)
    page.rectangle(box, fill: .paper, opacity: 0.8)
    page.line(start, PagePoint(start.x + length, start.y), .init(width: 2))
    page.text(
      "\(shortNumber(kilometres)) km",
      at: PagePoint(start.x + length / 2, start.y - 5),
      .init(size: 8, anchor: .middle)
    )
  }
}
