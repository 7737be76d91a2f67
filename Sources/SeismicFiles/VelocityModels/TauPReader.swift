import Foundation
import Seismology

/// TauP's model files: depth (km), v_p, v_s (km/s), density (g/cm³), linear between rows.
///
/// `.nd` may have Q_p and Q_s and lines that name discontinuities; `.tvel` starts with two lines of title. Both
/// describe a spherical Earth; read here they are flat layers, so use them for depths small against the radius.
///
/// - Reference: Crotwell, Owens & Ritsema (1999), Seismological Research Letters 70(2), 154–160.
enum TauPReader {
  static let discontinuityNames = [
    "mantle", "moho", "outer-core", "outer core", "cmb", "inner-core", "inner core", "icocb",
    "iocb", "crust", "conrad",
  ]

  static func readNamedDiscontinuities(_ lines: [Substring]) throws(VelocityModelError)
    -> LayerTable
  {
    var rows: [NumberRow] = []
    for (index, text) in lines.enumerated() {
      let row = NumberRow(text, line: index + 1)
      guard let first = row.fields.first, !first.hasPrefix("/*") else { continue }
      // Names may be any word that is no number.
      let isName = NumberRow.number(first) == nil
      if !isName { rows.append(row) }
    }
    return try table(rows)
  }

  static func readTvel(_ lines: [Substring]) throws(VelocityModelError) -> LayerTable {
    let rows = lines.enumerated().dropFirst(2)
      .map { NumberRow($0.element, line: $0.offset + 1) }
      .filter { !$0.fields.isEmpty }
    return try table(rows)
  }

  private static func table(_ rows: [NumberRow]) throws(VelocityModelError) -> LayerTable {
    guard !rows.isEmpty else { throw .empty(what: "rows of numbers") }
    var hasQuality = true
    var result: [LayerTable.Row] = []
    for row in rows {
      let numbers = try row.numbers()
      guard numbers.count == 4 || numbers.count >= 6 else {
        throw VelocityModelError.malformed(
          reason: "\(numbers.count) columns where depth vp vs rho [Qp Qs] belong",
          remedy: "the file is cut off"
        ).atLine(row.line)
      }
      var material = Material(
        density: numbers[3] * 1000,
        pVelocity: numbers[1] * 1000,
        sVelocity: numbers[2] * 1000
      )
      if numbers.count >= 6 {
        material.pQuality = numbers[4]
        // Fluids are listed with Qs = 0.
        material.sQuality = numbers[5] == 0 && numbers[2] == 0 ? .infinity : numbers[5]
      } else {
        hasQuality = false
      }
      result.append(
        LayerTable.Row(line: row.line, position: numbers[0] * 1000, material: material)
      )
    }
    return LayerTable(layout: .profile, rows: result, hasQuality: hasQuality)
  }
}
