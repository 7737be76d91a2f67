import NumericalRuntime
import WaveformCatalog

/// The batches of one epoch, read while earlier ones are learned from.
///
/// An epoch has as many windows as there are events, or all there are, but for an incomplete batch. Windows, each an event with a start,
/// come in random order, the next epoch going on where the last one ended, until all have been seen.
struct PrefetchedTrainingBatches: Sequence, IteratorProtocol {
  private let batches: PrefetchedBatches
  private let windows: TrainingWindows
  private var number: Int
  private let end: Int

  init(_ loader: BatchLoader, epoch: Int, _ windows: TrainingWindows) {
    let count = Self.count(loader, windows.settings)
    number = epoch * count
    end = number + count
    self.windows = windows
    let start = BatchPosition(
      epoch: number / loader.batchCount,
      batch: number % loader.batchCount
    )
    let last = (end - 1) / loader.batchCount
    batches = loader.prefetched(epochs: start.epoch..<last + 1, from: start)
  }

  /// The batches of an epoch.
  static func count(_ loader: BatchLoader, _ settings: ForecastTrainingSettings) -> Int {
    settings.isEveryWindow
      ? loader.batchCount : Swift.max(1, loader.events.count / loader.batchSize)
  }

  var underestimatedCount: Int { end - number }

  mutating func next() -> Result<TrainingBatch, any Error>? {
    guard number < end else {
      batches.stop()
      return nil
    }
    do {
      guard let batch = try batches.next() else { return nil }
      defer { number += 1 }
      return .success(try windows.batch(batch, number: number))
    } catch {
      return .failure(error)
    }
  }
}
