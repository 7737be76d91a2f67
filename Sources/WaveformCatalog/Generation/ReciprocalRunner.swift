import Foundation
import NumericalRuntime
import Seismology
import WaveSimulation

/// Three runs a station, one for each direction of a force there; every source reads its seismogram from the strain that
/// the force makes at its place.
struct ReciprocalRunner: EventRunner {
  private let context: SimulationContext
  private let runs: ElementaryRuns
  private let places: [LocalPoint]
  private let indices: [LocalPoint: Int]
  private let store: StrainStore

  /// The impulse of the forces in N·s; seismograms are divided by it.
  private static let impulse = 1e15

  /// A runner that keeps strains in the folder `scratch`, so that a killed run loses one of its simulations only.
  init(_ context: SimulationContext, events: [PlannedEvent], scratch: URL) throws {
    self.context = context
    runs = try ElementaryRuns(context)
    var places: [LocalPoint] = []
    var indices: [LocalPoint: Int] = [:]
    for source in events.flatMap(\.unlimitedSources) where indices[source.location] == nil {
      indices[source.location] = places.count
      places.append(source.location)
    }
    self.places = places
    self.indices = indices
    store = StrainStore(folder: scratch, places: places.count, sampleCount: runs.sampleCount)
  }

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    pending.isEmpty ? [] : [pending]
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    let stations = context.layout.stations
    let total = 3 * stations.count
    for (index, station) in stations.enumerated() {
      for component in 0..<3 where !store.holds(station: index, component: component) {
        let strains = try simulate(forceAt: station, component: component) {
          progress((Double(3 * index + component) + $0) / Double(total))
        }
        try store.write(strains, station: index, component: component)
      }
    }
    for planned in batch {
      try deliver(context.waveforms(planned.event, try seismograms(of: planned)))
    }
  }

  /// The strain at all places due to a force at a station towards east, north or up.
  private func simulate(
    forceAt station: Receiver,
    component: Int,
    progress: @escaping (Double) -> Bool
  ) throws -> [StrainRecord] {
    let size = Self.impulse
    let force = PointForce(
      location: station.location,
      north: component == 1 ? size : 0,
      east: component == 0 ? size : 0,
      down: component == 2 ? -size : 0,
      timeFunction: try context.specification.pulse(),
      delay: Double(runs.leadCount) * context.sampling.interval
    )
    var simulation = try WaveSimulation(
      model: try context.model(seed: nil),
      grid: context.grid,
      frame: context.frame,
      forces: [force],
      strainReceivers: places.enumerated().map {
        Receiver(code: "\($0.offset)", location: $0.element)
      },
      outputs: OutputRequest(sampleInterval: context.sampling.interval),
      options: context.options
    )
    var sink = InMemorySink()
    let end = Double(runs.sampleCount - 1) * context.sampling.interval
    try simulation.run(until: end, into: &sink) { progress($0.share) }
    return sink.strains
  }

  private func seismograms(of planned: PlannedEvent) throws -> [Float] {
    let (rows, width) = (context.sampling.count, context.layout.count)
    var samples = [Float](repeating: 0, count: 3 * rows * width)
    for source in planned.unlimitedSources {
      guard let place = indices[source.location] else { continue }
      let convolution = runs.convolution(for: source)
      for station in 0..<width {
        for component in 0..<3 {
          let strain = try store.read(station: station, component: component, place: place)
          let velocity = strain.velocity(for: source.moment, impulse: Self.impulse)
          let series = convolution.convolved(velocity, skipped: runs.leadCount, count: rows)
          for row in 0..<rows { samples[(component * rows + row) * width + station] += series[row] }
        }
      }
    }
    return samples
  }
}
