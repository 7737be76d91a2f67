import ArgumentParser
import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import WaveformCatalog

/// Recordings into a catalog.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a catalog of recorded earthquakes.",
    discussion: """
      Reads a folder of miniSEED or SAC files with an event table (events.csv or QuakeML), station files \
      (StationXML) and places (stations.csv), turns counts into ground motion, components into east, north and \
      up, all into the same samples of the same window, and leaves out what is clipped, has gaps, is dead, \
      incomplete, too short or does not stand out of its noise. DIR/report.csv tells of each record what became \
      of it and why. Waveforms belong to the event whose id their file or folder is called after; else those \
      count that fall into its window.

      Recipes, which flags change:
      \(ImportRecipe.allCases.map { "  \($0.rawValue): \($0.summary)." }.joined(separator: "\n"))

      Examples:
        foreshake catalog import shared/data/bk_mnrc_m3plus --recipe bk-mnrc -o mnrc
        foreshake catalog import shared/data/openeew_mexico --recipe openeew -o mexico
        foreshake catalog import shared/data/california_strong_motion --recipe california-strong-motion -o \
      california
        foreshake catalog import recordings --motion velocity --sensitivity 6.29e8 --sampling-rate 20 \
      --duration 90 -o own
      """
  )

  @Argument(help: "The folder of the recordings.", completion: .directory)
  var recordings: String

  @Option(
    help:
      "Settings for a known set: \(ImportRecipe.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var recipe: ImportRecipe?

  @Option(help: "Event table or QuakeML file. Default: events.csv or events.xml of the folder.")
  var events: String?

  @Option(
    name: .customLong("stationxml"),
    parsing: .upToNextOption,
    help: "Station files, or folders of them. Default: all in the folder and below."
  )
  var stationXML: [String] = []

  @Option(help: "Table of stations' places. Default: stations.csv of the folder.")
  var stations: String?

  @OptionGroup(title: "Ground motion") var motion: ImportMotionFlags
  @OptionGroup(title: "Window") var window: ImportWindowFlags
  @OptionGroup(title: "Quality") var quality: ImportQualityFlags

  @Option(name: .shortAndLong, help: "The catalog's folder, new or empty.")
  var output: String

  @Flag(name: .shortAndLong, help: "Print no table of what was kept and dropped.")
  var quiet = false

  func run() throws {
    let set = try RecordingSet(
      folder: URL(fileURLWithPath: recordings),
      events: events.map { URL(fileURLWithPath: $0) },
      stationFiles: stationXML.isEmpty ? nil : stationXML.map { URL(fileURLWithPath: $0) },
      stationTable: stations.map { URL(fileURLWithPath: $0) }
    )
    let plan = try RecordingImport(set, try settings(), source: "foreshake \(Version.current)")
    let progress = EventProgress("reading event")
    let folder = CatalogFolder(URL(fileURLWithPath: output))
    let report = try progress.watch {
      try plan.run(into: folder) { done, total in
        quiet ? !Interruption.isRequested : progress.show(done, total)
      }
    }
    guard !quiet else { return }
    for line in report.summary { Console.result(line) }
    Console.note("each record: \(folder.report.path)")
  }

  private func settings() throws -> ImportSettings {
    var settings = try recipe?.settings() ?? motion.plainSettings(of: recordings)
    if recipe != nil { try motion.change(&settings) }
    window.change(&settings)
    quality.change(&settings)
    return settings
  }
}
