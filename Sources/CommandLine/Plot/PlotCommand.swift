import ArgumentParser
import Foundation
import Plotting

/// Pictures of a result file.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draws record sections, seismograms, maps and wavefields.",
    discussion: """
      Pictures end in .svg, .png or .pdf. Record sections and maps are drawn by the Generic Mapping Tools where \
      they are installed and the picture is no SVG, with coastlines; else by foreshake itself.

      Example:
        foreshake plot map east-bay.nc --output pgv.png
      """,
    subcommands: [
      RecordSectionCommand.self, SeismogramsCommand.self, MapCommand.self, FrameCommand.self,
    ]
  )
}

/// Who draws.
enum PlotEngine: String, CaseIterable, ExpressibleByArgument {
  case automatic, gmt, svg
}

/// What all pictures have in common.
struct PictureFlags: ParsableArguments {
  @Argument(help: "A result file of foreshake simulate.", completion: .file(extensions: ["nc"]))
  var file: String

  @Option(name: .shortAndLong, help: "The picture: a name that ends in .svg, .png or .pdf.")
  var output: String

  @Option(help: "What is written over the picture [text; default: the run's title].")
  var title: String?

  /// Draws with GMT where that is possible and wanted, else as SVG.
  func draw(_ engine: PlotEngine, gmt: () throws -> GMTScript, svg: () throws -> SVGDocument) throws
  {
    let url = URL(fileURLWithPath: output)
    let format = try PictureFormat(path: output)
    try RunDestination.checkPlace(of: url, overwrite: true)
    if engine == .gmt || engine == .automatic && format != .svg && GMTScript.isInstalled {
      do {
        try gmt().write(to: url)
        return Console.note("wrote \(url.path)")
      } catch let error as PlottingError {
        guard engine == .automatic, case .programFailed = error else { throw error }
        Console.warning("\(error) Drawing without GMT.")
      }
    }
    try svg().write(to: url)
    Console.note("wrote \(url.path)")
  }
}

/// The flag that chooses who draws.
struct EngineFlag: ParsableArguments {
  @Option(help: "Who draws: automatic, gmt or svg.")
  var engine = PlotEngine.automatic
}

/// A range of seconds on the command line, as 0...120.
struct TimeRange: ExpressibleByArgument {
  let range: ClosedRange<Double>

  init?(argument: String) {
    let ends = argument.replacingOccurrences(of: "...", with: "\u{2026}").split(
      separator: "\u{2026}"
    )
    .map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low < high else { return nil }
    range = low...high
  }
}
