public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import WaveSimulation

/// Makes a catalog in a folder, event by event, the cheapest way.
///
///     let generator = try CatalogGenerator(specification, folder: url, source: "foreshake 1.0")
///     let plan = try generator.plan()
///     let report = try generator.run(plan, resuming: false) { progress in true }
///
/// A file appears under its final name when it is whole; a killed run loses the batch in hand, and `resuming` makes
/// the rest with the same bytes as an undisturbed run.
public struct CatalogGenerator: Sendable {
  /// What is made.
  public let specification: CatalogSpecification
  /// Where.
  public let folder: CatalogFolder
  /// The events in order.
  public let events: [PlannedEvent]
  let context: SimulationContext
  private let source: String
  private let disk: DiskSpace

  /// Reads the models, plans the events and checks them all.
  ///
  /// - Parameters:
  ///   - specification: what is to be made.
  ///   - folder: where; it need not exist.
  ///   - source: product and version, kept in the files.
  ///   - threads: the number of threads; nil for all cores. It does not change a byte.
  ///   - disk: what tells the free room.
  /// - Throws: ``CatalogError`` and what models and stations throw.
  public init(
    _ specification: CatalogSpecification,
    folder: URL,
    source: String,
    threads: Int? = nil,
    disk: DiskSpace = .system
  ) throws {
    self.specification = specification
    self.folder = CatalogFolder(folder)
    self.source = source
    self.disk = disk
    let projection = try specification.domain.projection()
    let modelFile = try specification.model.read(projection: projection)
    events = try EventPlanner(specification, model: modelFile.model).events()
    context = try SimulationContext(
      specification,
      layout: try specification.layout(projection: projection),
      modelFile: modelFile,
      threads: threads
    )
  }

  /// Chooses the way, or takes the one asked for.
  ///
  /// - Parameter asked: the way to take; nil for the cheapest.
  /// - Returns: the plan, whose ``GenerationPlan/size`` tells whether a disk has room.
  /// - Throws: ``CatalogError/strategyImpossible(strategy:reason:)``.
  public func plan(_ asked: GenerationStrategy? = nil) throws -> GenerationPlan {
    let planner = StrategyPlanner(
      events: events,
      layout: context.layout,
      sampling: context.sampling,
      numerics: specification.numerics,
      domain: specification.domain,
      isLaterallyHomogeneous: context.isLaterallyHomogeneous
    )
    let costs = planner.costs()
    guard let chosen = asked.map(planner.cost) ?? costs.first else {
      throw CatalogError.invalid(place: "events", value: "none", expected: "at least one event")
    }
    guard chosen.isPossible else {
      throw CatalogError.strategyImpossible(
        strategy: chosen.strategy.rawValue,
        reason: chosen.reason
      )
    }
    let size = CatalogSize(
      eventCount: events.count,
      layout: context.layout,
      sampling: context.sampling
    )
    return GenerationPlan(
      strategy: chosen.strategy,
      reason: GenerationPlan.reason(chosen, among: costs, isForced: asked != nil),
      costs: costs,
      eventCount: events.count,
      receiverCount: context.layout.count,
      pointCount: context.grid.pointCount,
      minimumShearVelocity: context.minimumShearVelocity,
      size: size
    )
  }

  /// Makes what is missing.
  ///
  /// - Parameters:
  ///   - plan: how.
  ///   - resuming: whether the folder may hold a part of this catalog already; complete files stay.
  ///   - progress: told about ten times a second; returns false to stop.
  /// - Returns: what was written and how long it took.
  /// - Throws: ``CatalogError/interrupted(complete:of:)`` if it was stopped, ``CatalogError/locked(path:owner:)``,
  ///   ``CatalogError/foreignFolder(path:reason:)`` and what simulations and files throw.
  public func run(
    _ plan: GenerationPlan,
    resuming: Bool,
    progress: @escaping (GenerationProgress) -> Bool
  ) throws -> GenerationReport {
    let watch = Stopwatch()
    if folder.contents() != .catalog { try plan.size.check(roomIn: folder.url, disk: disk) }
    try folder.create()
    let lock = try CatalogLock(folder)
    defer { lock.release() }
    let description = description(plan)
    var index = try prepare(description, resuming: resuming)
    let missing = Set(index.missing.map(\.id))
    let pending = events.filter { missing.contains($0.event.id) }
    try plan.size.check(roomIn: folder.url, complete: events.count - pending.count, disk: disk)
    let kept = events.count - pending.count
    var runner = try runner(plan.strategy)
    let batches = runner.batches(of: pending, in: events)
    var (written, bytes) = (0, 0)
    var wasStopped = false
    for batch in batches {
      let share = Double(batch.count) / Double(max(1, pending.count))
      let done = Double(written) / Double(max(1, pending.count))
      let already = written
      do {
        try runner.run(batch) { part in
          let wishes = progress(
            GenerationProgress(
              completeEvents: kept + already,
              eventCount: events.count,
              share: done + part * share,
              pendingEvents: pending.count,
              elapsedSeconds: watch.seconds
            )
          )
          wasStopped = !wishes
          return wishes
        } deliver: { waveforms in
          let id = waveforms.event.id
          let file = folder.eventFile(id)
          let fingerprint = try EventFile.write(waveforms, description: description, to: file)
          index.markMade(id, fingerprint)
          bytes += fingerprint.byteCount
          written += 1
        }
      } catch SimulationError.cancelled where wasStopped {
        throw CatalogError.interrupted(complete: kept + written, of: events.count)
      }
      try index.write(to: folder)
    }
    try? FileManager.default.removeItem(at: folder.scratch)
    return GenerationReport(
      written: written,
      kept: kept,
      elapsedSeconds: watch.seconds,
      bytes: bytes
    )
  }

  private func runner(_ strategy: GenerationStrategy) throws -> any EventRunner {
    switch strategy {
    case .direct: DirectRunner(context: context)
    case .fused: FusedRunner(context)
    case .combination: try CombinationRunner(context)
    case .shifted: try ShiftedRunner(context, events: events)
    case .reciprocal:
      try ReciprocalRunner(context, events: events, scratch: folder.scratch)
    }
  }

  private func description(_ plan: GenerationPlan) -> CatalogDescription {
    let numerics = specification.numerics
    return CatalogDescription(
      title: specification.title,
      source: source,
      yaml: specification.yaml,
      seed: specification.seed,
      frame: specification.domain.frame,
      sampling: context.sampling,
      layout: context.layout,
      notes: [
        "velocity_model": context.modelFile.name,
        "minimum_shear_velocity_m_s": "\(context.minimumShearVelocity)",
        "maximum_frequency_hz": "\(numerics.maximumFrequency)",
        "grid_spacing_m": "\(numerics.spacing)",
        "points_per_wavelength": "\(numerics.pointsPerWavelength)",
        "attenuation": numerics.isAttenuating ? "constant Q of the model" : "none",
        "generation_strategy": plan.strategy.rawValue,
      ]
    )
  }
}
