import Foundation
import Seismology
import WaveSimulation

/// Six elementary moment tensors at each place, combined to the mechanism of every event there.
struct CombinationRunner: EventRunner {
  private let context: SimulationContext
  private let runs: ElementaryRuns

  init(_ context: SimulationContext) throws {
    self.context = context
    runs = try ElementaryRuns(context)
  }

  /// Places whose elementary tensors fill whole fused runs.
  static let placesPerBatch = 8

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    var order: [LocalPoint] = []
    var groups: [LocalPoint: [PlannedEvent]] = [:]
    for event in pending {
      guard let place = event.sources.first?.location else { continue }
      if groups[place] == nil { order.append(place) }
      groups[place, default: []].append(event)
    }
    return order.pieces(of: Self.placesPerBatch).map { $0.flatMap { groups[$0, default: []] } }
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    var places: [LocalPoint] = []
    for event in batch {
      for source in event.sources where !places.contains(source.location) {
        places.append(source.location)
      }
    }
    let elementary = try runs.run(
      at: places,
      receivers: context.layout.receivers,
      seed: batch.first?.event.modelSeed,
      progress: progress
    )
    for planned in batch {
      guard let source = planned.unlimitedSources.first,
        let place = places.firstIndex(of: source.location)
      else { continue }
      let first = place * ElementaryTensor.count
      let samples = runs.motion(
        of: source,
        from: elementary[first..<(first + ElementaryTensor.count)],
        width: context.layout.count
      )
      try deliver(context.waveforms(planned.event, samples))
    }
  }
}
