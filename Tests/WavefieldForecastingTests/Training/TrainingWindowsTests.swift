import NumericalRuntime
import Tensors
import TestSupport
import Testing
import WaveformCatalog

@testable import WavefieldForecasting

@Suite("Windows as a model learns them")
struct TrainingWindowsTests {
  /// A smooth motion that differs in all indices, in m/s.
  private static func motion(_ event: Int, _ c: Int, _ t: Int, _ point: Int) -> Float {
    let size = Float(event + 1) * Float(c + 1)
    return size * PredictionFixture.value(c, t, point + 7 * event)
  }

  private func batch(
    _ model: WavefieldForecaster,
    number: Int = 0,
    _ body: (WaveformBatch, TrainingBatch) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 3, value: Self.motion)
      let loader = try TrainingFixture.loader(catalog, offsets: [0, 2], batchSize: 2)
      let raw = try loader.batch(at: BatchPosition(epoch: 0, batch: number))
      let windows = TrainingWindows(
        model: model,
        settings: ForecastTrainingSettings(),
        reading: TrainingFixture.reading(model.shape, 0.25...0.25)
      )
      try body(raw, try windows.batch(raw, number: number))
    }
  }

  @Test("Input and target are divided by deviations and by the size of the input")
  func scaling() throws {
    let model = PredictionFixture.model()
    try batch(model) { raw, batch in
      // Two steps of five frames, [steps · windows, 3 · frames, h, w], time first.
      #expect(batch.input.shape == [4, 15, 8, 12] && batch.target.shape == [4, 15, 8, 12])
      let deviations = model.deviations.doubles
      let (input, target) = (raw.input.doubles, raw.target.doubles)
      let size = 10 * 288
      for sample in 0..<2 {
        let scaled = (0..<size).map { input[sample * size + $0] / deviations[$0 % 288] }
        let amplitude = (scaled.reduce(0) { $0 + $1 * $1 } / Double(size)).squareRoot()
        for step in 0..<2 {
          for frame in 0..<5 {
            let from = sample * size + (step * 5 + frame) * 288
            let to = (step * 2 + sample) * 5 * 288 + frame * 288
            for place in stride(from: 0, to: 288, by: 31) {
              let scale = deviations[place] * amplitude
              // Single precision rounds numbers of a few units to some 1e-7; two roundings and a sum of squares.
              #expect(abs(batch.input.doubles[to + place] - input[from + place] / scale) < 1e-5)
              #expect(abs(batch.target.doubles[to + place] - target[from + place] / scale) < 1e-5)
            }
          }
        }
      }
    }
  }

  @Test("Weights make the root mean square of each component of each target one")
  func weights() throws {
    try batch(PredictionFixture.model()) { _, batch in
      let weights = try #require(batch.weights)
      #expect(weights.shape == [1, 2, 1, 3, 1, 1])
      let target = batch.target.doubles
      for sample in 0..<2 {
        for component in 0..<3 {
          var sum = 0.0
          for step in 0..<2 {
            for frame in 0..<5 {
              let first = ((step * 2 + sample) * 15 + frame * 3 + component) * 96
              sum += target[first..<first + 96].reduce(0) { $0 + $1 * $1 }
            }
          }
          let weight = weights.doubles[sample * 3 + component]
          #expect(abs(weight * (sum / 960).squareRoot() - 1) < 1e-5)
        }
      }
    }
  }

  @Test(
    "Masks come with the batch's number alone: zero where there is no station, the mask as last channel"
  )
  func masks() throws {
    let model = PredictionFixture.model(.maskedGrid)
    var masks: [[Float]] = []
    for number in [0, 0, 1] {
      try batch(model, number: number) { _, batch in
        #expect(batch.input.shape == [4, 16, 8, 12] && batch.target.shape == [4, 15, 8, 12])
        let input = batch.input.floats
        for image in 0..<4 {
          let first = image * 16 * 96
          let mask = Array(input[first + 15 * 96..<first + 16 * 96])
          // A quarter of 96 points; both steps of a window have the same.
          #expect(mask.count { $0 == 1 } == 24 && mask.count { $0 == 0 } == 72)
          #expect(mask == Array(input[(image % 2 * 16 + 15) * 96..<(image % 2 * 16 + 16) * 96]))
          for channel in 0..<15 {
            let values = input[first + channel * 96..<first + (channel + 1) * 96]
            #expect(zip(values, mask).allSatisfy { $1 == 1 || $0 == 0 })
            #expect(zip(values, mask).contains { $1 == 1 && $0 != 0 })
          }
        }
        masks.append(Array(input[15 * 96..<16 * 96]))
      }
    }
    #expect(masks[0] == masks[1] && masks[0] != masks[2])
  }
}
