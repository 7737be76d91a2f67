import Foundation
import Seismology
import WaveSimulation
import WaveformCatalog

/// What a catalog will take, before it is computed.
struct GenerationPlanText {
  private let generator: CatalogGenerator
  private let plan: GenerationPlan
  private let run: RunPlan

  /// Plans one run of the catalog to know grid and time step.
  init(_ generator: CatalogGenerator, _ plan: GenerationPlan) throws {
    self.generator = generator
    self.plan = plan
    run = try generator.runPlan()
  }

  /// The plan as a table.
  var lines: [String] {
    rows.map { $0.padding(toLength: 20, withPad: " ", startingAt: 0) + $1 }
  }

  /// Seconds that the chosen way takes on the cores of this machine, roughly.
  var estimatedSeconds: Double {
    let cost = plan.costs.first { $0.strategy == plan.strategy }
    return (cost?.equivalentRuns ?? Double(plan.eventCount)) * run.estimatedSeconds
  }

  private var rows: [(String, String)] {
    let specification = generator.specification
    let numerics = specification.numerics
    let sampling = specification.sampling
    let grid = run.grid
    return [
      ("title", specification.title),
      ("events", events),
      ("receivers", receivers),
      (
        "samples",
        "\(sampling.count) of \(sampling.motion.rawValue), \(Readable.number(sampling.interval)) s apart, "
          + "\(Readable.number(sampling.duration)) s"
      ),
      ("velocity model", specification.model.file.lastPathComponent),
      (
        "slowest S wave",
        "\(Readable.number(plan.minimumShearVelocity)) m/s; slower rock is raised to it"
      ),
      (
        "grid",
        "\(grid.nx) \u{D7} \(grid.ny) \u{D7} \(grid.nz), \(Readable.count(grid.pointCount)) points, "
          + "\(Readable.number(grid.spacing)) m apart"
      ),
      (
        "highest frequency",
        "\(Readable.number(numerics.maximumFrequency)) Hz, "
          + "\(Readable.number(run.pointsPerWavelength(at: numerics.maximumFrequency))) points to a wavelength"
      ),
      ("time step", "\(Readable.number(run.timeStep)) s, \(run.stepCount) steps from \(start)"),
      ("strategy", "\(plan.strategy.rawValue): \(plan.reason)"),
    ] + others + [("size", size), ("estimated time", Readable.duration(estimatedSeconds))]
  }

  /// The ways not taken, and why.
  private var others: [(String, String)] {
    plan.costs.filter { $0.strategy != plan.strategy }.map { cost in
      let work =
        cost.isPossible
        ? "\(Readable.number(cost.equivalentRuns)) single runs' work (\(cost.reason))"
        : "impossible: \(cost.reason)"
      return ("  not \(cost.strategy.rawValue)", work)
    }
  }

  private var events: String {
    let events = generator.events.map(\.event)
    let magnitudes = events.map(\.magnitude)
    let range =
      "M \(Self.tenths(magnitudes.min() ?? 0))\u{2026}\(Self.tenths(magnitudes.max() ?? 0))"
    let finite = generator.events.filter { $0.sources.count > 1 }.count
    return "\(events.count), \(range)" + (finite > 0 ? ", \(finite) of them finite faults" : "")
  }

  private var receivers: String {
    let specification = generator.specification
    let grid = specification.surfaceGrid.map { "\($0.columns) \u{D7} \($0.rows) at the surface" }
    let stations = specification.stations.map { "the stations of \($0.lastPathComponent)" }
    return [grid, stations].compactMap { $0 }.joined(separator: " and ")
  }

  private var start: String {
    let seconds = generator.events.map(\.startTime).min() ?? 0
    return "\(Readable.number(seconds)) s after the origin time"
  }

  private var size: String {
    let free = DiskSpace.system.freeBytes(generator.folder.url)
    return "\(Readable.bytes(plan.size.bytes)), \(Readable.bytes(plan.size.eventBytes)) an event"
      + (free.map { "; \(Readable.bytes($0)) are free" } ?? "")
  }

  private static func tenths(_ value: Double) -> String { String(format: "%.1f", value) }
}
