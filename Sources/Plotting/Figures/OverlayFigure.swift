import Foundation
public import Seismology

/// Observed and computed motion over each other: a row a station, a column a component.
///
/// All components of a station are drawn to one scale, that of the largest observed one, so that amplitudes can
/// be compared within a row; the largest observed value of each component stands in its panel.
public struct OverlayFigure: Sendable {
  /// One component of one station.
  public struct Panel: Sendable {
    /// The observed and the computed motion; nil for an empty panel.
    public var observed, synthetic: Trace?
    /// The score in the panel's corner, as "82 %"; empty for none.
    public var score: String
    /// A remark at the panel's foot, as "noisy" or why it is empty.
    public var remark: String
    /// Whether it is drawn pale because it does not count.
    public var isPale: Bool

    /// A panel.
    public init(
      observed: Trace? = nil,
      synthetic: Trace? = nil,
      score: String = "",
      remark: String = "",
      isPale: Bool = false
    ) {
      self.observed = observed
      self.synthetic = synthetic
      self.score = score
      self.remark = remark
      self.isPale = isPale
    }
  }

  /// One station.
  public struct Row: Sendable {
    /// The station's name.
    public var name: String
    /// Lines below it, as "81 km, 335°" and "+1.2 s"; three at most.
    public var details: [String]
    /// One panel a column.
    public var panels: [Panel]

    /// A row of one station.
    public init(name: String, details: [String], panels: [Panel]) {
      self.name = name
      self.details = details
      self.panels = panels
    }
  }

  /// What is written over the figure, and in a smaller line below that.
  public var title, subtitle: String
  /// What the samples are.
  public var motion: GroundMotion
  /// The names of the columns, as East, North, Up.
  public var components: [String]
  /// The stations.
  public var rows: [Row]

  /// A figure of rows that have a panel for each component.
  public init(
    title: String,
    subtitle: String = "",
    motion: GroundMotion,
    components: [String],
    rows: [Row]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.motion = motion
    self.components = components
    self.rows = rows
  }

  private enum Layout {
    static let (left, top, columnWidth, gap, rowHeight) = (70.0, 72.0, 196.0, 10.0, 48.0)
  }

  /// The figure as SVG.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without stations, components or duration.
  public func drawing() throws(PlottingError) -> SVGDocument {
    let traces = rows.flatMap(\.panels).flatMap { [$0.observed, $0.synthetic].compactMap { $0 } }
    guard let first = traces.first, !components.isEmpty else {
      throw .nothingToDraw("there are no seismograms")
    }
    let start = traces.map(\.startTime).reduce(first.startTime, min)
    let end = traces.map(\.endTime).reduce(first.endTime, max)
    guard end > start else { throw .nothingToDraw("the seismograms have no duration") }
    let width =
      Layout.left + Double(components.count) * (Layout.columnWidth + Layout.gap) + 6
    let bottom = Layout.top + Double(rows.count) * Layout.rowHeight
    var page = SVGDocument(width: width, height: bottom + 40)
    drawHead(width: width, into: &page)
    for (column, name) in components.enumerated() {
      let area = PageRectangle(
        x: Layout.left + Double(column) * (Layout.columnWidth + Layout.gap),
        y: Layout.top,
        width: Layout.columnWidth,
        height: bottom - Layout.top
      )
      let axes = Axes(
        area: area,
        x: Axis("Time after origin (s)", start...end, tickCount: 6),
        y: Axis("", 0...1, ticks: AxisTicks(in: 2...3))
      )
      draw(column, in: axes, into: &page)
      axes.drawFrame(into: &page, [.xLabels], title: name)
    }
    drawNames(into: &page)
    return page
  }

  /// Title, subtitle and the key of the two lines.
  private func drawHead(width: Double, into page: inout SVGDocument) {
    page.text(title, at: PagePoint(14, 20), .init(size: 11, bold: true))
    page.text(subtitle, at: PagePoint(14, 34), .init(size: 8, color: .grey))
    let entries: [(String, SVGDocument.Stroke)] = [
      ("observed", Self.observedStroke), ("synthetic", Self.syntheticStroke),
    ]
    for (index, (name, stroke)) in entries.enumerated() {
      let x = width - 130 + 62 * Double(index)
      page.line(PagePoint(x, 47), PagePoint(x + 14, 47), stroke)
      page.text(name, at: PagePoint(x + 18, 50), .init(size: 8))
    }
  }

  private static let observedStroke = SVGDocument.Stroke(.ink, width: 1.0)
  private static let syntheticStroke = SVGDocument.Stroke(.red, width: 0.9)

  private func draw(_ column: Int, in axes: Axes, into page: inout SVGDocument) {
    axes.drawGrid(into: &page, [.xGrid])
    for (index, row) in rows.enumerated() {
      let top = axes.area.y + Double(index) * Layout.rowHeight
      if index > 0 {
        page.line(
          PagePoint(axes.area.x, top),
          PagePoint(axes.area.maxX, top),
          .init(.grey, width: 0.35, opacity: 0.5)
        )
      }
      guard column < row.panels.count else { continue }
      draw(row.panels[column], scale: scale(of: row), in: axes, top: top, into: &page)
    }
  }

  /// Points of the page for one unit of a row.
  ///
  /// A synthetic that is too large may take up to twice the observed room and is then cut off.
  private func scale(of row: Row) -> Double {
    let observed = row.panels.compactMap { $0.observed?.peak }.reduce(0, max)
    let synthetic = row.panels.compactMap { $0.synthetic?.peak }.reduce(0, max)
    let peak = max(observed, min(synthetic, 2 * observed))
    return peak > 0 ? 0.42 * Layout.rowHeight / peak : 0
  }

  private func draw(
    _ panel: Panel,
    scale: Double,
    in axes: Axes,
    top: Double,
    into page: inout SVGDocument
  ) {
    let baseline = top + 0.5 * Layout.rowHeight
    let area = PageRectangle(
      x: axes.area.x,
      y: top,
      width: axes.area.width,
      height: Layout.rowHeight
    )
    let opacity = panel.isPale ? 0.35 : 1
    page.clipped(to: area) { page in
      for (trace, stroke) in [
        (panel.observed, Self.observedStroke), (panel.synthetic, Self.syntheticStroke),
      ] {
        guard let trace else { continue }
        let line = trace.line(in: axes, baseline: baseline, scale: scale)
        page.polyline(
          line,
          SVGDocument.Stroke(stroke.color, width: stroke.width, opacity: opacity)
        )
      }
    }
    drawTexts(panel, in: area, into: &page)
  }

  private func drawTexts(_ panel: Panel, in area: PageRectangle, into page: inout SVGDocument) {
    page.text(
      panel.score,
      at: PagePoint(area.maxX - 4, area.y + 10),
      .init(size: 8, color: panel.isPale ? .grey : .ink, anchor: .end, bold: true, halo: true)
    )
    if let observed = panel.observed {
      page.text(
        MotionUnit(for: motion, peak: observed.peak).text(observed.peak),
        at: PagePoint(area.maxX - 4, area.maxY - 4),
        .init(size: 6.5, color: .grey, anchor: .end, halo: true)
      )
    }
    page.text(
      panel.remark,
      at: PagePoint(area.x + 4, area.maxY - 4),
      .init(size: 6.5, color: .grey, italic: true)
    )
  }

  private func drawNames(into page: inout SVGDocument) {
    for (index, row) in rows.enumerated() {
      let middle = Layout.top + (Double(index) + 0.5) * Layout.rowHeight
      let details = row.details.prefix(3)
      let first = middle + 3 - 4.5 * Double(details.count)
      page.text(
        row.name,
        at: PagePoint(Layout.left - 8, first),
        .init(size: 9, anchor: .end, bold: true)
      )
      for (line, detail) in details.enumerated() {
        page.text(
          detail,
          at: PagePoint(Layout.left - 8, first + 9.5 * Double(line + 1)),
          .init(size: 7, color: .grey, anchor: .end)
        )
      }
    }
  }
}
