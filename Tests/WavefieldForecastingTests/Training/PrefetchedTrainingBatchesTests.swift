import Tensors
import TestSupport
import Testing
import WaveformCatalog

@testable import WavefieldForecasting

/// A window of a catalog.
private struct Window: Hashable {
  var event: String
  var start: Int
}

/// The windows of a batch, told by their first samples.
private func windows(_ batch: TrainingBatch) -> [Window] {
  let samples = batch.input.floats
  let size = samples.count / batch.input.shape[0]
  return (0..<batch.samples).map { sample in
    let first = Int(samples[sample * size])
    return Window(event: "E\(first / 100_000 - 1)", start: first % 100_000 / 100)
  }
}

@Suite("Batches of an epoch, read ahead")
struct PrefetchedTrainingBatchesTests {
  /// All windows of epochs, epoch by epoch.
  private func run(_ loader: BatchLoader, epochs: Range<Int>) throws -> [[[Window]]] {
    var settings = ForecastTrainingSettings()
    settings.isRelative = false
    let model = TrainingFixture.plainModel()
    let training = TrainingWindows(
      model: model,
      settings: settings,
      reading: TrainingFixture.reading(model.shape)
    )
    return try epochs.map { epoch in
      try PrefetchedTrainingBatches(loader, epoch: epoch, training).map { windows(try $0.get()) }
    }
  }

  /// The windows of a loader's batch.
  private func own(_ loader: BatchLoader, _ number: Int) -> [Window] {
    loader.samples(
      at: BatchPosition(epoch: number / loader.batchCount, batch: number % loader.batchCount)
    ).map { Window(event: $0.event, start: $0.start) }
  }

  @Test("Epochs go on where the last one ended until every window was seen once")
  func everyWindowOnce() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 5)
      let loader = try TrainingFixture.loader(catalog, offsets: [0, 3, 7, 11], batchSize: 2)
      // 20 windows in batches of 2; an epoch takes as many windows as there are events, in whole batches.
      #expect(PrefetchedTrainingBatches.count(loader, ForecastTrainingSettings()) == 2)
      #expect(PrefetchedTrainingBatches.count(loader, .published) == 10)
      let epochs = try run(loader, epochs: 0..<5)
      #expect(epochs.map(\.count) == [2, 2, 2, 2, 2])
      let seen = epochs.flatMap { $0.flatMap { $0 } }
      #expect(seen.count == 20 && Set(seen).count == 20)
      #expect(Set(seen.map(\.start)) == [0, 3, 7, 11])
      // The order is the loader's own.
      #expect(epochs.flatMap { $0 } == (0..<10).map { own(loader, $0) })
    }
  }

  @Test("An epoch alone, as after a resume, has the batches that it has in a row of epochs")
  func resumedEpoch() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 5)
      // 15 windows are 7 whole batches: epoch 3 takes the last of them and the first of the next order.
      let loader = try TrainingFixture.loader(catalog, offsets: [0, 3, 7], batchSize: 2)
      let row = try run(loader, epochs: 0..<6)
      for epoch in 0..<6 {
        #expect(try run(loader, epochs: epoch..<epoch + 1) == [row[epoch]])
        #expect(row[epoch] == (2 * epoch..<2 * epoch + 2).map { own(loader, $0) })
      }
      let firstOrder = row.flatMap { $0 }.prefix(7).flatMap { $0 }
      #expect(Set(firstOrder).count == 14)
    }
  }

  @Test("Fewer events than a batch has windows give one batch an epoch")
  func fewEvents() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 2)
      let loader = try TrainingFixture.loader(catalog, offsets: [0, 3, 7], batchSize: 3)
      let epochs = try run(loader, epochs: 0..<2)
      #expect(epochs.map(\.count) == [1, 1])
      #expect(Set(epochs.flatMap { $0.flatMap { $0 } }).count == 6)
    }
  }
}
