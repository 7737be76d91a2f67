import Seismology

/// Tables with a row for each point of a rectilinear grid, in any order.
///
/// The header names longitude and latitude (degrees) or x and y, depth, vp, vs, rho and perhaps Qp and Qs, with
/// units as in tables of layers; x and y must state theirs. Points of the grid without a row are undefined nodes.
struct PointTableReader {
  private let lines: [Substring]

  init(_ lines: [Substring]) {
    self.lines = lines
  }

  func model(file: String, options: VelocityModelFile.Options) throws(VelocityModelError)
    -> GriddedModel
  {
    do throws(VelocityModelError) {
      return try model(options)
    } catch {
      if case .inFile(_, let line, let problem) = error {
        throw .inFile(file: file, line: line, problem: problem)
      }
      throw .inFile(file: file, line: nil, problem: error)
    }
  }

  private func model(
    _ options: VelocityModelFile.Options
  ) throws(VelocityModelError) -> GriddedModel {
    let table = ColumnTableReader(lines)
    guard let (line, header) = try table.findHeader(), let horizontal = header.horizontal else {
      throw .empty(what: "header with horizontal coordinates and depth")
    }
    let rows = try table.dataRows(afterLine: line)
    guard !rows.isEmpty else { throw .empty(what: "rows of numbers") }
    let width = (header.columns.values.max() ?? 0) + 1
    for row in rows where row.count < width {
      throw VelocityModelError.malformed(
        reason: "\(row.count) columns where the header names \(width)",
        remedy: "the file is cut off, or a blank is missing"
      ).atLine(row.line)
    }
    let grid = try grid(rows, header, horizontal)
    guard horizontal.x == .longitude else {
      return try GriddedModel(
        x: grid.x,
        y: grid.y,
        z: grid.z,
        properties: grid.properties,
        qualityRule: options.qualityRule,
        undefinedNodes: options.undefinedNodes
      )
    }
    return try GriddedModel(
      longitude: grid.x,
      latitude: grid.y,
      depth: grid.z,
      projection: options.requiredProjection(place: "longitude and latitude"),
      properties: grid.properties,
      qualityRule: options.qualityRule,
      undefinedNodes: options.undefinedNodes
    )
  }

  /// The axes in metres or degrees, and the material row-major `(z, y, x)`; NaN where there is no row.
  private func grid(
    _ rows: [ColumnTableReader.Row],
    _ header: ColumnTableHeader,
    _ horizontal: (x: ColumnTableHeader.Quantity, y: ColumnTableHeader.Quantity)
  ) throws(VelocityModelError) -> (
    x: [Double], y: [Double], z: [Double], properties: GriddedProperties
  ) {
    func column(_ quantity: ColumnTableHeader.Quantity) throws(VelocityModelError) -> [Double] {
      guard let index = header.columns[quantity] else {
        throw .malformed(
          reason: "no column \(quantity.rawValue)",
          remedy: "add it, and its name to the header"
        )
      }
      return rows.map { $0.numbers[index] }
    }
    let (depth, vp, vs) = try (column(.depth), column(.pVelocity), column(.sVelocity))
    let density = try column(.density)
    let units = try ColumnTableUnits(
      positions: depth,
      isThickness: false,
      pVelocities: vp,
      densities: density,
      stated: header.factors
    )
    let (xFactor, yFactor) = try (
      horizontalFactor(header, horizontal.x), horizontalFactor(header, horizontal.y)
    )
    let nodes = try GridNodes(
      x: GridPositions(try column(horizontal.x).map { $0 * xFactor }),
      y: GridPositions(try column(horizontal.y).map { $0 * yFactor }),
      z: GridPositions(depth.map { $0 * units.length }),
      rowCount: rows.count
    )
    var properties = GriddedProperties(
      density: nodes.array(density, units.density),
      pVelocity: nodes.array(vp, units.velocity),
      sVelocity: nodes.array(vs, units.sVelocity)
    )
    if header.columns[.pQuality] != nil, header.columns[.sQuality] != nil {
      properties.quality = (
        nodes.array(try column(.pQuality), 1), nodes.array(try column(.sQuality), 1)
      )
    }
    return (nodes.x.values, nodes.y.values, nodes.z.values, properties)
  }

  private func horizontalFactor(
    _ header: ColumnTableHeader,
    _ quantity: ColumnTableHeader.Quantity
  ) throws(VelocityModelError) -> Double {
    if let factor = header.factors[quantity] { return factor }
    guard quantity == .longitude || quantity == .latitude else {
      throw .malformed(
        reason: "the unit of \(quantity.rawValue) is not stated",
        remedy: "write \(quantity.rawValue)(m) or \(quantity.rawValue)(km) into the header"
      )
    }
    return 1
  }
}

/// The grid on which the points of a table lie.
private struct GridNodes {
  let x, y, z: GridPositions

  init(
    x: GridPositions,
    y: GridPositions,
    z: GridPositions,
    rowCount: Int
  ) throws(VelocityModelError) {
    let shape = (x.values.count, y.values.count, z.values.count)
    // In floating point: millions of scattered points would overflow the integer product.
    let nodeCount = Double(shape.0) * Double(shape.1) * Double(shape.2)
    guard nodeCount <= 64 * Double(rowCount) else {
      throw .malformed(
        reason: """
          the \(rowCount) points do not lie on a grid (\(shape.0) × \(shape.1) × \(shape.2) different \
          coordinates)
          """,
        remedy: "resample them, and write coordinates with the same digits in every row"
      )
    }
    (self.x, self.y, self.z) = (x, y, z)
  }

  /// The values of the rows, times a factor, at their nodes; NaN elsewhere.
  func array(_ values: [Double], _ factor: Double) -> [Float] {
    var array = [Float](repeating: .nan, count: x.values.count * y.values.count * z.values.count)
    for (row, value) in values.enumerated() {
      let line = z.indices[row] * y.values.count + y.indices[row]
      array[line * x.values.count + x.indices[row]] = Float(value * factor)
    }
    return array
  }
}

/// The different coordinates along one axis, ascending, and which of them each row has.
private struct GridPositions {
  let values: [Double]
  let indices: [Int]

  init(_ coordinates: [Double]) {
    values = Set(coordinates).sorted()
    let positions = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    indices = coordinates.map { positions[$0] ?? 0 }
  }
}
