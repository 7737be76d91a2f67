import Dispatch
import Foundation
import NumericalRuntime
import Synchronization

/// Batches in their order, read on a thread of its own while earlier ones are used.
///
/// No more than `depth` batches wait. An error comes out of ``next()`` in its place, after the batches before it;
/// then the row ends. Reading stops with ``stop()`` or when nobody holds this object any more; both wait for the
/// batch that is being read.
public final class PrefetchedBatches: Sendable {
  private let channel: BatchChannel

  /// Starts to read.
  /// - Precondition: `depth` is at least 1, the start lies within `epochs` or at their end.
  init(_ loader: BatchLoader, epochs: Range<Int>, from start: BatchPosition, depth: Int) {
    require(depth >= 1, "PrefetchedBatches: a depth of \(depth); at least one batch must wait")
    require(
      (epochs.lowerBound...epochs.upperBound).contains(start.epoch)
        && (0...loader.batchCount).contains(start.batch),
      "PrefetchedBatches: start at \(start) outside epochs \(epochs) of \(loader.batchCount) batches"
    )
    let channel = BatchChannel(depth: depth)
    self.channel = channel
    let thread = Thread { channel.produce(epochs: epochs, from: start, by: loader) }
    thread.name = "catalog batches"
    thread.start()
  }

  deinit {
    channel.stop()
  }

  /// The next batch; nil after the last one and after ``stop()``.
  ///
  /// - Throws: what kept the batch from being read.
  public func next() throws -> WaveformBatch? { try channel.next() }

  /// Ends the reading; what waits is given up.
  public func stop() { channel.stop() }
}

extension BatchLoader {
  /// The batches of epochs, read ahead on a thread of its own.
  ///
  /// - Parameters:
  ///   - epochs: which epochs.
  ///   - start: the batch to start with, where an earlier run ended; nil for the first.
  ///   - depth: how many batches may wait.
  /// - Returns: the batches in their order.
  /// - Precondition: `depth` is at least 1, the start lies within `epochs` or at their end.
  public func prefetched(
    epochs: Range<Int>,
    from start: BatchPosition? = nil,
    depth: Int = 2
  ) -> PrefetchedBatches {
    PrefetchedBatches(
      self,
      epochs: epochs,
      from: start ?? BatchPosition(epoch: epochs.lowerBound),
      depth: depth
    )
  }
}

/// What the reading thread and the consumer share.
private final class BatchChannel: Sendable {
  private struct State: Sendable {
    /// Batches, an error, and nil for the end.
    var waiting: [Result<WaveformBatch?, any Error>] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  /// Counts free places; starts at zero because a semaphore may not end below its start.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)
  private let producer = DispatchGroup()

  init(depth: Int) {
    for _ in 0..<depth { free.signal() }
    producer.enter()
  }

  private var isStopped: Bool { state.withLock(\.isStopped) }

  /// Reads batch after batch until the last, an error or ``stop()``.
  func produce(epochs: Range<Int>, from start: BatchPosition, by loader: BatchLoader) {
    defer { producer.leave() }
    for epoch in start.epoch..<max(start.epoch, epochs.upperBound) {
      for batch in (epoch == start.epoch ? start.batch : 0)..<loader.batchCount {
        free.wait()
        guard !isStopped else { return put(.success(nil)) }
        let result = Result<WaveformBatch?, any Error> {
          try loader.batch(at: BatchPosition(epoch: epoch, batch: batch))
        }
        put(result)
        if case .failure = result { return put(.success(nil)) }
      }
    }
    put(.success(nil))
  }

  /// The next batch; nil at the end, also when asked again.
  func next() throws -> WaveformBatch? {
    guard !isStopped else { return nil }
    filled.wait()
    let result = state.withLock { state -> Result<WaveformBatch?, any Error> in
      state.waiting.isEmpty ? .success(nil) : state.waiting.removeFirst()
    }
    guard let batch = try result.get() else {
      put(.success(nil))
      return nil
    }
    free.signal()
    return batch
  }

  /// Lets the reading thread end, waits for it and gives up what waits.
  func stop() {
    state.withLock { $0.isStopped = true }
    free.signal()
    producer.wait()
    state.withLock { $0.waiting = [.success(nil)] }
    filled.signal()
  }

  private func put(_ result: Result<WaveformBatch?, any Error>) {
    state.withLock { $0.waiting.append(result) }
    filled.signal()
  }
}
