/// One direction of a diagram: its range, what it shows and which way it runs.
public struct Axis: Hashable, Sendable {
  /// Quantity and unit, as "Time (s)".
  public var label: String
  /// The values at the left or lower and at the right or upper end.
  public var range: ClosedRange<Double>
  /// Whether values grow to the left or downwards, as depth does.
  public var reversed: Bool
  /// The ticks.
  public var ticks: AxisTicks

  /// An axis; round ticks by default.
  public init(
    _ label: String,
    _ range: ClosedRange<Double>,
    reversed: Bool = false,
    ticks: AxisTicks? = nil,
    tickCount: Int = 6
  ) {
    self.label = label
    self.range = range
    self.reversed = reversed
    self.ticks = ticks ?? AxisTicks(in: range, count: tickCount)
  }

  /// The share of the way from the left or lower end at which a value stands.
  func share(of value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return reversed ? 1 - share : share
  }
}

/// A rectangular diagram on the page: maps data to points and draws frame, ticks and labels.
public struct Axes: Sendable {
  /// The inside of the frame.
  public let area: PageRectangle
  /// The horizontal axis.
  public let x: Axis
  /// The vertical axis; grows upwards unless reversed.
  public let y: Axis

  /// A diagram in an area of the page.
  public init(area: PageRectangle, x: Axis, y: Axis) {
    self.area = area
    self.x = x
    self.y = y
  }

  /// Where a pair of values stands on the page.
  public func point(_ xValue: Double, _ yValue: Double) -> PagePoint {
    PagePoint(
      area.x + area.width * x.share(of: xValue),
      area.maxY - area.height * y.share(of: yValue)
    )
  }

  /// What of the frame is drawn.
  public struct Parts: OptionSet, Sendable {
    /// One bit a part.
    public let rawValue: Int
    /// A set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Tick texts and label of the horizontal axis.
    public static let xLabels = Parts(rawValue: 1)
    /// Tick texts and label of the vertical axis.
    public static let yLabels = Parts(rawValue: 2)
    /// Thin lines at the ticks of the horizontal axis.
    public static let xGrid = Parts(rawValue: 4)
    /// Thin lines at the ticks of the vertical axis.
    public static let yGrid = Parts(rawValue: 8)
  }

  /// Draws the grid lines; call it before the data.
  public func drawGrid(into page: inout SVGDocument, _ parts: Parts) {
    let stroke = SVGDocument.Stroke(.grey, width: 0.35, opacity: 0.4)
    if parts.contains(.xGrid) {
      for value in x.ticks.values {
        let position = point(value, y.range.lowerBound).x
        page.line(PagePoint(position, area.y), PagePoint(position, area.maxY), stroke)
      }
    }
    if parts.contains(.yGrid) {
      for value in y.ticks.values {
        let position = point(x.range.lowerBound, value).y
        page.line(PagePoint(area.x, position), PagePoint(area.maxX, position), stroke)
      }
    }
  }

  /// Draws frame, ticks and labels; call it after the data.
  ///
  /// - Parameters:
  ///   - page: the page that gets them.
  ///   - parts: which labels are wanted; ticks are always drawn.
  ///   - title: a text over the frame, centred.
  public func drawFrame(
    into page: inout SVGDocument,
    _ parts: Parts = [.xLabels, .yLabels],
    title: String? = nil
  ) {
    page.rectangle(area, SVGDocument.Stroke(.ink, width: 0.8))
    drawHorizontalTicks(into: &page, labelled: parts.contains(.xLabels))
    drawVerticalTicks(into: &page, labelled: parts.contains(.yLabels))
    if let title {
      page.text(
        title,
        at: PagePoint(area.x + area.width / 2, area.y - 7),
        .init(size: 9, anchor: .middle, bold: true)
      )
    }
  }

  private func drawHorizontalTicks(into page: inout SVGDocument, labelled: Bool) {
    for (value, label) in zip(x.ticks.values, x.ticks.labels) {
      let foot = PagePoint(point(value, y.range.lowerBound).x, area.maxY)
      page.line(foot, PagePoint(foot.x, foot.y + 3.5), .init(width: 0.7))
      if labelled {
        page.text(label, at: PagePoint(foot.x, foot.y + 12), .init(size: 8, anchor: .middle))
      }
    }
    if labelled, !x.label.isEmpty {
      page.text(
        x.label,
        at: PagePoint(area.x + area.width / 2, area.maxY + 25),
        .init(size: 9, anchor: .middle)
      )
    }
  }

  private func drawVerticalTicks(into page: inout SVGDocument, labelled: Bool) {
    for (value, label) in zip(y.ticks.values, y.ticks.labels) {
      let foot = PagePoint(area.x, point(x.range.lowerBound, value).y)
      page.line(foot, PagePoint(foot.x - 3.5, foot.y), .init(width: 0.7))
      if labelled {
        page.text(label, at: PagePoint(foot.x - 6, foot.y + 2.9), .init(size: 8, anchor: .end))
      }
    }
    if labelled, !y.label.isEmpty {
      let widest = y.ticks.labels.map { textWidth($0, size: 8) }.max() ?? 0
      page.text(
        y.label,
        at: PagePoint(area.x - 13 - widest, area.y + area.height / 2),
        .init(size: 9, anchor: .middle, rotation: -90)
      )
    }
  }
}

/// About how wide a text in Helvetica is, in points; good enough to keep labels apart.
func textWidth(_ text: String, size: Double, bold: Bool = false) -> Double {
  let units = text.unicodeScalars.reduce(0.0) { sum, scalar in
    switch scalar {
    case "i", "l", "j", "I", ".", ",", ":", "'", "|", " ", "t", "f", "r", "(", ")": sum + 0.31
    case "m", "M", "W", "w", "@", "%": sum + 0.85
    case "A"..."Z": sum + 0.69
    default: sum + 0.56
    }
  }
  return units * size * (bold ? 1.07 : 1)
}
