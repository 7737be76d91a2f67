import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors
import WaveformCatalog

/// Scores a model on the validation events: the whole event from its first frames, in the normalised space.
struct ForecastValidation {
  private let loader: BatchLoader
  private let shape: ForecasterShape
  private let reading: StationReading

  /// - Throws: `CatalogError` where events are too short for input and one forecast frame.
  init(
    _ catalog: WaveformCatalog,
    _ shape: ForecasterShape,
    _ events: [String],
    reading: StationReading
  ) throws {
    self.shape = shape
    self.reading = reading
    // Loaders want a snapshot behind a window.
    let horizon = (catalog.sampling.count - 1) / shape.stride - shape.inputFrames
    guard horizon > 0 else {
      throw ForecastingError.mismatch(
        what: "length of the events of \(catalog.folder.url.path)",
        expected:
          "at least \((shape.inputFrames + 1) * shape.stride + 1) snapshots, the input and a frame",
        found: "\(catalog.sampling.count)"
      )
    }
    loader = try catalog.loader(
      WindowPlan(
        inputLength: shape.inputFrames,
        horizon: horizon,
        stride: shape.stride,
        offsets: .at([0])
      ),
      events: events,
      receivers: .grid,
      batchSize: 1
    )
  }

  /// RFNE and ACC, each the mean over events and components (models as published).
  func metrics(of model: WavefieldForecaster) throws -> [String: Double] {
    var sums = (rfne: 0.0, acc: 0.0)
    for number in 0..<loader.batchCount {
      let window = try loader.batch(at: BatchPosition(epoch: 0, batch: number))
      // The same stations in every epoch.
      var generator = SeededGenerator(seed: 0x5A71_0000, stream: UInt64(number))
      let (input, mask) = reading(window.input / model.deviations, using: &generator)
      let amplitudes = model.scaling.amplitudes(ofNormalized: input, mask: mask)
      let forecast = model.forecast(
        input / amplitudes,
        mask: mask,
        frames: window.target.shape[1]
      )
      let target = window.target / model.deviations / amplitudes.reshaped([1, 1, 1, 1, 1])
      let axes = [0, 1, 3, 4]
      let power = target.squared().sum(axes: axes)
      let error = (forecast - target).squared().sum(axes: axes)
      let product = (forecast * target).sum(axes: axes)
      let scores = Self.scores(
        power.floats,
        error.floats,
        product.floats,
        forecast.squared().sum(axes: axes).floats
      )
      sums.rfne += scores.rfne
      sums.acc += scores.acc
    }
    let count = Double(loader.batchCount)
    return ["validation_rfne": sums.rfne / count, "validation_acc": sums.acc / count]
  }

  /// The means over the components that move; a forecast without motion correlates with nothing.
  private static func scores(
    _ power: [Float],
    _ error: [Float],
    _ product: [Float],
    _ forecast: [Float]
  ) -> (rfne: Double, acc: Double) {
    let moving = power.indices.filter { power[$0] != 0 }
    guard !moving.isEmpty else { return (0, 0) }
    var sums = (rfne: 0.0, acc: 0.0)
    for i in moving {
      sums.rfne += Double((error[i] / power[i]).squareRoot())
      sums.acc += forecast[i] == 0 ? 0 : Double(product[i] / (power[i] * forecast[i]).squareRoot())
    }
    return (sums.rfne / Double(moving.count), sums.acc / Double(moving.count))
  }
}
