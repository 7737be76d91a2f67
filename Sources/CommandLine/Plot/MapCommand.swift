import ArgumentParser
import Foundation
import Plotting
import SeismicFiles
import Seismology
import SimulationOutput
import WaveSimulation
import WaveformCatalog

/// A map of peak motion.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Draws a map of peak ground motion with contours, stations and epicentre.",
    discussion: """
      Example:
        foreshake plot map east-bay.nc --quantity pgv --output pgv.png
        foreshake plot map forecast.nc --quantity warning-time --output warning.png
      """
  )

  /// What the map shows.
  enum Quantity: String, CaseIterable, ExpressibleByArgument {
    case pgv, pga
    case verticalPGV = "pgv-vertical"
    case timeOfPGV = "pgv-time"
    case warningTime = "warning-time"
  }

  @OptionGroup var picture: PictureFlags
  @OptionGroup var drawing: EngineFlag

  @Option(
    help: "What the map shows: pgv, pga, pgv-vertical, pgv-time or, of a forecast, warning-time."
  )
  var quantity = Quantity.pgv

  func run() throws {
    let run = try StoredRun(path: picture.file)
    guard let peaks = try run.results.peaks() else {
      throw PlottingError.nothingToDraw(
        "\(picture.file) holds no maps of peak motion; simulate with --peaks true"
      )
    }
    var map = try figure(peaks, run)
    if let title = picture.title { map.title = title }
    try map.addPlaces(of: run)
    try picture.draw(drawing.engine, gmt: { map.gmtScript() }, svg: { map.drawing() })
  }

  private func figure(_ peaks: PeakMotion, _ run: StoredRun) throws -> MapFigure {
    let values =
      switch quantity {
      case .pgv: peaks.horizontalVelocity
      case .pga: peaks.horizontalAcceleration
      case .verticalPGV: peaks.verticalVelocity
      case .timeOfPGV: peaks.horizontalVelocityTime
      case .warningTime:
        try run.results.file.variable(ifPresent: "warning_time")?.readFloats() ?? []
      }
    guard !values.isEmpty else {
      throw PlottingError.nothingToDraw(
        "\(picture.file) holds no map of \(quantity.rawValue); events of a catalog have pgv, pgv-time and pgv-vertical, "
          + "forecasts with a threshold warning-time too"
      )
    }
    let field = try GriddedField(columns: peaks.x, rows: peaks.y, values: values)
    let frame = run.results.metadata.frame
    if quantity == .timeOfPGV || quantity == .warningTime { return times(field, run) }
    guard field.peak > 0 else {
      throw PlottingError.nothingToDraw("the ground did not move within the region")
    }
    let unit = MotionUnit(for: quantity == .pga ? .acceleration : .velocity, peak: field.peak)
    let scale = Self.scale(field, unit)
    return MapFigure(
      title: run.title,
      subtitle: run.subtitle,
      field: field,
      label: "\(name) (\(unit.symbol))",
      unitsPerSI: unit.perSIUnit,
      scale: scale,
      contours: Self.contours(scale.range),
      frame: frame
    )
  }

  /// A map of seconds; warning times are negative where the threshold was exceeded before the forecast was issued.
  private func times(_ field: GriddedField, _ run: StoredRun) -> MapFigure {
    let values = field.values.filter(\.isFinite).map(Double.init)
    let low = min(0, values.min() ?? 0)
    let range = low...max(values.max() ?? 0, low + 1e-9)
    return MapFigure(
      title: run.title,
      subtitle: run.subtitle,
      field: field,
      label: "\(name) (s)",
      scale: .linear(range),
      contours: AxisTicks(in: range, count: 8).values,
      frame: run.results.metadata.frame
    )
  }

  private var name: String {
    switch quantity {
    case .pgv: "Peak horizontal ground velocity"
    case .pga: "Peak horizontal ground acceleration"
    case .verticalPGV: "Peak vertical ground velocity"
    case .timeOfPGV: "Time of peak ground velocity"
    case .warningTime: "Warning time"
    }
  }

  /// From the faintest shaking of the map, but at most two decades below the peak, up to the peak.
  private static func scale(_ field: GriddedField, _ unit: MotionUnit) -> ValueScale {
    let top = field.peak * unit.perSIUnit
    let bottom = min(max(field.quantile(0.02) * unit.perSIUnit, top / 100), top / 5)
    return .logarithmic(bottom...top)
  }

  /// One, two and five times the powers of ten within a range.
  private static func contours(_ range: ClosedRange<Double>) -> [Double] {
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    return (first...last).flatMap { decade in [1, 2, 5].map { $0 * pow(10, Double(decade)) } }
      .filter { range.contains($0) }
  }
}

extension MapFigure {
  /// Adds stations, epicentre, mechanism and projection of a run.
  mutating func addPlaces(of run: StoredRun) throws {
    stations = try run.results.seismograms().map {
      Site(label: $0.receiver.code, location: $0.receiver.location)
    }
    epicentre = try run.hypocentre()
    if let source = run.source, case .point(let tensor) = source.kind { moment = tensor }
    if let event = run.event { moment = event.moment }
    if let projection = run.projection {
      geographic = { point in try? projection.geographicPoint(of: point) }
    }
  }
}
