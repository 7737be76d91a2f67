import Seismology
import WaveSimulation

/// One run for each event.
struct DirectRunner: EventRunner {
  let context: SimulationContext

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    pending.map { [$0] }
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    for planned in batch {
      var simulation = try SampledSimulation(
        model: try context.model(seed: planned.event.modelSeed),
        grid: context.grid,
        frame: context.frame,
        sources: planned.sources,
        receivers: context.layout.receivers,
        sampling: context.sampling(count: context.sampling.count),
        options: context.options
      )
      let samples = try simulation.run { progress($0.share) }
      try deliver(context.waveforms(planned.event, samples))
    }
  }
}
