import Seismology
import WaveSimulation

/// Several events advance together and share the material loads.
struct FusedRunner: EventRunner {
  private let context: SimulationContext
  private let runs: FusedRuns

  init(_ context: SimulationContext) {
    self.context = context
    runs = FusedRuns(context, grid: context.grid, count: context.sampling.count)
  }

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    var seeds: [UInt64?] = []
    var groups: [UInt64?: [PlannedEvent]] = [:]
    for event in pending {
      let seed = event.event.modelSeed
      if groups[seed] == nil { seeds.append(seed) }
      groups[seed, default: []].append(event)
    }
    return seeds.flatMap { groups[$0, default: []].pieces(of: FusedSimulation.laneCount) }
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    let results = try runs.run(
      batch.map(\.sources),
      receivers: context.layout.receivers,
      seed: batch.first?.event.modelSeed,
      progress: progress
    )
    for (planned, samples) in zip(batch, results) {
      try deliver(context.waveforms(planned.event, samples))
    }
  }
}
