import ArgumentParser
import Foundation
import SeismicFiles
import Seismology

/// Seismograms from one format to another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Converts seismograms between NetCDF, miniSEED and SAC.",
    discussion: """
      Reads a result of foreshake simulate, a miniSEED file, a SAC file or a folder of such files. The name of the \
      output tells the format: .mseed, .nc, .sac for a single trace, no ending for a folder of SAC files.

      Example:
        foreshake convert east-bay.nc --output east-bay.mseed
      """
  )

  @Argument(help: "What is read: a file or a folder.")
  var input: String

  @Option(name: .shortAndLong, help: "What is written.")
  var output: String

  @Flag(help: "Replace the output if it exists.")
  var overwrite = false

  func run() throws {
    let destination = try WaveformDestination(URL(fileURLWithPath: output))
    try destination.checkPlace(overwrite: overwrite)
    try RunDestination.checkDistinct(destination.url, from: [input])
    var waveforms = try WaveformFile.read(URL(fileURLWithPath: input))
    if input.lowercased().hasSuffix(".nc"), let source = try StoredRun(path: input).source {
      waveforms.eventPosition = source.epicentre
      waveforms.eventDepth = source.depth
    }
    try destination.write(waveforms)
    Console.note("wrote \(waveforms.traces.count) traces to \(destination.url.path)")
  }
}
