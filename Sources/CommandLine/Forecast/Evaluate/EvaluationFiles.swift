import Evaluation
import Foundation
import NumericalRuntime
import Plotting

/// The tables and pictures of an evaluation as files.
enum EvaluationFiles {
  /// Writes each table as text, CSV and JSON, and scores by lead time and distance as pictures, into a folder; each
  /// file whole or not at all.
  static func write(_ report: ForecastReport, to folder: URL) throws {
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
    let figures = EvaluationFigures(report: report)
    let pictures = [("by-lead-time", figures.leadTime), ("by-distance", figures.distance)]
    for (name, figure) in pictures {
      try figure?.drawing().write(to: folder.appendingPathComponent("\(name).png"))
    }
    let count = pictures.count { $0.1 != nil }
    Console.note("wrote \(tables.count) tables and \(count) pictures to \(folder.path)")
  }

  /// The folder that files go to, made before long work is done for it.
  struct Folder {
    let url: URL
    private let isNew: Bool

    /// Makes the folder, if it is not there, and sees whether files can be written to it.
    init(_ url: URL) throws {
      self.url = url
      isNew = !FileManager.default.fileExists(atPath: url.path)
      do {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      } catch {
        throw FileAccessError.failed(
          path: url.path,
          operation: "making the folder",
          reason: error.localizedDescription
        )
      }
      let trial = url.appendingPathComponent(".writable")
      try FileContents.write("", to: trial)
      try? FileManager.default.removeItem(at: trial)
    }

    /// Takes the folder away again where it was not there before.
    func removeIfNew() {
      if isNew { try? FileManager.default.removeItem(at: url) }
    }
  }
}
