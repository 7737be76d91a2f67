/// Material against depth below one place.
public struct VelocityProfile: Sendable {
  /// One curve.
  public struct Curve: Sendable {
    /// The quantity and its unit, as "v\u{209A} (km/s)".
    public var name: String
    /// Its values at ``VelocityProfile/depths``.
    public var values: [Double]

    /// A curve of one quantity.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// What is written over the figure.
  public var title: String
  /// Depths in km, ascending; a jump is a depth that stands twice.
  public var depths: [Double]
  /// Velocities in km/s and density in g/cm³, which share one axis.
  public var curves: [Curve]
  /// Quality factors, in a panel of their own; left out if empty.
  public var qualities: [Curve]

  /// A profile from its depths (km, ascending) and curves of as many values.
  public init(title: String, depths: [Double], curves: [Curve], qualities: [Curve] = []) {
    self.title = title
    self.depths = depths
    self.curves = curves
    self.qualities = qualities
  }

  /// The figure as SVG.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without depths.
  public func drawing() throws(PlottingError) -> SVGDocument {
    guard let deepest = depths.last, let shallowest = depths.first, deepest > shallowest else {
      throw .nothingToDraw("the profile has no depth range")
    }
    let panels = qualities.isEmpty ? [curves] : [curves, qualities]
    let labels = ["Velocity (km/s), density (g/cm\u{B3})", "Quality factor"]
    let widths = [250.0, 130.0]
    var page = SVGDocument(
      width: 70 + widths.prefix(panels.count).reduce(0) { $0 + $1 + 16 },
      height: 470
    )
    page.text(title, at: PagePoint(14, 20), .init(size: 11, bold: true))
    var left = 52.0
    for (column, panel) in panels.enumerated() {
      let largest = panel.flatMap(\.values).filter(\.isFinite).reduce(0, max)
      let axes = Axes(
        area: PageRectangle(x: left, y: 52, width: widths[column], height: 375),
        x: Axis(labels[column], 0...(largest * 1.12), tickCount: column == 0 ? 8 : 4),
        y: Axis("Depth (km)", shallowest...deepest, reversed: true, tickCount: 8)
      )
      draw(panel, in: axes, labelled: column == 0, into: &page)
      left += widths[column] + 16
    }
    return page
  }

  private func draw(_ panel: [Curve], in axes: Axes, labelled: Bool, into page: inout SVGDocument) {
    let colors: [Color] = [.red, .blue, .green]
    axes.drawGrid(into: &page, [.xGrid, .yGrid])
    for (curve, color) in zip(panel, colors) {
      let line = zip(depths, curve.values).map { axes.point($1, $0) }
      page.polyline(line, .init(color, width: 1.6))
    }
    axes.drawFrame(into: &page, labelled ? [.xLabels, .yLabels] : [.xLabels])
    var left = axes.area.x
    for (curve, color) in zip(panel, colors) {
      page.line(
        PagePoint(left, axes.area.y - 10),
        PagePoint(left + 14, axes.area.y - 10),
        .init(color, width: 1.8)
      )
      page.text(
        curve.name,
        at: PagePoint(left + 18, axes.area.y - 7),
        .init(size: 8.5, color: color)
      )
      left += 30 + textWidth(curve.name, size: 8.5)
    }
  }
}
