public import Seismology

/// The three components of ground motion at each station, one row a station.
public struct SeismogramFigure: Sendable {
  /// One station.
  public struct Row: Sendable {
    /// The station's name and a line below it, as "81 km, 335°".
    public var name, detail: String
    /// One trace a column.
    public var traces: [Trace]

    /// A row of one station.
    public init(name: String, detail: String = "", traces: [Trace]) {
      self.name = name
      self.detail = detail
      self.traces = traces
    }
  }

  /// What is written over the figure.
  public var title: String
  /// What the samples are.
  public var motion: GroundMotion
  /// The names of the columns, as East, North, Up.
  public var components: [String]
  /// The stations.
  public var rows: [Row]
  /// The seconds after the origin time that are shown; nil for all.
  public var timeRange: ClosedRange<Double>?

  /// A figure of rows that have one trace a component.
  public init(
    title: String,
    motion: GroundMotion,
    components: [String],
    rows: [Row],
    timeRange: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.motion = motion
    self.components = components
    self.rows = rows
    self.timeRange = timeRange
  }

  /// The figure as SVG.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without stations or duration.
  public func drawing() throws(PlottingError) -> SVGDocument {
    let traces = rows.flatMap(\.traces)
    guard let first = traces.first else { throw .nothingToDraw("there are no seismograms") }
    let start = max(0, traces.map(\.startTime).reduce(first.startTime, min))
    let time = timeRange ?? (start...max(start, traces.map(\.endTime).reduce(first.endTime, max)))
    guard time.upperBound > time.lowerBound else {
      throw .nothingToDraw("the seismograms have no duration")
    }
    let rowHeight = 46.0
    let (left, top, columnWidth, gap) = (66.0, 52.0, 190.0, 10.0)
    let width = left + Double(components.count) * (columnWidth + gap) + 14
    let bottom = top + Double(rows.count) * rowHeight
    var page = SVGDocument(width: width, height: bottom + 40)
    page.text(title, at: PagePoint(14, 20), .init(size: 11, bold: true))
    for (column, name) in components.enumerated() {
      let area = PageRectangle(
        x: left + Double(column) * (columnWidth + gap),
        y: top,
        width: columnWidth,
        height: bottom - top
      )
      let axes = Axes(
        area: area,
        x: Axis("Time after origin (s)", time, tickCount: 6),
        y: Axis("", 0...1, ticks: AxisTicks(in: 2...3))
      )
      draw(column, in: axes, rowHeight: rowHeight, into: &page)
      axes.drawFrame(into: &page, [.xLabels], title: name)
    }
    drawNames(left: left, top: top, rowHeight: rowHeight, into: &page)
    return page
  }

  private func draw(
    _ column: Int,
    in axes: Axes,
    rowHeight: Double,
    into page: inout SVGDocument
  ) {
    axes.drawGrid(into: &page, [.xGrid])
    for (index, row) in rows.enumerated() where column < row.traces.count {
      let peak = row.traces.map(\.peak).reduce(0, max)
      let baseline = axes.area.y + (Double(index) + 0.5) * rowHeight
      if index > 0 {
        let height = axes.area.y + Double(index) * rowHeight
        page.line(
          PagePoint(axes.area.x, height),
          PagePoint(axes.area.maxX, height),
          .init(.grey, width: 0.35, opacity: 0.5)
        )
      }
      let trace = row.traces[column]
      let scale = peak > 0 ? 0.44 * rowHeight / peak : 0
      page.polyline(trace.line(in: axes, baseline: baseline, scale: scale), .init(width: 0.75))
      page.text(
        MotionUnit(for: motion, peak: trace.peak).text(trace.peak),
        at: PagePoint(axes.area.maxX - 4, baseline - rowHeight / 2 + 9),
        .init(size: 6.5, color: .grey, anchor: .end, halo: true)
      )
    }
  }

  private func drawNames(left: Double, top: Double, rowHeight: Double, into page: inout SVGDocument)
  {
    for (index, row) in rows.enumerated() {
      let middle = top + (Double(index) + 0.5) * rowHeight
      let shift = row.detail.isEmpty ? 3.0 : -1.0
      page.text(
        row.name,
        at: PagePoint(left - 8, middle + shift),
        .init(size: 9, anchor: .end, bold: true)
      )
      page.text(
        row.detail,
        at: PagePoint(left - 8, middle + 9),
        .init(size: 7, color: .grey, anchor: .end)
      )
    }
  }
}
