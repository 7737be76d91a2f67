public import Tensors
public import WaveformCatalog

/// Windows of motion, read a few at a time: what goes in, and what came after.
public protocol TrainingColumns: Sendable {
  /// The number of windows.
  var count: Int { get }
  /// The inputs of some windows, [k, T, 3, …] in m/s.
  func inputs(_ range: Range<Int>) throws -> Tensor
  /// What came after them, [k, frames, 3, …] in m/s.
  func targets(_ range: Range<Int>) throws -> Tensor
}

/// The windows of a catalog's events that start at certain snapshots, event after event.
public struct CatalogColumns: TrainingColumns {
  /// The events' ids.
  public let events: [String]
  /// How windows are cut: input, horizon, stride and the snapshots at which they start.
  public let plan: WindowPlan

  private let catalog: WaveformCatalog
  private let receivers: ReceiverSelection?
  private let starts: [Int]

  /// Windows of events.
  ///
  /// - Parameters:
  ///   - catalog: the catalog.
  ///   - events: ids of the events.
  ///   - plan: how windows are cut; with all snapshots as starts there are hundreds of windows an event.
  ///   - receivers: where; nil for the grid, or all stations where there is none.
  /// - Throws: `CatalogError` if events are too short for such windows.
  public init(
    _ catalog: WaveformCatalog,
    events: [String],
    plan: WindowPlan,
    receivers: ReceiverSelection? = nil
  ) throws {
    self.catalog = catalog
    self.events = events
    self.plan = plan
    self.receivers = receivers
    starts = try plan.starts(inEventOf: catalog.sampling.count)
  }

  /// The number of windows: events times starts.
  public var count: Int { events.count * starts.count }

  /// The inputs of some windows.
  public func inputs(_ range: Range<Int>) throws -> Tensor {
    try windows(range, starts, frames: plan.inputLength)
  }

  /// What came after them.
  public func targets(_ range: Range<Int>) throws -> Tensor {
    let later = starts.map { $0 + plan.inputLength * plan.stride }
    return try windows(range, later, frames: plan.horizon)
  }

  /// Frames from certain snapshots on; whole events are read and cut to the range.
  private func windows(_ range: Range<Int>, _ starts: [Int], frames: Int) throws -> Tensor {
    let each = starts.count
    let wanted = range.lowerBound / each..<(range.upperBound + each - 1) / each
    let loader = try catalog.loader(
      WindowPlan(inputLength: frames, horizon: 0, stride: plan.stride, offsets: .at(starts)),
      events: Array(events[wanted]),
      receivers: receivers,
      batchSize: wanted.count * each,
      missing: 0
    )
    let batch = try loader.batch(at: BatchPosition(epoch: 0)).input
    let first = range.lowerBound - wanted.lowerBound * each
    return range.count == batch.shape[0]
      ? batch : batch.sliced(axis: 0, from: first, to: first + range.count)
  }
}
