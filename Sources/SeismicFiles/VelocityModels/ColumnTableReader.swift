import Seismology

/// Tables of columns: depth or thickness, v_p, v_s, density and perhaps Q_p and Q_s.
///
/// A header line (a comment or not) names the columns and may state units: `# depth(km) vp(km/s) vs(km/s)
/// rho(g/cm3) Qp Qs`. Without one, the columns stand in that order. Units that are not stated are told from the
/// size of the numbers, and refused where that leaves a doubt. A depth is that of a layer's top, and layers are
/// constant; where a depth stands twice the model is linear between rows. In a table of thicknesses the last row
/// is the half-space. A first line that holds only the number of rows announces thicknesses.
struct ColumnTableReader {
  private let lines: [Substring]

  init(_ lines: [Substring]) {
    self.lines = lines
  }

  func read() throws(VelocityModelError) -> LayerTable {
    var header = try findHeader()
    var rows = try dataRows(afterLine: header?.line ?? 0)
    let isCounted = rows.first?.count == 1 && rows.first?.numbers == [Double(rows.count - 1)]
    if isCounted { rows.removeFirst() }
    guard let first = rows.first else { throw .empty(what: "rows of numbers") }
    for row in rows where row.count != first.count {
      throw VelocityModelError.malformed(
        reason: "\(row.count) columns where the rows above have \(first.count)",
        remedy: "the file is cut off, or a blank is missing"
      ).atLine(row.line)
    }
    if header == nil {
      header = (0, try assumedHeader(rows, isCounted: isCounted))
    }
    guard let columns = header?.columns else { throw .empty(what: "columns") }
    return try table(rows, columns)
  }

  struct Row {
    var line: Int
    var numbers: [Double]
    var count: Int { numbers.count }
  }

  /// The last line before the numbers that names the columns.
  func findHeader() throws(VelocityModelError) -> (line: Int, columns: ColumnTableHeader)? {
    var found: (Int, ColumnTableHeader)?
    for (index, text) in lines.enumerated() {
      let row = NumberRow(text, line: index + 1)
      if row.isNumeric { break }
      do throws(VelocityModelError) {
        if let header = try ColumnTableHeader(NumberRow.comment(text) ?? text) {
          found = (index + 1, header)
        }
      } catch {
        throw error.atLine(index + 1)
      }
    }
    return found
  }

  func dataRows(afterLine start: Int) throws(VelocityModelError) -> [Row] {
    var rows: [Row] = []
    for (index, text) in lines.enumerated().dropFirst(start) {
      let row = NumberRow(text, line: index + 1)
      guard !row.fields.isEmpty else { continue }
      rows.append(Row(line: row.line, numbers: try row.numbers()))
    }
    return rows
  }

  /// The columns of a table without header, by its width and its first column.
  private func assumedHeader(_ rows: [Row], isCounted: Bool) throws(VelocityModelError)
    -> ColumnTableHeader
  {
    let width = rows[0].count
    guard width == 4 || width == 6 else {
      throw VelocityModelError.malformed(
        reason: "\(width) columns without a header",
        remedy: "add a line such as # depth(km) vp(km/s) vs(km/s) rho(g/cm3) Qp Qs"
      ).atLine(rows[0].line)
    }
    let first = rows.map { $0.numbers[0] }
    let ascends = zip(first, first.dropFirst()).allSatisfy { $0 <= $1 }
    let quantity: ColumnTableHeader.Quantity
    if isCounted || !ascends || (first.count == 1 && first[0] > 0) {
      quantity = .thickness
    } else if first[0] == 0 {
      quantity = .depth
    } else {
      throw VelocityModelError.malformed(
        reason: "the first column may hold depths or thicknesses",
        remedy: "add a line such as # thickness(km) vp(km/s) vs(km/s) rho(g/cm3)"
      ).atLine(rows[0].line)
    }
    return ColumnTableHeader(firstColumn: quantity, hasQuality: width == 6)
  }

  private func table(_ rows: [Row], _ header: ColumnTableHeader) throws(VelocityModelError)
    -> LayerTable
  {
    let position: ColumnTableHeader.Quantity = header.columns[.depth] != nil ? .depth : .thickness
    guard let density = header.columns[.density] else {
      throw .malformed(reason: "no column of density", remedy: "add a column rho")
    }
    guard let z = header.columns[position], let vp = header.columns[.pVelocity],
      let vs = header.columns[.sVelocity]
    else { throw .empty(what: "columns of depth, vp and vs") }
    let (qp, qs) = (header.columns[.pQuality], header.columns[.sQuality])
    let width = [z, vp, vs, density, qp ?? 0, qs ?? 0].reduce(0, max) + 1
    for row in rows where row.count < width {
      throw VelocityModelError.malformed(
        reason: "\(row.count) columns where the header names \(width)",
        remedy: "the file is cut off, or a blank is missing"
      ).atLine(row.line)
    }
    let units = try ColumnTableUnits(
      positions: rows.map { $0.numbers[z] },
      isThickness: position == .thickness,
      pVelocities: rows.map { $0.numbers[vp] },
      densities: rows.map { $0.numbers[density] },
      stated: header.factors
    )
    let table = rows.map { row in
      LayerTable.Row(
        line: row.line,
        position: row.numbers[z] * units.length,
        material: Material(
          density: row.numbers[density] * units.density,
          pVelocity: row.numbers[vp] * units.velocity,
          sVelocity: row.numbers[vs] * units.sVelocity,
          pQuality: qp.map { row.numbers[$0] } ?? .infinity,
          sQuality: qs.map { row.numbers[$0] } ?? .infinity
        )
      )
    }
    let depths = table.map(\.position)
    let repeats = zip(depths, depths.dropFirst()).contains { $0 == $1 }
    let layout: LayerTable.Layout =
      position == .thickness ? .thicknesses : repeats ? .profile : .tops
    return LayerTable(layout: layout, rows: table, hasQuality: qs != nil && qp != nil)
  }
}
