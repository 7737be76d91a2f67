import Foundation

/// A drawing in the SVG 1.1 format; lengths are points (1/72 inch), y points down.
public struct SVGDocument: Sendable {
  /// How a line is drawn.
  public struct Stroke: Sendable {
    /// The colour.
    public var color: Color
    /// The width in points.
    public var width: Double
    /// The lengths of dashes and gaps in points; empty for a solid line.
    public var dash: [Double]
    /// From 0, invisible, to 1.
    public var opacity: Double

    /// A stroke; solid and opaque by default.
    public init(
      _ color: Color = .ink,
      width: Double = 0.6,
      dash: [Double] = [],
      opacity: Double = 1
    ) {
      self.color = color
      self.width = width
      self.dash = dash
      self.opacity = opacity
    }

    var attributes: String {
      var text = "stroke=\"\(color.hexadecimal)\" stroke-width=\"\(number(width))\""
      if !dash.isEmpty {
        text += " stroke-dasharray=\"\(dash.map(number).joined(separator: " "))\""
      }
      return opacity < 1 ? text + " stroke-opacity=\"\(number(opacity))\"" : text
    }
  }

  /// How a text is set.
  public struct TextStyle: Sendable {
    /// Where the anchor stands in the text.
    public enum Anchor: String, Sendable { case start, middle, end }

    /// Size in points.
    public var size: Double
    /// The colour.
    public var color: Color
    /// Which point of the text stands at its position.
    public var anchor: Anchor
    /// Whether it is bold.
    public var bold: Bool
    /// Whether it is italic.
    public var italic: Bool
    /// Degrees, clockwise on the page.
    public var rotation: Double
    /// Whether a rim of paper keeps the text readable on an image.
    public var halo: Bool

    /// A style; 8 points, upright, starting at the anchor by default.
    public init(
      size: Double = 8,
      color: Color = .ink,
      anchor: Anchor = .start,
      bold: Bool = false,
      italic: Bool = false,
      rotation: Double = 0,
      halo: Bool = false
    ) {
      self.size = size
      self.color = color
      self.anchor = anchor
      self.bold = bold
      self.italic = italic
      self.rotation = rotation
      self.halo = halo
    }
  }

  /// The page in points.
  public let width, height: Double
  private var elements: [String] = []
  private var clipCount = 0

  /// An empty white page.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
    rectangle(PageRectangle(x: 0, y: 0, width: width, height: height), fill: .paper)
  }

  /// The file's text.
  public var text: String {
    let size = "width=\"\(number(width))pt\" height=\"\(number(height))pt\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" \
      \(size) viewBox="0 0 \(number(width)) \(number(height))" \
      font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif">
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  /// Draws a straight line.
  public mutating func line(_ start: PagePoint, _ end: PagePoint, _ stroke: Stroke = Stroke()) {
    elements.append(
      "<line x1=\"\(number(start.x))\" y1=\"\(number(start.y))\" x2=\"\(number(end.x))\" "
        + "y2=\"\(number(end.y))\" \(stroke.attributes)/>"
    )
  }

  /// Draws a line through points, closed and filled if a fill is given.
  public mutating func polyline(
    _ points: [PagePoint],
    _ stroke: Stroke? = Stroke(),
    fill: Color? = nil,
    closed: Bool = false
  ) {
    guard points.count > 1 else { return }
    path(points.pathData + (closed ? "Z" : ""), stroke, fill: fill)
  }

  /// Draws many unconnected lines as one element.
  public mutating func polylines(_ lines: [[PagePoint]], _ stroke: Stroke = Stroke()) {
    let data = lines.filter { $0.count > 1 }.map(\.pathData).joined()
    guard !data.isEmpty else { return }
    path(data, stroke, fill: nil)
  }

  private mutating func path(_ data: String, _ stroke: Stroke?, fill: Color?) {
    elements.append(
      "<path d=\"\(data)\" fill=\"\(fill?.hexadecimal ?? "none")\" "
        + "\(stroke?.attributes ?? "") stroke-linejoin=\"round\" stroke-linecap=\"round\"/>"
    )
  }

  /// Draws an upright rectangle.
  public mutating func rectangle(
    _ area: PageRectangle,
    _ stroke: Stroke? = nil,
    fill: Color? = nil,
    opacity: Double = 1
  ) {
    elements.append(
      "<rect x=\"\(number(area.x))\" y=\"\(number(area.y))\" width=\"\(number(area.width))\" "
        + "height=\"\(number(area.height))\" fill=\"\(fill?.hexadecimal ?? "none")\" "
        + (opacity < 1 ? "fill-opacity=\"\(number(opacity))\" " : "")
        + "\(stroke?.attributes ?? "")/>"
    )
  }

  /// Draws a circle.
  public mutating func circle(
    _ center: PagePoint,
    radius: Double,
    _ stroke: Stroke? = nil,
    fill: Color? = nil
  ) {
    elements.append(
      "<circle cx=\"\(number(center.x))\" cy=\"\(number(center.y))\" r=\"\(number(radius))\" "
        + "fill=\"\(fill?.hexadecimal ?? "none")\" \(stroke?.attributes ?? "")/>"
    )
  }

  /// Sets a text with its baseline at `anchor`.
  public mutating func text(
    _ string: String,
    at anchor: PagePoint,
    _ style: TextStyle = TextStyle()
  ) {
    var attributes =
      "x=\"\(number(anchor.x))\" y=\"\(number(anchor.y))\" font-size=\"\(number(style.size))\""
    attributes += " text-anchor=\"\(style.anchor.rawValue)\""
    if style.bold { attributes += " font-weight=\"bold\"" }
    if style.italic { attributes += " font-style=\"italic\"" }
    if style.rotation != 0 {
      attributes +=
        " transform=\"rotate(\(number(style.rotation)) \(number(anchor.x)) \(number(anchor.y)))\""
    }
    let content = string.escapedForXML
    if style.halo {
      let rim = Stroke(.paper, width: style.size * 0.28, opacity: 0.85)
      elements.append(
        "<text \(attributes) fill=\"none\" \(rim.attributes) stroke-linejoin=\"round\">\(content)</text>"
      )
    }
    elements.append("<text \(attributes) fill=\"\(style.color.hexadecimal)\">\(content)</text>")
  }

  /// Places an image of one colour map index a pixel.
  ///
  /// - Parameters:
  ///   - png: the image.
  ///   - topLeft: where the image's top left corner goes.
  ///   - right: the page vector of the image's whole top edge; it may be slanted.
  ///   - down: the page vector of its whole left edge.
  ///   - smooth: whether the viewer shall interpolate between pixels.
  mutating func image(
    _ png: IndexedPNG,
    topLeft: PagePoint,
    right: PagePoint,
    down: PagePoint,
    smooth: Bool = true
  ) {
    let (w, h) = (Double(png.width), Double(png.height))
    let matrix = [right.x / w, right.y / w, down.x / h, down.y / h, topLeft.x, topLeft.y]
    let data = Data(png.bytes).base64EncodedString()
    elements.append(
      "<image transform=\"matrix(\(matrix.map { number($0, digits: 6) }.joined(separator: " ")))\" "
        + "width=\"\(png.width)\" height=\"\(png.height)\" preserveAspectRatio=\"none\" "
        + "image-rendering=\"\(smooth ? "auto" : "optimizeSpeed")\" "
        + "xlink:href=\"data:image/png;base64,\(data)\"/>"
    )
  }

  /// Draws with everything outside `area` cut off.
  public mutating func clipped(to area: PageRectangle, _ draw: (inout SVGDocument) -> Void) {
    clipCount += 1
    let name = "clip\(clipCount)"
    elements.append(
      "<clipPath id=\"\(name)\"><rect x=\"\(number(area.x))\" y=\"\(number(area.y))\" "
        + "width=\"\(number(area.width))\" height=\"\(number(area.height))\"/></clipPath>"
        + "<g clip-path=\"url(#\(name))\">"
    )
    draw(&self)
    elements.append("</g>")
  }
}

extension [PagePoint] {
  fileprivate var pathData: String {
    enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
    }.joined()
  }
}

extension String {
  fileprivate var escapedForXML: String {
    replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
  }
}

/// A number with at most `digits` decimals and no trailing zeros.
func number(_ value: Double, digits: Int) -> String {
  guard value.isFinite else { return "0" }
  var text = String(format: "%.\(digits)f", value)
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text == "-0" ? "0" : text
}

/// A length on the page with two decimals, a quarter of a thousandth of an inch.
func number(_ value: Double) -> String { number(value, digits: 2) }
