import Foundation
import Seismology

/// Models of Computer Programs in Seismology, `MODEL.01`.
///
/// Twelve header lines: format, title, ISOTROPIC, KGS (km, km/s, g/cm³), FLAT EARTH or SPHERICAL EARTH, 1-D,
/// CONSTANT VELOCITY, four free lines, column names. Then thickness, v_p, v_s, density, Q_p, Q_s and four
/// columns of frequency dependence. The last row is the half-space. A quality factor below 1 is 1/Q; zero is no
/// attenuation.
///
/// - Reference: Herrmann (2013), Seismological Research Letters 84(6), 1081–1088.
enum CPSReader {
  private static let headerCount = 12

  static func read(_ lines: [Substring]) throws(VelocityModelError) -> (LayerTable, name: String?) {
    guard lines.count > headerCount else {
      throw .malformed(
        reason: "\(lines.count) lines where MODEL.01 has \(headerCount) of header alone",
        remedy: "the file is cut off"
      )
    }
    try require(lines, 3, "ISOTROPIC", "anisotropic models are not supported")
    try require(lines, 4, "KGS", "only the units km, km/s and g/cm³ (KGS) are supported")
    try require(lines, 5, "FLAT", "spherical models must be flattened first")
    try require(lines, 7, "CONSTANT", "only layers of constant velocity are supported")
    var rows: [LayerTable.Row] = []
    for (index, text) in lines.enumerated().dropFirst(headerCount) {
      let row = NumberRow(text, line: index + 1)
      guard !row.fields.isEmpty else { continue }
      let numbers = try row.numbers()
      guard numbers.count >= 4 else {
        throw VelocityModelError.malformed(
          reason: "\(numbers.count) columns where H VP VS RHO QP QS belong",
          remedy: "the file is cut off"
        ).atLine(row.line)
      }
      let (pQuality, sQuality) =
        numbers.count >= 6 ? (quality(numbers[4]), quality(numbers[5])) : (.infinity, .infinity)
      rows.append(
        LayerTable.Row(
          line: row.line,
          position: numbers[0] * 1000,
          material: Material(
            density: numbers[3] * 1000,
            pVelocity: numbers[1] * 1000,
            sVelocity: numbers[2] * 1000,
            pQuality: pQuality,
            sQuality: sQuality
          )
        )
      )
    }
    let hasQuality = rows.contains { $0.material.sQuality.isFinite }
    let title = lines[1].trimmingCharacters(in: .whitespaces)
    return (
      LayerTable(layout: .thicknesses, rows: rows, hasQuality: hasQuality),
      name: title.isEmpty ? nil : title
    )
  }

  private static func quality(_ value: Double) -> Double {
    if value == 0 { return .infinity }
    return value > 0 && value < 1 ? 1 / value : value
  }

  private static func require(
    _ lines: [Substring],
    _ line: Int,
    _ word: String,
    _ remedy: String
  ) throws(VelocityModelError) {
    let text = lines[line - 1].trimmingCharacters(in: .whitespaces)
    guard text.uppercased().hasPrefix(word) else {
      throw VelocityModelError.malformed(reason: "\"\(text)\" instead of \(word)", remedy: remedy)
        .atLine(line)
    }
  }
}
