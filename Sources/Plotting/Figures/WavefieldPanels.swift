import Foundation

/// Wavefields beside one another: a column a time, a row a wavefield, such as truth, forecast and their difference.
///
/// All panels have the same colours, so that amplitudes can be compared.
public struct WavefieldPanels: Sendable {
  /// One wavefield at all times.
  public struct Row: Sendable {
    /// What stands beside the row.
    public var name: String
    /// The field at each time, in SI units; nil for an empty panel.
    public var fields: [GriddedField?]

    /// A row of fields.
    public init(_ name: String, fields: [GriddedField?]) {
      self.name = name
      self.fields = fields
    }
  }

  /// A place that is marked in all panels.
  public struct Mark: Sendable {
    /// Where, in m.
    public var x, y: Double
    /// A star for an epicenter, a small triangle for a station.
    public var isEpicenter: Bool

    /// A mark at x and y in m.
    public init(x: Double, y: Double, isEpicenter: Bool = false) {
      self.x = x
      self.y = y
      self.isEpicenter = isEpicenter
    }
  }

  /// What is written over the figure, and in a smaller line below that.
  public var title, subtitle: String
  /// What stands over each column.
  public var columns: [String]
  /// The rows from above.
  public var rows: [Row]
  /// The quantity with its unit, beside the colour bar.
  public var label: String
  /// How many of the label's unit make one SI unit.
  public var unitsPerSI: Double
  /// How values in the label's unit are laid onto the colours.
  public var scale: ValueScale
  /// Places that are marked in the panels of the first row, and epicenters in all.
  public var marks: [Mark] = []
  /// Whether y runs down the page, as it does where it is clockwise of x.
  public var yRunsDown = false

  /// A figure of rows with a field for each column.
  public init(
    title: String,
    subtitle: String = "",
    columns: [String],
    rows: [Row],
    label: String,
    unitsPerSI: Double = 1,
    scale: ValueScale
  ) {
    self.title = title
    self.subtitle = subtitle
    self.columns = columns
    self.rows = rows
    self.label = label
    self.unitsPerSI = unitsPerSI
    self.scale = scale
  }

  private enum Layout {
    static let (left, top, width, gap) = (70.0, 64.0, 168.0, 8.0)
  }

  /// The figure as SVG.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without a field.
  public func drawing() throws(PlottingError) -> SVGDocument {
    guard let field = rows.lazy.flatMap(\.fields).compactMap(\.self).first else {
      throw .nothingToDraw("there are no wavefields")
    }
    let (across, along) = (Self.kilometres(field.columns), Self.kilometres(field.rows))
    let ratio =
      (along.upperBound - along.lowerBound) / (across.upperBound - across.lowerBound)
    let height = Layout.width * ratio
    let right = Layout.left + Double(columns.count) * (Layout.width + Layout.gap)
    let bottom = Layout.top + Double(rows.count) * (height + Layout.gap)
    var page = SVGDocument(width: right + 70, height: bottom + 34)
    page.text(title, at: PagePoint(14, 20), .init(size: 11, bold: true))
    page.text(subtitle, at: PagePoint(14, 35), .init(size: 8, color: .grey))
    for (column, name) in columns.enumerated() {
      let x = Layout.left + (Double(column) + 0.5) * (Layout.width + Layout.gap)
      page.text(name, at: PagePoint(x, Layout.top - 7), .init(size: 9, anchor: .middle, bold: true))
    }
    for (number, row) in rows.enumerated() {
      for (column, field) in row.fields.enumerated() {
        let area = PageRectangle(
          x: Layout.left + Double(column) * (Layout.width + Layout.gap),
          y: Layout.top + Double(number) * (height + Layout.gap),
          width: Layout.width,
          height: height
        )
        let axes = Axes(
          area: area,
          x: Axis("km", across, tickCount: 5),
          y: Axis(row.name, along, reversed: yRunsDown, tickCount: 4)
        )
        draw(field, in: axes, place: (number, column), into: &page)
      }
    }
    ColorBar(map: .polarity, scale: scale, label: label).draw(
      into: &page,
      area: PageRectangle(
        x: right + 8,
        y: Layout.top,
        width: 11,
        height: min(bottom - Layout.top, 240)
      )
    )
    return page
  }

  private static func kilometres(_ axis: [Double]) -> ClosedRange<Double> {
    (axis[0] / 1000)...(axis[axis.count - 1] / 1000)
  }

  private func draw(
    _ field: GriddedField?,
    in axes: Axes,
    place: (row: Int, column: Int),
    into page: inout SVGDocument
  ) {
    if let field {
      let (top, down) =
        yRunsDown ? (axes.area.y, axes.area.height) : (axes.area.maxY, -axes.area.height)
      page.clipped(to: axes.area) { page in
        page.image(
          field.image(.polarity, scale, factor: unitsPerSI),
          topLeft: PagePoint(axes.area.x, top),
          right: PagePoint(axes.area.width, 0),
          down: PagePoint(0, down)
        )
        for mark in marks where mark.isEpicenter || place.row == 0 {
          Self.draw(mark, at: axes.point(mark.x / 1000, mark.y / 1000), into: &page)
        }
      }
    }
    var parts: Axes.Parts = []
    if place.column == 0 { parts.insert(.yLabels) }
    if place.row == rows.count - 1 { parts.insert(.xLabels) }
    axes.drawFrame(into: &page, parts)
  }

  private static func draw(_ mark: Mark, at point: PagePoint, into page: inout SVGDocument) {
    guard mark.isEpicenter else {
      return page.circle(point, radius: 1.1, fill: .ink)
    }
    let corners = (0...10).map { corner -> PagePoint in
      let radius = corner % 2 == 0 ? 6.0 : 2.5
      let angle = Double(corner) * .pi / 5 - .pi / 2
      return PagePoint(point.x + radius * cos(angle), point.y + radius * sin(angle))
    }
    page.polyline(corners, .init(.ink, width: 1.2))
  }
}
