import Foundation
import Tensors
import TestSupport
import Testing
import WaveformCatalog

struct PrefetchedBatchesTests {
  private let plan = WindowPlan(inputLength: 4, horizon: 3, stride: 2)

  private func withLoader(_ body: (BatchLoader, CatalogFolder) throws -> Void) throws {
    try withTemporaryFolder { url in
      let folder = try CatalogFixture().write(to: url)
      let catalog = try WaveformCatalog(opening: url)
      let order = SampleOrder.shuffled(seed: 9)
      try body(try catalog.loader(plan, order: order, batchSize: 6), folder)
    }
  }

  @Test("Batches come in order, the same as when asked for one by one", arguments: [1, 3])
  func order(depth: Int) throws {
    try withLoader { loader, _ in
      let batches = loader.prefetched(epochs: 1..<3, depth: depth)
      var count = 0
      while let batch = try batches.next() {
        let position = BatchPosition(
          epoch: 1 + count / loader.batchCount,
          batch: count % loader.batchCount
        )
        #expect(batch.position == position)
        #expect(batch.samples == loader.samples(at: position))
        #expect(try batch.input.floats == loader.batch(at: position).input.floats)
        count += 1
      }
      #expect(count == 2 * loader.batchCount)
      #expect(try batches.next()?.position == nil)
    }
  }

  @Test("Reading goes on from any place with the batches that would have come")
  func resumption() throws {
    try withLoader { loader, _ in
      let start = BatchPosition(epoch: 1, batch: 5)
      let batches = loader.prefetched(epochs: 0..<2, from: start)
      var positions: [BatchPosition] = []
      while let batch = try batches.next() {
        #expect(batch.samples == loader.samples(at: batch.position))
        positions.append(batch.position)
      }
      #expect(positions == (5..<loader.batchCount).map { BatchPosition(epoch: 1, batch: $0) })
    }
  }

  @Test("An error comes after the batches before it, once; then the row ends")
  func errors() throws {
    try withLoader { loader, folder in
      let bad = try #require(
        (0..<loader.batchCount).first { batch in
          loader.samples(at: BatchPosition(epoch: 0, batch: batch)).contains { $0.event == "e1" }
        }
      )
      try FileManager.default.removeItem(at: folder.eventFile("e1"))
      let batches = loader.prefetched(epochs: 0..<1)
      for batch in 0..<bad { #expect(try batches.next()?.position.batch == batch) }
      #expect(throws: (any Error).self) { try batches.next() }
      #expect(try batches.next()?.position == nil)
      #expect(try batches.next()?.position == nil)
    }
  }

  @Test("A stopped row gives nothing any more, also to one who waits")
  func stopping() throws {
    try withLoader { loader, _ in
      let batches = loader.prefetched(epochs: 0..<1_000_000, depth: 2)
      #expect(try batches.next()?.position.batch == 0)
      batches.stop()
      #expect(try batches.next()?.position == nil)
      batches.stop()
      #expect(try batches.next()?.position == nil)
      // Dropped with batches waiting: the reading thread must end, or the test never does.
      for _ in 0..<20 { _ = try loader.prefetched(epochs: 0..<1_000_000).next() }
    }
  }
}
