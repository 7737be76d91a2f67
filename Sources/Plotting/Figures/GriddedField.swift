/// A quantity on a regular grid of a plane.
public struct GriddedField: Sendable {
  /// Coordinates in metres of the columns and of the rows, ascending and equally spaced.
  public let columns, rows: [Double]
  /// The values, row-major `(rows, columns)`; not-a-number where there is none.
  public let values: [Float]

  /// A field from its coordinates (m) and values.
  ///
  /// - Throws: ``PlottingError/nothingToDraw(_:)`` if it has fewer than two columns or rows.
  public init(columns: [Double], rows: [Double], values: [Float]) throws(PlottingError) {
    guard columns.count > 1, rows.count > 1 else {
      throw .nothingToDraw("the field has \(columns.count) columns and \(rows.count) rows")
    }
    precondition(
      values.count == columns.count * rows.count,
      "\(values.count) values for \(columns.count) columns and \(rows.count) rows"
    )
    self.columns = columns
    self.rows = rows
    self.values = values
  }

  /// Metres between columns and between rows.
  var spacing: (column: Double, row: Double) {
    (
      (columns[columns.count - 1] - columns[0]) / Double(columns.count - 1),
      (rows[rows.count - 1] - rows[0]) / Double(rows.count - 1)
    )
  }

  /// The largest absolute value that is finite.
  public var peak: Double {
    Double(values.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 })
  }

  /// The value below which a share of the positive values lie; 0 if there are none.
  public func quantile(_ share: Double) -> Double {
    let positive = values.filter { $0 > 0 && $0.isFinite }.sorted()
    guard !positive.isEmpty else { return 0 }
    return Double(positive[min(positive.count - 1, Int(share * Double(positive.count)))])
  }

  /// The field as an image with one pixel a value.
  func image(_ map: ColorMap, _ scale: ValueScale, factor: Double) -> IndexedPNG {
    let pixels = values.map { value -> UInt8 in
      guard value.isFinite else { return 255 }
      let position = scale.position(of: Double(value) * factor)
      return UInt8((min(max(position, 0), 1) * 254).rounded())
    }
    return IndexedPNG(
      width: columns.count,
      height: rows.count,
      palette: map.palette,
      pixels: pixels
    )
  }

  /// The lines at a level as pieces in metres.
  func contour(at level: Double) -> [(start: PagePoint, end: PagePoint)] {
    let (dx, dy) = spacing
    func metres(_ point: PagePoint) -> PagePoint {
      PagePoint(columns[0] + point.x * dx, rows[0] + point.y * dy)
    }
    return ContourLines(at: level, in: values, columns: columns.count, rows: rows.count)
      .segments.map { (metres($0.start), metres($0.end)) }
  }
}
