import ArgumentParser
import Foundation
import Plotting
import SeismicFiles
import Seismology
import SimulationOutput

/// Traces against distance.
struct RecordSectionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record-section",
    abstract: "Draws the seismograms against epicentral distance with first arrivals.",
    discussion: """
      Example:
        foreshake plot record-section east-bay.nc --time 0...120 --output section.png
      """
  )

  @OptionGroup var picture: PictureFlags
  @OptionGroup var drawing: EngineFlag

  @Option(
    help: "The seconds after the origin time that are shown [range in s, as 0...120; default: all]."
  )
  var time: TimeRange?

  @Option(
    help:
      "Components, separated by commas [vertical, radial, transverse, east, north; default: the first three]."
  )
  var components = "vertical,radial,transverse"

  @Flag(
    inversion: .prefixedNo,
    help: "Draw the first arrivals of P and S where the model is layered."
  )
  var arrivals = true

  func run() throws {
    let section = try self.section()
    try picture.draw(
      drawing.engine,
      gmt: { try section.gmtScript() },
      svg: { try section.drawing() }
    )
  }

  private func section() throws -> RecordSection {
    let run = try StoredRun(path: picture.file)
    let hypocentre = try run.requiredHypocentre()
    let seismograms = try run.seismograms()
    let geometries = seismograms.map {
      StationGeometry(from: hypocentre, to: $0.receiver.location, frame: run.results.metadata.frame)
    }
    let panels = try names.map { name in
      RecordSection.Panel(
        title: name.prefix(1).uppercased() + name.dropFirst(),
        traces: try zip(seismograms, geometries).map { seismogram, geometry in
          let samples = try samples(name, seismogram, geometry)
          return seismogram.trace(samples, distance: geometry.distance)
        }
      )
    }
    var section = RecordSection(
      title: picture.title ?? run.title,
      motion: seismograms[0].motion,
      panels: panels,
      timeRange: time?.range
    )
    let distances = geometries.map(\.distance)
    if arrivals, run.knowsDepth, let layers = run.layers(), let far = distances.max(),
      let near = distances.min()
    {
      section.arrivals = TravelTimes(model: layers).curves(
        sourceDepth: hypocentre.z,
        startTime: run.source?.startTime ?? 0,
        distances: max(0, near - 0.3 * far)...(1.3 * far)
      )
    }
    return section
  }

  private var names: [String] {
    components.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
  }

  private func samples(_ name: String, _ seismogram: Seismogram, _ geometry: StationGeometry) throws
    -> [Float]
  {
    switch name {
    case "vertical", "up": return seismogram.up
    case "east": return seismogram.east
    case "north": return seismogram.north
    case "radial": return geometry.rotated(seismogram).radial
    case "transverse": return geometry.rotated(seismogram).transverse
    default:
      throw ValidationError(
        "There is no component '\(name)'; choose among vertical, radial, transverse, east, north."
      )
    }
  }
}
