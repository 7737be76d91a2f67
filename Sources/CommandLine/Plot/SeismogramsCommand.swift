import ArgumentParser
import Foundation
import Plotting
import SeismicFiles
import Seismology
import SimulationOutput

/// Three components a station.
struct SeismogramsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seismograms",
    abstract: "Draws the three components of each station.",
    discussion: """
      Example:
        foreshake plot seismograms east-bay.nc --stations SAO,CMB --output seismograms.svg
      """
  )

  @OptionGroup var picture: PictureFlags

  @Option(
    help: "The seconds after the origin time that are shown [range in s, as 0...120; default: all]."
  )
  var time: TimeRange?

  @Option(help: "Station codes, separated by commas [default: all, nearest first].")
  var stations: String?

  func run() throws {
    let run = try StoredRun(path: picture.file)
    let chosen = try choose(try run.seismograms())
    let hypocentre = try run.hypocentre()
    var rows = chosen.map { seismogram in
      row(seismogram, hypocentre: hypocentre, frame: run.results.metadata.frame)
    }
    rows.sort { ($0.traces.first?.distance ?? 0) < ($1.traces.first?.distance ?? 0) }
    let figure = SeismogramFigure(
      title: picture.title ?? run.title,
      motion: chosen[0].motion,
      components: ["East", "North", "Up"],
      rows: rows,
      timeRange: time?.range
    )
    try picture.draw(
      .svg,
      gmt: { GMTScript(commands: [], tables: [:]) },
      svg: { try figure.drawing() }
    )
  }

  private func choose(_ seismograms: [Seismogram]) throws -> [Seismogram] {
    guard let stations else { return seismograms }
    return try stations.split(separator: ",").map { code in
      guard let match = seismograms.first(where: { $0.receiver.code == code }) else {
        let known = seismograms.map(\.receiver.code).joined(separator: ", ")
        throw ValidationError("There is no station '\(code)'; the file holds \(known).")
      }
      return match
    }
  }

  private func row(_ seismogram: Seismogram, hypocentre: LocalPoint?, frame: LocalFrame)
    -> SeismogramFigure.Row
  {
    let geometry = hypocentre.map {
      StationGeometry(from: $0, to: seismogram.receiver.location, frame: frame)
    }
    let detail = geometry.map {
      "\(Int(($0.distance / 1000).rounded())) km, \(Int($0.azimuth.rounded()))\u{B0}"
    }
    return SeismogramFigure.Row(
      name: seismogram.receiver.code,
      detail: detail ?? "",
      traces: [seismogram.east, seismogram.north, seismogram.up].map {
        seismogram.trace($0, distance: geometry?.distance ?? 0)
      }
    )
  }
}
