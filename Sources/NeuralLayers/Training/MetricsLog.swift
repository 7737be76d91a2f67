import Foundation
import NumericalRuntime

/// The scores of every epoch as a table, `metrics.csv`, and as JSON lines, `metrics.jsonl`.
///
/// A row is one write at the end of the file, so that a killed run leaves whole rows and at most one torn one,
/// which ``keep(throughEpoch:)`` removes. There are no times in it: a resumed run leaves the same bytes as one that
/// ran through.
struct MetricsLog {
  /// One epoch.
  struct Row {
    var epoch: Int
    /// Names and numbers in the order of the columns.
    var values: [(name: String, value: Double)]
  }

  private let table: URL
  private let lines: URL

  /// The log in a folder.
  init(folder: URL) {
    table = folder.appendingPathComponent("metrics.csv")
    lines = folder.appendingPathComponent("metrics.jsonl")
  }

  /// Adds an epoch; the first one names the columns.
  ///
  /// - Throws: `FileAccessError`, or ``NeuralLayersError/foreignMetricsLog(path:line:reason:)`` where the table has
  ///   other columns.
  func append(_ row: Row) throws {
    let header = (["epoch"] + row.values.map(\.name)).joined(separator: ",")
    let numbers = row.values.map { "\($0.value)" }
    try checkHeader(header)
    let isNew = !FileManager.default.fileExists(atPath: table.path)
    let text = (["\(row.epoch)"] + numbers).joined(separator: ",") + "\n"
    try FileContents.append(isNew ? header + "\n" + text : text, to: table)
    let members = row.values.map { "\"\($0.name)\": \($0.value.isFinite ? "\($0.value)" : "null")" }
    let object = (["\"epoch\": \(row.epoch)"] + members).joined(separator: ", ")
    try FileContents.append("{\(object)}\n", to: lines)
  }

  /// Removes the rows of later epochs and torn ones, which a killed run may have left.
  func keep(throughEpoch last: Int) throws {
    try filter(table, isTable: true) { line in
      line.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= last } ?? false
    }
    try filter(lines, isTable: false) { line in
      let digits = line.dropFirst("{\"epoch\": ".count).prefix(while: \.isNumber)
      return Int(digits).map { $0 <= last } ?? false
    }
  }

  /// Removes both files.
  func removeAll() throws {
    for url in [table, lines] where FileManager.default.fileExists(atPath: url.path) {
      try FileManager.default.removeItem(at: url)
    }
  }

  private func checkHeader(_ header: String) throws {
    guard FileManager.default.fileExists(atPath: table.path) else { return }
    let found = try FileContents.readText(table).prefix { $0 != "\n" }
    guard found == header else {
      throw NeuralLayersError.foreignMetricsLog(
        path: table.path,
        line: 1,
        reason: "the columns are \(found), not \(header)"
      )
    }
  }

  private func filter(_ url: URL, isTable: Bool, _ isKept: (Substring) -> Bool) throws {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let text = try FileContents.readText(url)
    let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let kept = whole.enumerated().filter { isTable && $0.offset == 0 || isKept($0.element) }
    try FileContents.write(kept.map { $0.element + "\n" }.joined(), to: url)
  }
}
