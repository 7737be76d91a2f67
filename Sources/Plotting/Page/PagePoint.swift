/// A position on the page in points (1/72 inch), x to the right and y down.
public struct PagePoint: Hashable, Sendable {
  /// Points from the left and from the top edge.
  public var x, y: Double

  /// A position in points.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle on the page, in points.
public struct PageRectangle: Hashable, Sendable {
  /// The left and the top edge.
  public var x, y: Double
  /// The extents.
  public var width, height: Double

  /// A rectangle from its top left corner and extents, in points.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  public var maxX: Double { x + width }
  /// The bottom edge.
  public var maxY: Double { y + height }

  /// Whether two rectangles share an area.
  public func overlaps(_ other: PageRectangle) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }

  /// Whether another rectangle lies within.
  public func contains(_ other: PageRectangle) -> Bool {
    x <= other.x && other.maxX <= maxX && y <= other.y && other.maxY <= maxY
  }
}
