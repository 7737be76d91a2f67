import Foundation
public import Seismology

/// A quantity at the surface as a map with contours, stations and the epicentre; north is up.
public struct MapFigure: Sendable {
  /// A named place.
  public struct Site: Hashable, Sendable {
    /// Its name.
    public var label: String
    /// Where it is, in the local frame.
    public var location: LocalPoint

    /// A named place.
    public init(label: String, location: LocalPoint) {
      self.label = label
      self.location = location
    }
  }

  /// What is written over the map, and a second line in grey.
  public var title, subtitle: String
  /// The quantity in SI units, on columns along x and rows along y of the local frame.
  public var field: GriddedField
  /// Its name and unit, as "Peak ground velocity (mm/s)".
  public var label: String
  /// How many of the label's unit make one SI unit.
  public var unitsPerSI: Double
  /// The colours.
  public var colorMap: ColorMap
  /// How values in the label's unit are laid onto the colours.
  public var scale: ValueScale
  /// Values in the label's unit at which contours are drawn.
  public var contours: [Double]
  /// The orientation of the local axes.
  public var frame: LocalFrame
  /// The stations.
  public var stations: [Site] = []
  /// The epicentre.
  public var epicentre: LocalPoint?
  /// The source's moment tensor, drawn as a beach ball.
  public var moment: MomentTensor?
  /// From the local to the geographic frame; nil where the problem is Cartesian.
  public var geographic: (@Sendable (LocalPoint) -> GeographicPoint?)?

  /// A map of a field; stations, epicentre, mechanism and projection may be set afterwards.
  public init(
    title: String,
    subtitle: String = "",
    field: GriddedField,
    label: String,
    unitsPerSI: Double = 1,
    colorMap: ColorMap = .shaking,
    scale: ValueScale,
    contours: [Double] = [],
    frame: LocalFrame = LocalFrame()
  ) {
    self.title = title
    self.subtitle = subtitle
    self.field = field
    self.label = label
    self.unitsPerSI = unitsPerSI
    self.colorMap = colorMap
    self.scale = scale
    self.contours = contours
    self.frame = frame
  }

  /// The figure as SVG.
  public func drawing() -> SVGDocument {
    let projection = MapProjectionOnPage(
      field: field,
      frame: frame,
      left: 62,
      top: 56,
      largest: 430
    )
    let area = projection.area
    var page = SVGDocument(width: area.maxX + 92, height: area.maxY + 42)
    page.text(title, at: PagePoint(area.x, 20), .init(size: 11, bold: true))
    page.text(subtitle, at: PagePoint(area.x, 34), .init(size: 8.5, color: .grey))
    page.clipped(to: area) { page in
      drawField(projection, into: &page)
    }
    drawSites(projection, into: &page)
    MapScale(projection: projection).draw(into: &page)
    drawSource(projection, into: &page)
    MapEdges(projection: projection, geographic: geographic).draw(into: &page)
    ColorBar(map: colorMap, scale: scale, label: label, contours: contours).draw(
      into: &page,
      area: PageRectangle(x: area.maxX + 16, y: area.y, width: 12, height: min(area.height, 300))
    )
    return page
  }

  private func drawField(_ projection: MapProjectionOnPage, into page: inout SVGDocument) {
    let (dx, dy) = field.spacing
    let (x, y) = (field.columns[0] - dx / 2, field.rows[0] - dy / 2)
    let corner = projection.point(x, y)
    let alongX = projection.point(x + dx * Double(field.columns.count), y)
    let alongY = projection.point(x, y + dy * Double(field.rows.count))
    page.image(
      field.image(colorMap, scale, factor: unitsPerSI),
      topLeft: corner,
      right: PagePoint(alongX.x - corner.x, alongX.y - corner.y),
      down: PagePoint(alongY.x - corner.x, alongY.y - corner.y)
    )
    for level in contours {
      let lines = field.contour(at: level / unitsPerSI).map {
        [projection.point($0.start.x, $0.start.y), projection.point($0.end.x, $0.end.y)]
      }
      page.polylines(lines, .init(.ink, width: 0.45, opacity: 0.55))
    }
  }

  private func drawSites(_ projection: MapProjectionOnPage, into page: inout SVGDocument) {
    var labels = LabelPlacement(area: projection.area)
    labels.reserve(MapScale(projection: projection).area)
    let places = stations.map { ($0.label, projection.point($0.location.x, $0.location.y)) }
    for (_, place) in places { labels.reserve(place, radius: 4) }
    if let epicentre {
      let center = projection.point(epicentre.x, epicentre.y)
      labels.reserve(center, radius: 8)
      if let moment {
        let ball = Beachball(moment: moment)
        labels.reserve(ball.center(beside: center, area: projection.area), radius: ball.radius + 2)
      }
    }
    for (label, place) in places {
      let corners = [(0.0, -4.6), (4.2, 3.0), (-4.2, 3.0)].map {
        PagePoint(place.x + $0.0, place.y + $0.1)
      }
      page.polyline(corners, .init(.paper, width: 0.8), fill: .ink, closed: true)
      guard stations.count <= 40,
        let start = labels.place(label, size: 7.5, beside: place, gap: 6.5)
      else { continue }
      page.text(label, at: start, .init(size: 7.5, halo: true))
    }
  }

  /// The beach ball and the star at the epicentre, over everything else.
  private func drawSource(_ projection: MapProjectionOnPage, into page: inout SVGDocument) {
    guard let epicentre else { return }
    let center = projection.point(epicentre.x, epicentre.y)
    if let moment {
      Beachball(moment: moment).draw(into: &page, beside: center, area: projection.area)
    }
    page.polyline(
      star(at: center, radius: 7),
      .init(.paper, width: 0.8),
      fill: .red,
      closed: true
    )
  }
}

/// The corners of a five-pointed star.
private func star(at center: PagePoint, radius: Double) -> [PagePoint] {
  (0..<10).map { corner in
    let length = corner.isMultiple(of: 2) ? radius : 0.42 * radius
    let angle = Double(corner) * Double.pi / 5
    return PagePoint(center.x + length * sin(angle), center.y - length * cos(angle))
  }
}
