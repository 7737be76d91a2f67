import Foundation
import NumericalRuntime
import Seismology
import Tensors
import WaveformCatalog

/// Reading training windows from a catalog.
enum CatalogBenchmarks {
  static let all = [
    Benchmark(name: "catalog/loader") { try loading() }
  ]

  /// Shuffled windows of 30 + 30 steps from events as large as the published ones at a quarter of their resolution,
  /// from the page cache into batches of 8; bar 500 MB/s of batches.
  ///
  /// The limit is that of memory if each number is read once and written once.
  private static func loading() throws -> [Measurement] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-catalog-benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try writeCatalog(to: folder)
    let catalog = try WaveformCatalog(opening: folder)
    let points = (0..<564).map {
      LocalPoint(x: Double($0 % 80) * 1e3, y: Double($0 % 50) * 1e3, z: 0)
    }
    return [
      try measured(
        "catalog/loader",
        catalog.loader(.publishedTraining, order: order, batchSize: 8)
      ),
      try measured(
        "catalog/loader/normalized",
        catalog.loader(.publishedTraining, order: order, batchSize: 8, isNormalized: true)
      ),
      try measured(
        "catalog/loader/564 stations of the grid",
        catalog.loader(
          .publishedTraining,
          receivers: .nearest(points),
          order: order,
          batchSize: 8,
          isNormalized: true
        )
      ),
    ]
  }

  private static let order = SampleOrder.shuffled(seed: 1)

  private static func measured(_ name: String, _ loader: BatchLoader) throws -> Measurement {
    let batches = loader.prefetched(epochs: 0..<1_000_000)
    defer { batches.stop() }
    // Opens each file once and fills the pool of tensors.
    for _ in 0..<6 { _ = try batches.next() }
    let count = 24
    var bytes = 0
    let watch = Stopwatch()
    for _ in 0..<count {
      guard let batch = try batches.next() else { break }
      bytes += 4 * (batch.input.count + batch.target.count)
    }
    return Measurement(
      name: name,
      value: Double(bytes) / watch.seconds / 1e6,
      unit: "MB/s",
      limit: MemoryBenchmarks.bandwidth / 2 / 1e6
    )
  }

  private static func writeCatalog(to url: URL) throws {
    let folder = CatalogFolder(url)
    try folder.create()
    let layout = ReceiverLayout(
      grid: SurfaceGrid(filling: 0...120_000, 0...80_000, columns: 84, rows: 56)
    )
    let description = CatalogDescription(
      title: "benchmark",
      source: "Benchmarks",
      frame: LocalFrame(),
      sampling: CatalogSampling(interval: 0.26, count: 461),
      layout: layout
    )
    let events = (0..<6).map { number in
      CatalogEvent(
        id: "e\(number)",
        epicenter: GeographicPoint(latitude: 37.8, longitude: -122.2),
        depth: 5000,
        magnitude: 4
      )
    }
    var index = try CatalogIndex(description: description, events: events)
    for (number, event) in events.enumerated() {
      let count = 3 * 461 * layout.count
      let samples = [Float](unsafeUninitializedCapacity: count) { values, initialized in
        SeededGenerator(seed: 1, stream: UInt64(number)).fillGaussian(values)
        initialized = count
      }
      let waveforms = EventWaveforms(
        event: event,
        sampling: description.sampling,
        layout: layout,
        samples: samples
      )
      let file = folder.eventFile(event.id)
      index.markMade(event.id, try EventFile.write(waveforms, description: description, to: file))
      index.assign(.training, to: event.id)
    }
    try index.write(to: folder)
    try CatalogNormalization(of: index, in: folder).write(to: folder, of: index)
  }
}
