import ArgumentParser
import Evaluation
import Foundation
import NumericalRuntime
import Plotting
import SeismicFiles
import Seismology

/// Computed against recorded ground motion.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compares synthetics with recordings: scores per station and component, overlay picture.",
    discussion: """
      Both sides are read from a result of foreshake simulate, miniSEED, SAC, NetCDF or a folder. Recorded counts \
      become ground motion by the responses of --stationxml; channels of any direction are turned to east, north \
      and up; both sides get the same filter, times and window. Positive shifts move the synthetics to later \
      times. Results are printed as a table, or as --csv or --json; --output writes them to a file as well.

      Example:
        foreshake compare east-bay.nc recordings --stationxml stations --event quakes.xml \\
          --motion displacement --band 0.02,0.05 --window 0...150 --max-shift 3 --picture overlay.png
      """
  )

  @OptionGroup var input: CompareInputFlags
  @OptionGroup(title: "What is done to both sides") var comparison: ComparisonFlags

  @Flag(help: "Print comma-separated values.")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  @Option(name: .shortAndLong, help: "A file for the scores that ends in .csv, .json or .txt.")
  var output: String?

  @Option(help: "A picture of both sides that ends in .svg, .png or .pdf.")
  var picture: String?

  @Option(help: "What stands over table and picture [text; default: as computed, else the event].")
  var title: String?

  @Flag(help: "Replace --output and --picture if they exist.")
  var overwrite = false

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other.") }
    if let output, ScoreFormat(path: output) == nil {
      throw ValidationError("--output is '\(output)'; it must end in .csv, .json or .txt.")
    }
  }

  func run() throws {
    if let output {
      try RunDestination.checkPlace(of: URL(fileURLWithPath: output), overwrite: overwrite)
    }
    if let picture {
      _ = try PictureFormat(path: picture)
      try RunDestination.checkPlace(of: URL(fileURLWithPath: picture), overwrite: overwrite)
    }
    let records = try ComparisonInput(input)
    let options = comparison.options(motion: comparison.motion ?? records.syntheticMotion)
    let report = try ComparisonReport(
      try records.stations(options),
      options: options,
      weights: comparison.weights,
      showsMisfits: comparison.misfits,
      title: title ?? records.event.title
    )
    let table = report.table
    Console.result((csv ? ScoreFormat.csv : json ? .json : .txt).text(of: table).trimmedEnd)
    if let output, let format = ScoreFormat(path: output) {
      try format.write(table, to: URL(fileURLWithPath: output))
    }
    if let picture {
      let url = URL(fileURLWithPath: picture)
      try report.overlay().drawing().write(to: url)
      Console.note("wrote \(url.path)")
    }
  }
}

/// How a table is written, by the ending of a file's name.
enum ScoreFormat: String {
  case csv, json, txt

  init?(path: String) {
    self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
  }

  /// The text of a table.
  func text(of table: ScoreTable) -> String {
    switch self {
    case .csv: table.csv
    case .json: table.json
    case .txt: table.text
    }
  }

  /// Writes a table, whole or not at all, and says so.
  func write(_ table: ScoreTable, to url: URL) throws {
    try FileContents.write(text(of: table), to: url)
    Console.note("wrote \(url.path)")
  }
}

extension String {
  /// Without the line feed at its end.
  fileprivate var trimmedEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
