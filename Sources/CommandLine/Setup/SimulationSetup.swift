import Foundation
import SeismicFiles
import Seismology
import WaveSimulation

/// Everything that a run needs, read and checked.
struct SimulationSetup {
  /// The configuration that it came from.
  let values: ConfigurationValues
  /// One line that names the run.
  let title: String
  /// The earthquake.
  let source: SourceDescription
  /// The frame, the stations and the region.
  let domain: DomainSetup
  /// The velocity model.
  let model: VelocityModelFile
  /// The grid.
  let grid: GridSetup
  /// The earthquake as point sources in the local frame.
  let sources: [PointSource]
  /// The source as a single force, where it is one.
  let forces: [PointForce]
  /// What is odd about the velocity model.
  let modelRemarks: [ModelSummary.Remark]
  /// How it is computed.
  let options: SimulationOptions
  /// What is recorded.
  let outputs: OutputRequest
  /// Seconds simulated after the origin time.
  let duration: Double

  /// Reads the files that a configuration names and puts them together.
  init(_ values: ConfigurationValues) throws {
    self.values = values
    guard let duration = try values.positive(.duration) else {
      throw ConfigurationError.missing(.duration, reason: "The run needs its duration")
    }
    self.duration = duration
    source = try SourceDescription(values)
    domain = try DomainSetup(values, source: source)
    model = try Self.readModel(values, domain)
    grid = try GridSetup(values, domain: domain, model: model.model)
    sources = try Self.sources(values, source, domain, model.model, grid.maximumFrequency)
    forces = try Self.forces(values, source, domain, grid.maximumFrequency)
    let summary = ModelSummary(of: model.model, x: domain.x, y: domain.y, depth: domain.depth)
    options = try SimulationOptions(
      values,
      maximumFrequency: grid.maximumFrequency,
      hasAttenuation: summary.smallest.sQuality.isFinite || summary.smallest.pQuality.isFinite
    )
    modelRemarks = summary.remarks
    outputs = try OutputRequest(values, maximumFrequency: grid.maximumFrequency)
    try outputs.checkSlices(in: grid.grid)
    title = values.text(.title) ?? "\(source.name), \(model.name)"
  }

  private static func readModel(_ values: ConfigurationValues, _ domain: DomainSetup) throws
    -> VelocityModelFile
  {
    guard
      let url = ShippedFiles.locate(
        values,
        .velocityModel,
        folder: "velocity-models",
        endings: ["yaml"]
      )
    else {
      throw ConfigurationError.missing(.velocityModel, reason: "The run needs a velocity model")
    }
    return try VelocityModelFile.read(
      url,
      options: try ModelOptions.make(values, frame: domain.frame, projection: domain.projection)
    )
  }

  private static func sources(
    _ values: ConfigurationValues,
    _ source: SourceDescription,
    _ domain: DomainSetup,
    _ model: any VelocityModel,
    _ maximumFrequency: Double
  ) throws -> [PointSource] {
    switch source.kind {
    case .force: return []
    case .point(let moment):
      let timeFunction = try TimeFunctionSetup.make(values, maximumFrequency: maximumFrequency)
      return [PointSource(location: domain.hypocentre, moment: moment, timeFunction: timeFunction)]
    case .fault(let fault):
      return try fault.pointSources(
        hypocentre: domain.hypocentre,
        frame: domain.frame,
        model: model
      )
    case .rupture(let rupture):
      guard let projection = domain.projection else { throw GeographyError.frameWithoutOrigin }
      let fault = try rupture.fault { point, depth in
        try projection.localPoint(of: point, depth: depth)
      }
      return try fault.pointSources(model: model)
    }
  }

  private static func forces(
    _ values: ConfigurationValues,
    _ source: SourceDescription,
    _ domain: DomainSetup,
    _ maximumFrequency: Double
  ) throws -> [PointForce] {
    guard case .force(let impulse) = source.kind else { return [] }
    return [
      PointForce(
        location: domain.hypocentre,
        north: impulse.north,
        east: impulse.east,
        down: impulse.down,
        timeFunction: try TimeFunctionSetup.make(values, maximumFrequency: maximumFrequency)
      )
    ]
  }

  /// Sentences that the user should read before the run.
  var warnings: [String] {
    let remarks = modelRemarks.filter {
      $0 != .noAttenuation || values.text(.attenuation) != "elastic"
    }
    return remarks.map { "velocity model: \($0)" }
      + [
        grid.warning, sourceWarning,
        domain.receivers.isEmpty ? "no stations: only maps will be written." : nil,
      ]
      .compactMap { $0 }
  }

  /// A sentence where the source holds frequencies that the grid does not carry, or nil.
  private var sourceWarning: String? {
    let every = max(1, sources.count / 200)
    let highest =
      (stride(from: 0, to: sources.count, by: every).map { sources[$0].timeFunction }
      + forces.map(\.timeFunction))
      .map { $0.frequency(atAmplitude: 0.05) }.max() ?? 0
    guard highest > 1.05 * grid.maximumFrequency else { return nil }
    let content = highest.isFinite ? "up to \(Readable.number(highest)) Hz" : "without limit"
    return "the source holds frequencies \(content), above the highest frequency "
      + "\(Readable.number(grid.maximumFrequency)) Hz; low-pass the results there or refine the grid."
  }

  /// What the run will need.
  func plan() throws -> RunPlan {
    try RunPlan(
      model: model.model,
      grid: grid.grid,
      options: options,
      duration: duration,
      startTime: min(0, sources.map { $0.timeFunction.support.lowerBound + $0.delay }.min() ?? 0)
    )
  }

  /// The simulation, ready to run.
  func simulation() throws -> WaveSimulation {
    try WaveSimulation(
      model: model.model,
      grid: grid.grid,
      frame: domain.frame,
      sources: sources,
      forces: forces,
      receivers: domain.receivers,
      outputs: outputs,
      options: options
    )
  }
}
