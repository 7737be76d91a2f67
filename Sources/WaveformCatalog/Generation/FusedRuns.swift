import Seismology
import WaveSimulation

/// Fused runs on one grid; medium, receivers and absorbing layers stay while the velocity model does.
final class FusedRuns {
  private let context: SimulationContext
  private let grid: SimulationGrid
  private let count: Int
  private var state: State?

  private struct State: ~Copyable {
    let seed: UInt64?
    let receivers: [Receiver]
    var simulation: FusedSimulation
  }

  /// Runs of so many samples on a grid.
  init(_ context: SimulationContext, grid: SimulationGrid, count: Int) {
    self.context = context
    self.grid = grid
    self.count = count
  }

  /// The samples of up to ``FusedSimulation/laneCount`` sets of sources, each `(component, time, receiver)`.
  func run(
    _ sources: [[PointSource]],
    receivers: [Receiver],
    seed: UInt64?,
    progress: @escaping (Double) -> Bool
  ) throws -> [[Float]] {
    if state?.seed == seed, state?.receivers == receivers {
      try state?.simulation.load(events: sources)
    } else {
      // The old one goes before the new one takes its memory.
      state = nil
      state = State(
        seed: seed,
        receivers: receivers,
        simulation: try FusedSimulation(
          model: try context.model(seed: seed),
          grid: grid,
          frame: context.frame,
          events: sources,
          receivers: receivers,
          sampling: context.sampling(count: count),
          options: context.options
        )
      )
    }
    return try state?.simulation.run { progress($0.share) } ?? []
  }
}
