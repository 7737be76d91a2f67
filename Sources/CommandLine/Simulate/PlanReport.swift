import Foundation
import SeismicFiles
import Seismology
import WaveSimulation

/// What a run will need, for `--dry-run`.
struct PlanReport {
  private let setup: SimulationSetup
  private let plan: RunPlan

  /// Plans a run.
  init(_ setup: SimulationSetup) throws {
    self.setup = setup
    plan = try setup.plan()
  }

  /// Prints the plan as a table, with a warning if this machine lacks the memory.
  func print() {
    let available = ResourceCheck().availableBytes
    if plan.memoryBytes > available {
      Console.warning("\(ResourceShortage.memory(needed: plan.memoryBytes, available: available))")
    }
    for (name, value) in rows {
      Console.result(name.padding(toLength: 24, withPad: " ", startingAt: 0) + value)
    }
  }

  private var rows: [(String, String)] {
    let grid = plan.grid
    let points = plan.pointsPerWavelength(at: setup.grid.maximumFrequency)
    return [
      ("title", setup.title), ("velocity model", setup.model.name),
      ("point sources", "\(setup.sources.count + setup.forces.count)"),
      ("stations", "\(setup.domain.receivers.count)"),
      ("region x", kilometres(grid.interiorX)), ("region y", kilometres(grid.interiorY)),
      ("region depth", kilometres(grid.interiorZ)),
      (
        "grid",
        "\(grid.nx) \u{D7} \(grid.ny) \u{D7} \(grid.nz), \(Readable.count(grid.pointCount)) points"
      ),
      ("spacing", "\(Readable.number(grid.spacing)) m"),
      ("highest frequency", "\(Readable.number(setup.grid.maximumFrequency)) Hz"),
      ("slowest wave", "\(Readable.number(plan.velocityRange.minimumS)) m/s"),
      ("fastest wave", "\(Readable.number(plan.velocityRange.maximumP)) m/s"),
      ("points per wavelength", String(format: "%.2f", points)),
      ("time step", "\(Readable.number(plan.timeStep)) s, \(plan.stepCount) steps"),
      ("duration", "\(Readable.number(setup.duration)) s"),
      ("memory", Readable.bytes(plan.memoryBytes)),
      ("estimated time", Readable.duration(plan.estimatedSeconds)),
    ]
  }

  private func kilometres(_ range: ClosedRange<Double>) -> String {
    "\(Readable.number(range.lowerBound / 1000))\u{2026}\(Readable.number(range.upperBound / 1000)) km"
  }
}
