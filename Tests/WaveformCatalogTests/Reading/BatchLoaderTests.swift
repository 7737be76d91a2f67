import Foundation
import NumericalRuntime
import Seismology
import Tensors
import TestSupport
import Testing
import WaveformCatalog

struct BatchLoaderTests {
  private let plan = WindowPlan(inputLength: 4, horizon: 3, stride: 2)

  @Test("Dense batches hold the samples of their windows")
  func denseBatches() throws {
    try withTemporaryFolder { url in
      let fixture = CatalogFixture()
      let catalog = try WaveformCatalog(opening: try fixture.write(to: url).url)
      let loader = try catalog.loader(plan, order: .shuffled(seed: 2), batchSize: 5)
      #expect(loader.sampleCount == 3 * (40 - 14))
      #expect(loader.batchCount == 15)
      for position in [BatchPosition(epoch: 0), BatchPosition(epoch: 3, batch: 14)] {
        let batch = try loader.batch(at: position)
        #expect(batch.input.shape == [5, 4, 3, 4, 5] && batch.target.shape == [5, 3, 3, 4, 5])
        #expect(batch.samples == loader.samples(at: position))
        let all = (0..<20).map { $0 }
        #expect(batch.input.floats == expected(fixture, batch.samples, steps: 0..<4, all))
        #expect(batch.target.floats == expected(fixture, batch.samples, steps: 4..<7, all))
      }
    }
  }

  @Test("A catalog with a grid and stations gives either", arguments: [true, false])
  func stationsBesideGrid(hasGrid: Bool) throws {
    try withTemporaryFolder { url in
      var fixture = CatalogFixture(stations: CatalogFixture.stations)
      if !hasGrid { fixture.grid = nil }
      let first = hasGrid ? 20 : 0
      let catalog = try WaveformCatalog(opening: try fixture.write(to: url).url)
      let loader = try catalog.loader(plan, receivers: .stations(["XX.C", "XX.A"]), batchSize: 2)
      let batch = try loader.batch(at: BatchPosition(epoch: 0, batch: 30))
      #expect(batch.input.shape == [2, 4, 3, 2])
      #expect(
        batch.input.floats == expected(fixture, batch.samples, steps: 0..<4, [first + 2, first])
      )
      let all = try catalog.loader(plan, receivers: .stations(nil), batchSize: 2)
      #expect(all.receiverShape == [3])
      guard hasGrid else { return }
      let dense = try catalog.loader(plan, batchSize: 2).batch(at: BatchPosition(epoch: 0))
      #expect(
        dense.input.floats == expected(fixture, dense.samples, steps: 0..<4, Array(0..<20))
      )
    }
  }

  @Test("Places between grid points are taken from the nearest point or interpolated")
  func placesOnGrid() throws {
    try withTemporaryFolder { url in
      let fixture = CatalogFixture()
      let catalog = try WaveformCatalog(opening: try fixture.write(to: url).url)
      let places = [LocalPoint(x: 256, y: 80, z: 0), LocalPoint(x: 400, y: 150, z: 0)]
      let nearest = try catalog.loader(plan, receivers: .nearest(places), batchSize: 1)
        .batch(at: BatchPosition(epoch: 0, batch: 7))
      #expect(
        nearest.input.floats == expected(fixture, nearest.samples, steps: 0..<4, [2 * 5 + 3, 19])
      )
      let loader = try catalog.loader(plan, receivers: .interpolated(places), batchSize: 1)
      let between = try loader.batch(at: BatchPosition(epoch: 0, batch: 7)).input.floats
      let corner = fixture.value(event: 0, component: 0, time: 7, receiver: 0)
      // Single precision resolves 1e-5 at values around 100.
      #expect(abs(between[0] - (corner + 256.0 / 1024 + 80.0 / 64)) < 1e-5)
      #expect(throws: CatalogError.self) {
        try catalog.loader(
          plan,
          receivers: .nearest([LocalPoint(x: 460, y: 0, z: 0)]),
          batchSize: 1
        )
      }
    }
  }

  @Test("What was not recorded stays NaN or becomes the number that was asked for")
  func missingSamples() throws {
    try withTemporaryFolder { url in
      let fixture = CatalogFixture(eventCount: 1, grid: nil, stations: CatalogFixture.stations)
      let folder = try fixture.write(to: url)
      var samples = fixture.samples(event: 0)
      samples[1] = .nan
      let waveforms = EventWaveforms(
        event: fixture.events[0],
        sampling: fixture.sampling,
        layout: fixture.layout,
        samples: samples
      )
      try EventFile.write(
        waveforms,
        description: fixture.description,
        to: folder.eventFile("e0")
      )
      let catalog = try WaveformCatalog(opening: url)
      let kept = try catalog.loader(plan, batchSize: 1).batch(at: BatchPosition(epoch: 0))
      #expect(kept.input.floats[1].isNaN && !kept.input.floats[0].isNaN)
      let filled = try catalog.loader(plan, batchSize: 1, missing: 0)
        .batch(at: BatchPosition(epoch: 0))
      #expect(filled.input.floats[1] == 0)
      #expect(filled.input.floats[0] == kept.input.floats[0])
    }
  }

  @Test("Normalized samples have lost the mean and the deviation of the training events")
  func normalization() throws {
    try withTemporaryFolder { url in
      let folder = try CatalogFixture(stations: CatalogFixture.stations).write(to: url)
      let index = try CatalogIndex(reading: folder)
      try CatalogNormalization(of: index, in: folder).write(to: folder, of: index)
      let catalog = try WaveformCatalog(opening: url)
      let places = [LocalPoint(x: 256, y: 80, z: 0)]
      for receivers in [.grid, .stations(["XX.B"]), .interpolated(places)] as [ReceiverSelection] {
        let plain = try catalog.loader(plan, receivers: receivers, batchSize: 2)
        let scaled = try catalog.loader(
          plan,
          receivers: receivers,
          batchSize: 2,
          isNormalized: true
        )
        let position = BatchPosition(epoch: 0, batch: 20)
        let (a, b) = (try plain.batch(at: position), try scaled.batch(at: position))
        let sample = try #require(a.samples.first)
        #expect(sample.event == "e1")
        // Times 0 … 39 of the training event e0 have the mean 19.5 and the variance (40² − 1)/12.
        let deviation = (1599.0 / 12).squareRoot()
        let first = (1000 + Double(sample.start) - 19.5) / deviation
        // Sums of hundreds in single precision, over a deviation of 11.5.
        #expect(
          b.input.floats.prefix(b.input.shape[3]).allSatisfy { abs(Double($0) - first) < 1e-4 }
        )
        #expect(a.input.floats != b.input.floats)
      }
    }
  }

  @Test("A file that lost its end is called damaged, before and after opening")
  func truncatedFile() throws {
    try withTemporaryFolder { url in
      let folder = try CatalogFixture().write(to: url)
      let catalog = try WaveformCatalog(opening: url)
      let loader = try catalog.loader(plan, events: ["e1"], batchSize: 1)
      let file = folder.eventFile("e1").path
      // An open file that shrinks under its reader.
      let last = BatchPosition(epoch: 0, batch: loader.batchCount - 1)
      _ = try loader.batch(at: last)
      #expect(truncate(file, 9000) == 0)
      #expect(throws: CatalogError.self) { try loader.batch(at: last) }
      let fresh = try catalog.loader(plan, events: ["e1"], batchSize: 1)
      #expect(throws: CatalogError.self) { try fresh.batch(at: last) }
      do {
        _ = try WaveformCatalog(opening: url)
        Issue.record("a catalog with a short file was opened")
      } catch CatalogError.damaged(let path, let reason) {
        #expect(path.hasSuffix("events/e1.nc") && reason.contains("9000"))
      }
    }
  }

  @Test("Catalogs, events and receivers that are not there are told by name")
  func wrongKind() throws {
    try withTemporaryFolder { url in
      #expect(throws: CatalogError.self) { try WaveformCatalog(opening: url) }
      let fixture = CatalogFixture(grid: nil, stations: CatalogFixture.stations)
      let catalog = try WaveformCatalog(opening: try fixture.write(to: url).url)
      #expect(throws: CatalogError.self) {
        try catalog.loader(plan, receivers: .grid, batchSize: 1)
      }
      #expect(throws: CatalogError.self) {
        try catalog.loader(plan, receivers: .stations(["XX.Z"]), batchSize: 1)
      }
      #expect(throws: CatalogError.self) {
        try catalog.loader(plan, events: ["e9"], batchSize: 1)
      }
      #expect(throws: CatalogError.self) { try catalog.loader(plan, batchSize: 1000) }
      #expect(throws: CatalogError.self) {
        try catalog.loader(plan, batchSize: 1, isNormalized: true)
      }
      #expect(catalog.events(in: .training).map(\.id) == ["e0"])
      #expect(try catalog.waveforms(of: "e2").samples == fixture.samples(event: 2))
    }
  }

  private func expected(
    _ fixture: CatalogFixture,
    _ samples: [WindowSample],
    steps: Range<Int>,
    _ receivers: [Int]
  ) -> [Float] {
    samples.flatMap { sample in
      steps.flatMap { step in
        (0..<3).flatMap { component in
          receivers.map { receiver in
            fixture.value(
              event: Int(sample.event.dropFirst()) ?? -1,
              component: component,
              time: sample.start + step * plan.stride,
              receiver: receiver
            )
          }
        }
      }
    }
  }
}
