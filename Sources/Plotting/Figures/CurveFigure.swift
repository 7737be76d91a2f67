/// Curves over a common axis, one panel below another: learning curves, scores by lead time.
public struct CurveFigure: Sendable {
  /// One curve.
  public struct Curve: Sendable {
    /// What stands in the key.
    public var name: String
    /// x and y of its points, x ascending.
    public var points: [SIMD2<Double>]
    /// How it is drawn.
    public var color: Color
    /// On and off lengths; empty for a full line.
    public var dash: [Double]

    /// A curve.
    public init(_ name: String, points: [SIMD2<Double>], color: Color = .blue, dash: [Double] = [])
    {
      self.name = name
      self.points = points
      self.color = color
      self.dash = dash
    }
  }

  /// Curves that share a vertical axis.
  public struct Panel: Sendable {
    /// What the vertical axis says.
    public var label: String
    /// The curves.
    public var curves: [Curve]
    /// The vertical range; nil for that of the curves.
    public var range: ClosedRange<Double>?
    /// A level that is to be seen, as a bar to reach; nil for none.
    public var level: Double?

    /// A panel.
    public init(
      _ label: String,
      curves: [Curve],
      range: ClosedRange<Double>? = nil,
      level: Double? = nil
    ) {
      self.label = label
      self.curves = curves
      self.range = range
      self.level = level
    }
  }

  /// What is written over the figure.
  public var title: String
  /// What the horizontal axis says.
  public var axisLabel: String
  /// The panels from above.
  public var panels: [Panel]

  /// A figure of panels.
  public init(title: String, axisLabel: String, panels: [Panel]) {
    self.title = title
    self.axisLabel = axisLabel
    self.panels = panels
  }

  private enum Layout {
    static let (left, top, width, height, gap) = (62.0, 44.0, 420.0, 150.0, 20.0)
  }

  /// The figure as SVG.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` unless there are two points at different x.
  public func drawing() throws(PlottingError) -> SVGDocument {
    let points = panels.flatMap(\.curves).flatMap(\.points)
    let xs = points.map(\.x).filter(\.isFinite)
    guard let low = xs.min(), let high = xs.max(), high > low else {
      throw .nothingToDraw("the curves have no extent")
    }
    let bottom = Layout.top + Double(panels.count) * (Layout.height + Layout.gap)
    var page = SVGDocument(width: Layout.left + Layout.width + 130, height: bottom + 24)
    page.text(title, at: PagePoint(14, 22), .init(size: 11, bold: true))
    for (number, panel) in panels.enumerated() {
      let area = PageRectangle(
        x: Layout.left,
        y: Layout.top + Double(number) * (Layout.height + Layout.gap),
        width: Layout.width,
        height: Layout.height
      )
      let isLast = number == panels.count - 1
      let axes = Axes(
        area: area,
        x: Axis(isLast ? axisLabel : "", low...high, tickCount: 8),
        y: Axis(panel.label, Self.range(of: panel), tickCount: 5)
      )
      Self.draw(panel, in: axes, isLast: isLast, into: &page)
    }
    return page
  }

  private static func range(of panel: Panel) -> ClosedRange<Double> {
    if let range = panel.range { return range }
    let ys =
      panel.curves.flatMap(\.points).map(\.y).filter(\.isFinite) + [panel.level].compactMap(\.self)
    guard let low = ys.min(), let high = ys.max(), high > low else {
      let level = ys.first ?? 0
      return (level - 1)...(level + 1)
    }
    let margin = 0.05 * (high - low)
    return (low - margin)...(high + margin)
  }

  private static func draw(
    _ panel: Panel,
    in axes: Axes,
    isLast: Bool,
    into page: inout SVGDocument
  ) {
    axes.drawGrid(into: &page, [.xGrid, .yGrid])
    page.clipped(to: axes.area) { page in
      if let level = panel.level {
        page.line(
          axes.point(axes.x.range.lowerBound, level),
          axes.point(axes.x.range.upperBound, level),
          .init(.grey, width: 1, dash: [2, 2])
        )
      }
      for curve in panel.curves {
        let points = curve.points.filter { $0.x.isFinite && $0.y.isFinite }
        page.polyline(
          points.map { axes.point($0.x, $0.y) },
          .init(curve.color, width: 1.4, dash: curve.dash)
        )
      }
    }
    axes.drawFrame(into: &page, isLast ? [.xLabels, .yLabels] : [.yLabels])
    for (row, curve) in panel.curves.enumerated() {
      let y = axes.area.y + 8 + 12 * Double(row)
      page.line(
        PagePoint(axes.area.maxX + 8, y),
        PagePoint(axes.area.maxX + 24, y),
        .init(curve.color, width: 1.4, dash: curve.dash)
      )
      page.text(curve.name, at: PagePoint(axes.area.maxX + 28, y + 2.9), .init(size: 8))
    }
  }
}
