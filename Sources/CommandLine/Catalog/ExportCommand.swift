import ArgumentParser
import Foundation
import WaveformCatalog

/// A catalog in the formats of other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the events of a catalog as miniSEED, SAC or NumPy arrays.",
    discussion: """
      The output is a folder with events.csv, receivers.csv and

      mseed  ID.mseed for each event
      sac    ID/NET.STA..CHA.sac
      npy    --layout ectyx: waveforms.npy, [event, component, time, y, x] (stations: [event, component, time, station])
             --layout cyxt: ID.npy for each event, [component, y, x, time], as the published Bay Area set has it

      Components are east, north, up; values are in SI units. Grid points are named by column and row (network GP). \
      Events without an origin time start at 1970-01-01.

      Example:
        foreshake catalog export hayward-960 --format npy --layout cyxt --split train --output training
      """
  )

  /// The format of the files.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case mseed, sac, npy
  }

  /// The order of the axes of arrays.
  enum Layout: String, CaseIterable, ExpressibleByArgument {
    case ectyx, cyxt
  }

  @OptionGroup var place: CatalogPlace

  @Option(help: "mseed, sac or npy.")
  var format: Format

  @Option(name: .shortAndLong, help: "The folder to be made; nothing may stand there.")
  var output: String

  @Option(help: "The axes of arrays: ectyx for one array, cyxt for one an event [default: ectyx].")
  var layout: Layout?

  @Option(help: "grid or stations [default: the grid in arrays, the stations in other formats].")
  var receivers: ReceiverChoice?

  @Option(help: "Only events of a split: train, validation or test.")
  var split: CatalogSplit?

  func validate() throws {
    guard layout == nil || format == .npy else {
      throw ValidationError("--layout belongs to --format npy.")
    }
  }

  func run() throws {
    let destination = URL(fileURLWithPath: output)
    try RunDestination.checkFolder(of: destination)
    let export = try CatalogExport(
      of: try place.open(),
      in: place.folder,
      as: destinationFormat,
      receivers: receivers,
      split: split
    )
    let progress = EventProgress("writing event")
    PartialFiles.removeAbandoned(beside: [destination])
    try progress.watch { try export.write(to: destination, progress: progress.show) }
    Console.result("\(output): \(export.eventCount) events at the \(export.receivers.rawValue)")
  }

  private var destinationFormat: CatalogExport.Format {
    switch format {
    case .mseed: .miniSEED
    case .sac: .sac
    case .npy: layout == .cyxt ? .eventArrays : .stackedArray
    }
  }
}
