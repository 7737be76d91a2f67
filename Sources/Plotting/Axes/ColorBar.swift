/// An upright bar that tells which colour stands for which value.
struct ColorBar {
  var map: ColorMap
  var scale: ValueScale
  /// Quantity and unit.
  var label: String
  /// Values at which the map beside it has contours.
  var contours: [Double] = []

  /// Draws the bar, its ticks to the right and its label along it.
  func draw(into page: inout SVGDocument, area: PageRectangle) {
    let steps = 128
    let pixels = (0..<steps).map {
      UInt8((Double(steps - 1 - $0) / Double(steps - 1) * 254).rounded())
    }
    page.image(
      IndexedPNG(width: 1, height: steps, palette: map.palette, pixels: pixels),
      topLeft: PagePoint(area.x, area.y),
      right: PagePoint(area.width, 0),
      down: PagePoint(0, area.height),
      smooth: false
    )
    for value in contours where (0...1).contains(scale.position(of: value)) {
      let height = area.maxY - area.height * scale.position(of: value)
      page.line(
        PagePoint(area.x, height),
        PagePoint(area.maxX, height),
        .init(width: 0.5, opacity: 0.7)
      )
    }
    page.rectangle(area, .init(width: 0.7))
    let ticks = scale.ticks
    for (value, label) in zip(ticks.values, ticks.labels) {
      let height = area.maxY - area.height * scale.position(of: value)
      page.line(PagePoint(area.maxX, height), PagePoint(area.maxX + 3, height), .init(width: 0.7))
      page.text(label, at: PagePoint(area.maxX + 5.5, height + 2.9), .init(size: 8))
    }
    let widest = ticks.labels.map { textWidth($0, size: 8) }.max() ?? 0
    page.text(
      label,
      at: PagePoint(area.maxX + widest + 17, area.y + area.height / 2),
      .init(size: 9, anchor: .middle, rotation: -90)
    )
  }
}

extension ValueScale {
  /// The ticks of a bar or axis on this scale.
  var ticks: AxisTicks {
    switch self {
    case .linear(let range): AxisTicks(in: range, count: 5)
    case .logarithmic(let range): AxisTicks(logarithmicIn: range)
    }
  }
}

extension ColorMap {
  /// 255 equally spaced colours of the map.
  var palette: [Color] { (0..<255).map { color(at: Double($0) / 254) } }
}
