/// A quantity on a vertical slice, depth downwards and to scale.
public struct SliceFigure: Sendable {
  /// What is written over the figure.
  public var title: String
  /// The quantity in SI units; columns along the slice, rows downwards (m).
  public var field: GriddedField
  /// The name of the horizontal axis, as "East (km)".
  public var axisLabel: String
  /// The quantity and its unit.
  public var label: String
  /// How many of the label's unit make one SI unit.
  public var unitsPerSI: Double
  /// The colours.
  public var colorMap: ColorMap
  /// How values in the label's unit are laid onto the colours.
  public var scale: ValueScale

  /// A figure of a slice.
  public init(
    title: String,
    field: GriddedField,
    axisLabel: String,
    label: String,
    unitsPerSI: Double = 1,
    colorMap: ColorMap = .polarity,
    scale: ValueScale
  ) {
    self.title = title
    self.field = field
    self.axisLabel = axisLabel
    self.label = label
    self.unitsPerSI = unitsPerSI
    self.colorMap = colorMap
    self.scale = scale
  }

  /// The figure as SVG.
  public func drawing() -> SVGDocument {
    let (columns, rows) = (field.columns, field.rows)
    let along = (columns[0] / 1000)...(columns[columns.count - 1] / 1000)
    let down = (rows[0] / 1000)...(rows[rows.count - 1] / 1000)
    let ratio = (down.upperBound - down.lowerBound) / (along.upperBound - along.lowerBound)
    let area = PageRectangle(x: 52, y: 44, width: 460, height: max(90, 460 * ratio))
    var page = SVGDocument(width: area.maxX + 92, height: area.maxY + 42)
    page.text(title, at: PagePoint(area.x, 22), .init(size: 11, bold: true))
    let axes = Axes(
      area: area,
      x: Axis(axisLabel, along, tickCount: 8),
      y: Axis("Depth (km)", down, reversed: true, tickCount: 5)
    )
    page.clipped(to: area) { page in
      page.image(
        field.image(colorMap, scale, factor: unitsPerSI),
        topLeft: PagePoint(area.x, area.y),
        right: PagePoint(area.width, 0),
        down: PagePoint(0, area.height)
      )
    }
    axes.drawFrame(into: &page)
    ColorBar(map: colorMap, scale: scale, label: label).draw(
      into: &page,
      area: PageRectangle(x: area.maxX + 16, y: area.y, width: 12, height: min(area.height, 300))
    )
    return page
  }
}
