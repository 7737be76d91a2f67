import ArgumentParser
import Foundation
import Plotting
import SeismicFiles
import Seismology
import SimulationOutput
import WaveSimulation

/// The wavefield at one time.
struct FrameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frame",
    abstract: "Draws the wavefield at the surface, or on a slice, at one time.",
    discussion: """
      Example:
        foreshake plot frame east-bay.nc --time 40 --component up --output frame.png
      """
  )

  /// The direction of motion that is shown.
  enum Component: String, CaseIterable, ExpressibleByArgument {
    case up, north, east
  }

  @OptionGroup var picture: PictureFlags
  @OptionGroup var drawing: EngineFlag

  @Option(help: "Seconds after the origin time; the nearest picture is taken.")
  var time: Double

  @Option(help: "The direction of motion: up, north or east.")
  var component = Component.up

  @Option(help: "The number of a vertical slice instead of the surface, from 1.")
  var slice: Int?

  func run() throws {
    let run = try StoredRun(path: picture.file)
    let times = try run.results.frameTimes()
    guard let index = times.indices.min(by: { abs(times[$0] - time) < abs(times[$1] - time) })
    else {
      throw PlottingError.nothingToDraw(
        "\(picture.file) holds no pictures of the wavefield; simulate with --surface-interval"
      )
    }
    try checkTime(within: times)
    if let slice {
      let frame = try run.results.sliceFrame(slice, at: index)
      let figure = try sliceFigure(frame, run)
      return try picture.draw(
        .svg,
        gmt: { GMTScript(commands: [], tables: [:]) },
        svg: { figure.drawing() }
      )
    }
    let figure = try surfaceFigure(try run.results.surfaceFrame(at: index), run)
    try picture.draw(drawing.engine, gmt: { figure.gmtScript() }, svg: { figure.drawing() })
  }

  /// Refuses a time that is farther from all pictures than they are from one another.
  private func checkTime(within times: [Double]) throws {
    guard let first = times.first, let last = times.last, times.count > 1 else { return }
    let half = (last - first) / Double(times.count - 1) / 2
    guard time >= first - half, time <= last + half else {
      throw ValidationError(
        "--time \(Readable.number(time)) is outside the pictures of \(picture.file), which lie within "
          + "\(Readable.number(first))...\(Readable.number(last)) s."
      )
    }
  }

  private func values(_ frame: WavefieldFrame) -> [Float] {
    switch component {
    case .up: frame.up
    case .north: frame.north
    case .east: frame.east
    }
  }

  private func surfaceFigure(_ frame: WavefieldFrame, _ run: StoredRun) throws -> MapFigure {
    let field = try GriddedField(columns: frame.fast, rows: frame.slow, values: values(frame))
    let (unit, scale) = Self.scale(field)
    var map = MapFigure(
      title: picture.title ?? run.title,
      subtitle: String(format: "%.1f s after the origin time", frame.time),
      field: field,
      label: "Velocity, \(component.rawValue) (\(unit.symbol))",
      unitsPerSI: unit.perSIUnit,
      colorMap: .polarity,
      scale: scale,
      frame: run.results.metadata.frame
    )
    try map.addPlaces(of: run)
    map.moment = nil
    return map
  }

  private func sliceFigure(_ frame: WavefieldFrame, _ run: StoredRun) throws -> SliceFigure {
    let field = try GriddedField(columns: frame.fast, rows: frame.slow, values: values(frame))
    let (unit, scale) = Self.scale(field)
    let axis =
      switch frame.slice {
      case .constantX: "y (km)"
      default: "x (km)"
      }
    return SliceFigure(
      title: "\(picture.title ?? run.title), \(String(format: "%.1f", frame.time)) s",
      field: field,
      axisLabel: axis,
      label: "Velocity, \(component.rawValue) (\(unit.symbol))",
      unitsPerSI: unit.perSIUnit,
      scale: scale
    )
  }

  /// A symmetric scale that the strongest half percent of the picture exceed.
  private static func scale(_ field: GriddedField) -> (MotionUnit, ValueScale) {
    let magnitudes = field.values.lazy.map(abs).filter(\.isFinite).sorted()
    let top = magnitudes.isEmpty ? 0 : Double(magnitudes[Int(0.995 * Double(magnitudes.count - 1))])
    let peak = top > 0 ? top : max(field.peak, 1e-12)
    let unit = MotionUnit(for: .velocity, peak: peak)
    let bound = peak * unit.perSIUnit
    return (unit, .linear(-bound...bound))
  }
}
