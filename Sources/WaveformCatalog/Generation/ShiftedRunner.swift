import Foundation
import Seismology
import WaveSimulation

/// The box of a shared run: wide enough for every receiver as seen from every source.
struct ShiftedBox {
  /// Where the shared source stands.
  let place: (x: Double, y: Double)
  /// The extent in m.
  let x, y: ClosedRange<Double>

  /// Receivers whose motion one shared run keeps: 12 lanes of 3 components of 500 samples then take 2 GB.
  static let receiversOfOneRun = 28_000

  init(events: [PlannedEvent], layout: ReceiverLayout, domain: CatalogDomain) {
    let sources = events.flatMap { $0.sources.map(\.location) }
    func span(_ values: [Double], _ fallback: ClosedRange<Double>) -> ClosedRange<Double> {
      guard let low = values.min(), let high = values.max() else { return fallback }
      return low...high
    }
    let (sx, sy) = (span(sources.map(\.x), domain.x), span(sources.map(\.y), domain.y))
    place = (0.5 * (sx.lowerBound + sx.upperBound), 0.5 * (sy.lowerBound + sy.upperBound))
    // The box of a direct run, moved with its source: the layers absorb at least as far away.
    x =
      (domain.x.lowerBound - (sx.upperBound - place.x))...(domain.x.upperBound
      + (place.x - sx.lowerBound))
    y =
      (domain.y.lowerBound - (sy.upperBound - place.y))...(domain.y.upperBound
      + (place.y - sy.lowerBound))
  }

  /// The area in m².
  var area: Double { (x.upperBound - x.lowerBound) * (y.upperBound - y.lowerBound) }

  /// The area of a catalog's own box in m².
  static func area(_ domain: CatalogDomain) -> Double {
    (domain.x.upperBound - domain.x.lowerBound) * (domain.y.upperBound - domain.y.lowerBound)
  }

  /// Where a receiver stands as seen from a source moved to ``place``, to a millimetre: equal offsets are found as such.
  func moved(_ receiver: LocalPoint, from source: LocalPoint) -> LocalPoint {
    func rounded(_ value: Double) -> Double { (1000 * value).rounded() / 1000 }
    return LocalPoint(
      x: rounded(receiver.x - source.x + place.x),
      y: rounded(receiver.y - source.y + place.y),
      z: receiver.z
    )
  }
}

/// Six elementary moment tensors at each depth: every event of that depth sees its receivers shifted.
struct ShiftedRunner: EventRunner {
  private let context: SimulationContext
  private let runs: ElementaryRuns
  private let box: ShiftedBox

  init(_ context: SimulationContext, events: [PlannedEvent]) throws {
    self.context = context
    let domain = context.specification.domain
    box = ShiftedBox(events: events, layout: context.layout, domain: domain)
    let grid = try SimulationGrid(
      coveringX: box.x,
      y: box.y,
      depth: domain.depth,
      spacing: context.specification.numerics.spacing,
      absorbingNodes: context.specification.numerics.absorbingNodes
    )
    runs = try ElementaryRuns(context, grid: grid)
  }

  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]] {
    Self.batches(of: pending, receivers: context.layout.count)
  }

  /// Events of two depths, whose elementary tensors fill a fused run best, or of one where that has too many receivers.
  static func batches(of pending: [PlannedEvent], receivers: Int) -> [[PlannedEvent]] {
    let perRun = max(1, ShiftedBox.receiversOfOneRun / max(1, receivers))
    let groups = Dictionary(grouping: pending) { $0.sources.first?.location.z ?? 0 }
    let depths = groups.keys.sorted().map { groups[$0, default: []] }
    return depths.pieces(of: 2).flatMap { pair in
      let together = pair.flatMap { $0 }
      return together.count <= perRun ? [together] : pair.flatMap { $0.pieces(of: perRun) }
    }
  }

  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws {
    let depths = Set(batch.compactMap { $0.sources.first?.location.z }).sorted()
    var places: [LocalPoint: Int] = [:]
    var receivers: [Receiver] = []
    var columns: [[Int]] = []
    for planned in batch {
      guard let source = planned.sources.first else { continue }
      columns.append(
        context.layout.receivers.map { receiver in
          let place = box.moved(receiver.location, from: source.location)
          if let column = places[place] { return column }
          places[place] = receivers.count
          receivers.append(Receiver(code: "R\(receivers.count)", location: place))
          return receivers.count - 1
        }
      )
    }
    let elementary = try runs.run(
      at: depths.map { LocalPoint(x: box.place.x, y: box.place.y, z: $0) },
      receivers: receivers,
      seed: nil,
      progress: progress
    )
    for (planned, columns) in zip(batch, columns) {
      guard let source = planned.unlimitedSources.first,
        let depth = depths.firstIndex(of: source.location.z)
      else { continue }
      let first = depth * ElementaryTensor.count
      let samples = runs.motion(
        of: source,
        from: elementary[first..<(first + ElementaryTensor.count)],
        columns: columns,
        width: receivers.count
      )
      try deliver(context.waveforms(planned.event, samples))
    }
  }
}
