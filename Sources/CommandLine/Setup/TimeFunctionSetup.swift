import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// The moment rate that a configuration asks for.
enum TimeFunctionSetup {
  /// The function: from a file, or one of the named shapes.
  ///
  /// - Parameters:
  ///   - values: the configuration.
  ///   - maximumFrequency: in Hz; without a time constant the spectrum has fallen to 5 % there.
  /// - Returns: the function.
  /// - Throws: ``ConfigurationError`` for a word, number or file that cannot be used, `SourceError` for one
  ///   without area.
  static func make(_ values: ConfigurationValues, maximumFrequency: Double) throws
    -> any SourceTimeFunction
  {
    if let file = values.path(.timeFunctionFile) { return try table(file) }
    let words = Dictionary(
      uniqueKeysWithValues: TimeFunctionChoice.allCases.map { ($0.rawValue, $0) }
    )
    let choice = try values.choice(.timeFunction, words) ?? .gaussian
    return try choice.make(
      timeConstant: try values.positive(.timeConstant),
      maximumFrequency: maximumFrequency
    )
  }

  /// The function in a file of two columns, time in s and rate in any unit.
  ///
  /// Lines that are empty or start with `#` are left out, and so is a first line of words.
  private static func table(_ file: URL) throws -> TabulatedTimeFunction {
    var rows: [(time: Double, rate: Float)] = []
    let lines = try FileContents.readText(file).split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    )
    for (index, line) in lines.enumerated() {
      let fields = line.split(whereSeparator: { ", \t;".contains($0) })
      guard let first = fields.first, !first.hasPrefix("#") else { continue }
      guard fields.count == 2, let time = Double(first), let rate = Float(fields[1]),
        time.isFinite, rate.isFinite
      else {
        if rows.isEmpty, Double(first) == nil { continue }
        throw malformed(file, "line \(index + 1) is not a time in s and a rate")
      }
      rows.append((time, rate))
    }
    guard rows.count >= 2, let first = rows.first, let last = rows.last else {
      throw malformed(file, "it has \(rows.count) lines of time and rate; 2 are the fewest")
    }
    let interval = (last.time - first.time) / Double(rows.count - 1)
    for (index, row) in rows.enumerated() {
      // Times are often rounded to a few digits.
      let expected = first.time + Double(index) * interval
      guard interval > 0, abs(row.time - expected) <= 0.01 * interval else {
        throw malformed(
          file,
          "the times are not in equal steps: \(row.time) s stands where \(expected) s is expected; "
            + "interpolate the rates to equal steps"
        )
      }
    }
    return try TabulatedTimeFunction(
      rates: rows.map(\.rate),
      interval: interval,
      startTime: first.time
    )
  }

  private static func malformed(_ file: URL, _ reason: String) -> ConfigurationError {
    .malformed(path: file.path, reason: reason)
  }
}
