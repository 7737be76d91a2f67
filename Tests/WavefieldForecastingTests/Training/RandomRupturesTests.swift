import Foundation
import NumericalRuntime
import Seismology
import Tensors
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Random ruptures")
struct RandomRupturesTests {
  typealias Part = RandomRupture.Part

  @Test("A part's moment rate is a box of its weight that starts at its onset")
  func box() {
    // 1.3 s after 0.26 s, in frames of 0.52 s: half a frame late, two and a half frames long.
    let kernel = Part(event: 0, weight: 2, onset: 0.26, rise: 1.3).kernel(frames: 6, interval: 0.52)
    let column = (0..<6).map { Double(kernel.floats[$0 * 6]) }
    // The share of each frame that the box covers, of 2.5 frames, times 2.
    let expected = [0.4, 0.8, 0.8, 0, 0, 0]
    for (value, wanted) in zip(column, expected) { #expect(abs(value - wanted) < 1e-6) }
  }

  @Test("Kernels are causal and the same at any time")
  func toeplitz() {
    let kernel = Part(event: 0, weight: 1, onset: 1, rise: 2).kernel(frames: 8, interval: 0.5)
    let values = kernel.floats
    for time in 0..<8 {
      for source in 0..<8 {
        let value = values[time * 8 + source]
        if source > time { #expect(value == 0) }
        if time > 0, source > 0 { #expect(value == values[(time - 1) * 8 + source - 1]) }
      }
    }
  }

  @Test("A part without duration at the origin leaves the waves as they are")
  func identity() {
    let kernel = Part(event: 0, weight: 1, onset: 0, rise: 0).kernel(frames: 4, interval: 0.5)
    for (place, value) in kernel.floats.enumerated() {
      #expect(value == (place / 4 == place % 4 ? 1 : 0))
    }
  }

  @Test("Ruptures start at their event, run at a rupture's velocity and end in time")
  func plans() {
    let places = (0..<40).map { SIMD3(Double($0) * 1000, 0, 8000.0) }
    var generator = SeededGenerator(seed: 5)
    var (longest, most) = (0.0, 0)
    for _ in 0..<500 {
      let parts = RandomRupture(of: 20, places, 12, using: &generator).parts
      #expect(parts[0].event == 20 && parts[0].onset == 0)
      #expect(parts.count <= 1 + RandomRuptures.mostParts)
      for part in parts {
        #expect(part.weight > 0 && part.rise >= 0 && part.onset + part.rise <= 12)
        let distance = abs(Double(part.event - 20)) * 1000
        guard distance > 0 else { continue }
        // Sums of roundings only.
        let velocity = distance / part.onset
        #expect(velocity > RandomRuptures.velocities.lowerBound * (1 - 1e-12))
        #expect(velocity < RandomRuptures.velocities.upperBound * (1 + 1e-12))
        longest = max(longest, distance)
      }
      most = max(most, parts.count)
    }
    #expect(longest > 15_000 && most == 4)
  }

  @Test("The same seed makes the same ruptures, another one others")
  func seeds() {
    let places = (0..<10).map { SIMD3(Double($0) * 1000, 0, 8000.0) }
    func parts(_ seed: UInt64) -> [Part] {
      var generator = SeededGenerator(seed: seed)
      return RandomRupture(of: 3, places, 10, using: &generator).parts
    }
    #expect(parts(1) == parts(1))
    #expect(parts(1) != parts(2))
  }
}

@Suite("Random ruptures of a catalog")
struct RandomRupturesOfCatalogTests {
  static let plan = WindowPlan(inputLength: 10, horizon: 10, stride: 2, offsets: .at([0]))

  /// A catalog of one event with a hypocenter in its frame or without.
  static func catalog(in folder: URL, at location: LocalPoint?) throws -> WaveformCatalog {
    try PredictionFixture.catalog(in: folder, location: location)
  }

  @Test("An event alone is drawn out: its window is the running mean that the rupture's plan says")
  func drawnOut() throws {
    try withTemporaryFolder { folder in
      let catalog = try Self.catalog(in: folder, at: LocalPoint(x: 5000, y: 4000, z: 8000))
      let ruptures = try RandomRuptures(
        .init(share: 1, longestDuration: 6),
        of: catalog,
        events: ["E1"],
        plan: Self.plan
      )
      let loader = try catalog.loader(Self.plan, events: ["E1"], receivers: .grid, batchSize: 1)
      let batch = try loader.batch(at: BatchPosition(epoch: 0))
      let window = Tensor.concatenated([batch.input, batch.target], axis: 1)
      var generator = SeededGenerator(seed: 9)
      // The share is asked for first, with one number; then comes the plan.
      var same = generator
      _ = same.uniform()
      let part = RandomRupture(of: 0, [SIMD3(5000, 4000, 8000)], 6, using: &same).parts[0]
      let result = try ruptures.apply(to: window, batch.samples, using: &generator)
      #expect(result.shape == window.shape)
      let (old, new) = (window.floats, result.floats)
      let (row, length) = (3 * 12 * 8, max(part.rise / 0.52, 1))
      for time in 0..<20 {
        for place in stride(from: 0, to: row, by: 37) {
          let sum = (0...time).reduce(0.0) { sum, lag in
            let tap = max(0, min(Double(lag) + 1, length) - Double(lag)) / length
            return sum + part.weight * tap * Double(old[(time - lag) * row + place])
          }
          // 20 terms of 1e-4 in single precision.
          #expect(abs(Double(new[time * row + place]) - sum) < 1e-9)
        }
      }
    }
  }

  @Test("Without a share nothing changes")
  func none() throws {
    try withTemporaryFolder { folder in
      let catalog = try Self.catalog(in: folder, at: LocalPoint(x: 5000, y: 4000, z: 8000))
      let ruptures = try RandomRuptures(
        .init(share: 0),
        of: catalog,
        events: ["E1"],
        plan: Self.plan
      )
      let loader = try catalog.loader(Self.plan, events: ["E1"], receivers: .grid, batchSize: 1)
      let batch = try loader.batch(at: BatchPosition(epoch: 0))
      var generator = SeededGenerator(seed: 1)
      let result = try ruptures.apply(to: batch.input, batch.samples, using: &generator)
      #expect(result.floats == batch.input.floats)
    }
  }

  @Test("Events without a hypocenter in the frame are refused")
  func noHypocenter() throws {
    try withTemporaryFolder { folder in
      let catalog = try Self.catalog(in: folder, at: nil)
      let error = #expect(throws: ForecastingError.self) {
        try RandomRuptures(.init(share: 1), of: catalog, events: ["E1"], plan: Self.plan)
      }
      #expect("\(try #require(error))".contains("event E1 has no hypocenter"))
    }
  }
}
