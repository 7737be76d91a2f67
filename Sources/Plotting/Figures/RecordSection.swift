public import Seismology

/// Traces against epicentral distance, with the travel times of phases: the classic picture of an
/// earthquake.
///
/// Each panel shows one component. A station's traces share one scale over all panels, so that the components
/// can be compared; stations are scaled to equal height.
public struct RecordSection: Sendable {
  /// One component at all stations.
  public struct Panel: Sendable {
    /// The component's name, as "Vertical".
    public var title: String
    /// One trace a station; the same stations in the same order in each panel.
    public var traces: [Trace]

    /// A panel of one component.
    public init(title: String, traces: [Trace]) {
      self.title = title
      self.traces = traces
    }
  }

  /// What is written over the figure.
  public var title: String
  /// What the samples are.
  public var motion: GroundMotion
  /// The components, side by side.
  public var panels: [Panel]
  /// Travel-time curves drawn over the traces.
  public var arrivals: [ArrivalCurve]
  /// The seconds after the origin time that are shown; nil for all.
  public var timeRange: ClosedRange<Double>?

  /// A record section of panels that hold the same stations in the same order.
  public init(
    title: String,
    motion: GroundMotion,
    panels: [Panel],
    arrivals: [ArrivalCurve] = [],
    timeRange: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.motion = motion
    self.panels = panels
    self.arrivals = arrivals
    self.timeRange = timeRange
  }

  /// The seconds and kilometres that the axes show.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` without panels, traces or duration.
  func ranges() throws(PlottingError) -> (time: ClosedRange<Double>, distance: ClosedRange<Double>)
  {
    let traces = panels.flatMap(\.traces)
    guard let first = traces.first else { throw .nothingToDraw("the record section has no traces") }
    let start = traces.map(\.startTime).reduce(first.startTime, min)
    let end = traces.map(\.endTime).reduce(first.endTime, max)
    let time = timeRange ?? (max(start, 0)...max(end, max(start, 0)))
    guard time.upperBound > time.lowerBound else {
      throw .nothingToDraw("the traces have no duration")
    }
    let near = traces.map(\.distance).reduce(first.distance, min)
    let far = traces.map(\.distance).reduce(first.distance, max)
    let margin = max(0.09 * (far - near), 0.02 * far, 0.5)
    return (time, max(0, near - margin)...(far + margin))
  }

  /// With more stations than this there is no room for their names.
  static let mostNames = 40

  /// The largest sample of each station over all panels.
  var stationPeaks: [Double] {
    guard let first = panels.first else { return [] }
    return first.traces.indices.map { index in
      panels.map { index < $0.traces.count ? $0.traces[index].peak : 0 }.reduce(0, max)
    }
  }

  /// The figure as SVG.
  public func drawing() throws(PlottingError) -> SVGDocument {
    let (time, distance) = try ranges()
    let layout = Layout(
      panelCount: panels.count,
      hasNames: stationPeaks.count <= Self.mostNames
    )
    var page = SVGDocument(width: layout.width, height: layout.height)
    page.text(
      title,
      at: PagePoint(layout.left, 20),
      .init(size: 11, bold: true)
    )
    let ticks = panels.count > 2 ? 5 : 8
    let amplitude = layout.amplitude(of: stationPeaks.count)
    for (column, panel) in panels.enumerated() {
      let axes = Axes(
        area: layout.area(column),
        x: Axis("Time after origin (s)", time, tickCount: ticks),
        y: Axis("Epicentral distance (km)", distance, tickCount: 8)
      )
      draw(panel, in: axes, amplitude: amplitude, into: &page)
      axes.drawFrame(
        into: &page,
        column == 0 ? [.xLabels, .yLabels] : [.xLabels],
        title: panel.title
      )
      drawPhaseNames(in: axes, into: &page)
    }
    drawStationNames(layout, distance: distance, into: &page)
    return page
  }

  private func draw(
    _ panel: Panel,
    in axes: Axes,
    amplitude: Double,
    into page: inout SVGDocument
  ) {
    axes.drawGrid(into: &page, [.xGrid])
    page.clipped(to: axes.area) { page in
      for curve in arrivals {
        let line = curve.points.map { axes.point($0.time, $0.distance) }
        page.polyline(line, .init(curve.color, width: 1.1, dash: [5, 2.5], opacity: 0.9))
      }
      for (trace, peak) in zip(panel.traces, stationPeaks) where peak > 0 {
        let baseline = axes.point(axes.x.range.lowerBound, trace.distance).y
        page.polyline(
          trace.line(in: axes, baseline: baseline, scale: amplitude / peak),
          .init(width: 0.75)
        )
      }
    }
  }

  private func drawPhaseNames(in axes: Axes, into page: inout SVGDocument) {
    for curve in arrivals {
      let top =
        axes.y.range.upperBound - 0.035 * (axes.y.range.upperBound - axes.y.range.lowerBound)
      guard let time = curve.time(at: top), axes.x.range.contains(time) else { continue }
      let place = axes.point(time, top)
      page.text(
        curve.phase,
        at: PagePoint(place.x + 4, place.y + 2),
        .init(size: 9, color: curve.color, bold: true, italic: true, halo: true)
      )
    }
  }

  /// Writes the station names with their peaks to the right of the last panel, spread so that none overlap.
  private func drawStationNames(
    _ layout: Layout,
    distance: ClosedRange<Double>,
    into page: inout SVGDocument
  ) {
    guard let traces = panels.first?.traces, traces.count <= Self.mostNames else { return }
    let area = layout.area(panels.count - 1)
    let axis = Axis("", distance)
    let wanted = traces.map { area.maxY - area.height * axis.share(of: $0.distance) }
    let gap = min(11, area.height / Double(max(traces.count, 1)))
    let heights = LabelPlacement.spread(wanted, gap: gap, within: area.y...area.maxY)
    let names = traces.map { textWidth($0.label, size: 8, bold: true) }.max() ?? 0
    let leader = SVGDocument.Stroke(.grey, width: 0.5)
    for (index, trace) in traces.enumerated() {
      page.polyline(
        [
          PagePoint(area.maxX, wanted[index]), PagePoint(area.maxX + 4, wanted[index]),
          PagePoint(area.maxX + 11, heights[index]), PagePoint(area.maxX + 14, heights[index]),
        ],
        leader
      )
      let baseline = heights[index] + 2.9
      page.text(
        trace.label,
        at: PagePoint(area.maxX + 16, baseline),
        .init(size: 8, bold: true)
      )
      let peak = stationPeaks[index]
      page.text(
        MotionUnit(for: motion, peak: peak).text(peak),
        at: PagePoint(area.maxX + 16 + names + 6, baseline),
        .init(size: 7.5, color: .grey)
      )
    }
    page.text(
      "peak \(motion.rawValue)",
      at: PagePoint(area.maxX + 16 + names + 6, area.y - 7),
      .init(size: 7.5, color: .grey)
    )
  }
}

/// Where the parts of a record section stand on the page.
private struct Layout {
  let panelCount: Int
  let hasNames: Bool
  let left = 52.0
  let top = 50.0
  let bottom = 38.0
  let gap = 20.0

  var panelWidth: Double { panelCount > 2 ? 205 : panelCount == 2 ? 260 : 400 }
  var panelHeight: Double { 430 }
  var right: Double { hasNames ? 108 : 20 }
  var width: Double {
    left + right + Double(panelCount) * panelWidth + Double(panelCount - 1) * gap
  }
  var height: Double { top + panelHeight + bottom }

  func area(_ column: Int) -> PageRectangle {
    PageRectangle(
      x: left + Double(column) * (panelWidth + gap),
      y: top,
      width: panelWidth,
      height: panelHeight
    )
  }

  /// The height on the page of a station's largest sample.
  func amplitude(of stations: Int) -> Double {
    min(34, max(10, 0.85 * panelHeight / Double(max(stations, 1))))
  }
}
