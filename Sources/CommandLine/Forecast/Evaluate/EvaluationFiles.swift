import Evaluation
import Foundation
import NumericalRuntime

/// The tables of an evaluation as files.
enum EvaluationFiles {
  /// Writes each table as text, CSV and JSON into a folder; each file whole or not at all.
  static func write(_ report: ForecastReport, to folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileAccessError.failed(
        path: folder.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
    let tables: [(String, ScoreTable)] = [
      ("summary", report.summary), ("by-event", report.byEvent),
      ("by-lead-time", report.byLeadTime), ("by-distance", report.byDistance),
    ]
    for (name, table) in tables {
      for format in [ScoreFormat.txt, .csv, .json] {
        let url = folder.appendingPathComponent("\(name).\(format.rawValue)")
        try FileContents.write(format.text(of: table), to: url)
      }
    }
    Console.note("wrote \(tables.count) tables to \(folder.path)")
  }
}
