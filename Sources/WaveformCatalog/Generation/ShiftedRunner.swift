import Seismology
import WaveSimulation

/// Six elementary moment tensors at each depth: every event of that depth sees its receivers shifted.
struct ShiftedRunner: EventRunner {
  private let context: SimulationContext
  private let runs: ElementaryRuns
  private let box: ShiftedBox

  init(_ context: SimulationContext, events: [PlannedEvent]) throws {
    self.context = context
    let domain = context.specification.domain
    let numerics = context.specification.numerics
    box = ShiftedBox(events: events, domain: domain, spacing: numerics.spacing)
    let grid = try SimulationGrid(
      coveringX: box.x,
      y: box.y,
      depth: domain.depth,
      spacing: numerics.spacing,
      absorbingNodes: numerics.absorbingNodes
    )
    runs = try ElementaryRuns(context, grid: grid)
  }

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    box.batches(of: pending, receivers: context.layout.count)
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    var places: [LocalPoint] = []
    for source in batch.flatMap(\.sources) where !places.contains(box.place(of: source.location)) {
      places.append(box.place(of: source.location))
    }
    let shared = receivers(of: batch)
    let elementary = try runs.run(
      at: places,
      receivers: shared.receivers,
      seed: nil,
      progress: progress
    )
    for (planned, columns) in zip(batch, shared.columns) {
      guard let source = planned.unlimitedSources.first,
        let place = places.firstIndex(of: box.place(of: source.location))
      else { continue }
      let first = place * ElementaryTensor.count
      let samples = runs.motion(
        of: source,
        from: elementary[first..<(first + ElementaryTensor.count)],
        columns: columns,
        width: shared.receivers.count
      )
      try deliver(context.waveforms(planned.event, samples))
    }
  }

  /// All receivers of a batch as its sources see them, each once, and which of them belong to each event.
  private func receivers(
    of batch: [PlannedEvent]
  ) -> (receivers: [Receiver], columns: [[Int]]) {
    let own = context.layout.receivers
    var known: [LocalPoint: Int] = [:]
    var receivers: [Receiver] = []
    let columns = batch.map { planned -> [Int] in
      guard let source = planned.sources.first else { return [] }
      return own.map { receiver in
        let place = box.moved(receiver.location, with: source.location)
        if let column = known[place] { return column }
        known[place] = receivers.count
        receivers.append(Receiver(code: "R\(receivers.count)", location: place))
        return receivers.count - 1
      }
    }
    return (receivers, columns)
  }
}

extension ShiftedBox {
  /// Events of two places, whose elementary tensors fill a fused run best, or of one where that has too many receivers.
  func batches(of events: [PlannedEvent], receivers: Int) -> [[PlannedEvent]] {
    let perRun = max(1, Self.receiversOfOneRun / max(1, receivers))
    var order: [LocalPoint] = []
    var groups: [LocalPoint: [PlannedEvent]] = [:]
    for event in events {
      guard let source = event.sources.first else { continue }
      let place = place(of: source.location)
      if groups[place] == nil { order.append(place) }
      groups[place, default: []].append(event)
    }
    return order.pieces(of: 2).flatMap { pair in
      let together = pair.flatMap { groups[$0, default: []] }
      return together.count <= perRun
        ? [together] : pair.flatMap { groups[$0, default: []].pieces(of: perRun) }
    }
  }
}
