import NumericalRuntime
import Synchronization
import Tensors

/// Windows of a catalog in batches: any batch of any epoch, read when it is asked for.
///
///     let catalog = try WaveformCatalog(opening: folder)
///     let loader = try catalog.loader(.publishedTraining, order: .shuffled(seed: 1), batchSize: 8)
///     let batches = loader.prefetched(epochs: 0..<10)
///     while let batch = try batches.next() {
///       train(on: batch.input, batch.target)     // [8, 30, 3, y, x]
///     }
///
/// The same seed gives the same batches, whatever the number of threads and wherever reading starts. The last,
/// incomplete batch of an epoch is left out, as published. May be used from several threads at once.
public struct BatchLoader: Sendable {
  /// How windows are cut.
  public let plan: WindowPlan
  /// The events, by id, whose windows are read.
  public let events: [String]
  /// Windows in a batch.
  public let batchSize: Int
  /// The axes of a sample after time and component: `[y, x]` or `[station]`.
  public var receiverShape: [Int] { gather.shape }
  /// Windows in an epoch.
  public var sampleCount: Int { events.count * starts.count }
  /// Batches in an epoch.
  public var batchCount: Int { sampleCount / batchSize }

  private let starts: [Int]
  private let gather: ReceiverGather
  private let scaling: SampleScaling?
  private let missing: Float?
  private let order: EpochOrder
  private let cache: EventCache

  init(
    events: [String],
    snapshotCount: Int,
    gather: ReceiverGather,
    scaling: SampleScaling?,
    settings: Settings,
    cache: EventCache
  ) throws(CatalogError) {
    plan = settings.plan
    batchSize = settings.batchSize
    missing = settings.missing
    self.events = events
    self.gather = gather
    self.scaling = scaling
    self.cache = cache
    starts = try plan.starts(inEventOf: snapshotCount)
    let count = events.count * starts.count
    guard batchSize >= 1, count >= batchSize else {
      throw .mismatch(
        what: "batch size",
        expected: "1...\(count), the windows of \(events.count) events",
        found: "\(batchSize)"
      )
    }
    guard count <= Int(UInt32.max) else {
      throw .mismatch(what: "windows in an epoch", expected: "fewer than 2^32", found: "\(count)")
    }
    order = EpochOrder(settings.order, count: count)
  }

  /// What a loader's user chooses, apart from events and receivers.
  struct Settings: Sendable {
    var plan: WindowPlan
    var order: SampleOrder
    var batchSize: Int
    var missing: Float?
  }

  /// The windows of a batch.
  /// - Precondition: the batch is one of ``batchCount``, the epoch is not negative.
  public func samples(at position: BatchPosition) -> [WindowSample] {
    windows(at: position).map { WindowSample(event: events[$0.event], start: $0.start) }
  }

  /// Reads a batch.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` for a file that is not whole, or what else keeps it from
  ///   being read.
  /// - Precondition: the batch is one of ``batchCount``, the epoch is not negative.
  public func batch(at position: BatchPosition) throws -> WaveformBatch {
    let windows = windows(at: position)
    let sources = try sources(of: windows.map(\.event))
    var target: Tensor?
    let input = try Tensor(shape: shape(plan.inputLength)) { input in
      target = try Tensor(shape: shape(plan.horizon)) { target in
        try fill(input, target, windows.map(\.start), sources)
      }
    }
    return WaveformBatch(
      input: input,
      target: target ?? Tensor(zeros: shape(0)),
      samples: samples(at: position),
      position: position
    )
  }

  private func shape(_ steps: Int) -> [Int] { [batchSize, steps, 3] + gather.shape }

  private func windows(at position: BatchPosition) -> [(event: Int, start: Int)] {
    require(
      position.epoch >= 0 && (0..<batchCount).contains(position.batch),
      "BatchLoader: batch \(position.batch) of epoch \(position.epoch); there are \(batchCount)"
    )
    let first = position.batch * batchSize
    return order.indices(epoch: position.epoch)[first..<first + batchSize].map { index in
      (Int(index) / starts.count, starts[Int(index) % starts.count])
    }
  }

  /// The samples of events, each opened once.
  private func sources(of events: [Int]) throws -> [EventSamples] {
    let distinct = Array(Set(events)).sorted()
    let opened = parallelMap(distinct) { event in Result { try cache.samples(of: event) } }
    var sources: [Int: EventSamples] = [:]
    for (event, result) in zip(distinct, opened) { sources[event] = try result.get() }
    return events.compactMap { sources[$0] }
  }
}

extension BatchLoader {
  /// Fills both tensors; one share of work is one component of one window.
  private func fill(
    _ input: UnsafeMutableBufferPointer<Float>,
    _ target: UnsafeMutableBufferPointer<Float>,
    _ starts: [Int],
    _ sources: [EventSamples]
  ) throws {
    nonisolated(unsafe) let (input, target) = (input, target)
    let failure = Mutex<(share: Int, error: any Error)?>(nil)
    parallelFor(3 * starts.count) { share in
      let (window, component) = (share / 3, share % 3)
      do {
        try fill(
          window: window,
          component: component,
          from: sources[window],
          at: starts[window],
          input,
          target
        )
      } catch {
        // The first window's error, whatever the number of threads.
        failure.withLock { known in
          if known.map({ share < $0.share }) ?? true { known = (share, error) }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  private func fill(
    window: Int,
    component: Int,
    from source: EventSamples,
    at start: Int,
    _ input: UnsafeMutableBufferPointer<Float>,
    _ target: UnsafeMutableBufferPointer<Float>
  ) throws {
    let scratch = UnsafeMutableBufferPointer<Float>.allocate(
      capacity: gather.channels == nil ? 0 : gather.receivers.count
    )
    defer { scratch.deallocate() }
    for step in 0..<(plan.inputLength + plan.horizon) {
      let isInput = step < plan.inputLength
      let (array, length) = isInput ? (input, plan.inputLength) : (target, plan.horizon)
      let place = window * length + (isInput ? step : step - plan.inputLength)
      let first = (place * 3 + component) * gather.count
      let row = UnsafeMutableBufferPointer(rebasing: array[first..<first + gather.count])
      let time = start + step * plan.stride
      if let channels = gather.channels {
        try source.read(component: component, time: time, into: scratch)
        for (channel, terms) in channels.enumerated() {
          row[channel] = terms.reduce(0) { $0 + $1.weight * scratch[$1.index] }
        }
      } else {
        try source.read(component: component, time: time, into: row)
      }
      scaling?.apply(to: row, component: component)
      if let missing { for i in row.indices where row[i].isNaN { row[i] = missing } }
    }
  }
}
