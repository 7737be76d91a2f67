import NeuralLayers
import NumericalRuntime
import Tensors
import WavefieldForecasting

/// One forecast of 104 s, 200 frames out of 30, from motion in m/s to motion in m/s, in the model of `forecast train`.
///
/// The weights are random, as many as trained ones. Memory is the largest resident set of this process; its limit is
/// what must be there at least: the model, its input and the forecast.
enum ForecastBenchmarks {
  static let all: [Benchmark] = [
    benchmark("laptop", ForecasterPreset.laptop.shape(height: 56, width: 84), bar: 0.25),
    benchmark("laptop-small", laptopSmall, bar: 0.25),
    benchmark("paper", ForecasterPreset.publishedDense.shape(height: 344, width: 224), bar: 5.2),
  ]

  /// 104 s of 0.52 s.
  private static let frames = 200

  /// `--preset laptop --stages 32,48 --decoder-channels 96`.
  private static var laptopSmall: ForecasterShape {
    var shape = ForecasterPreset.laptop.shape(height: 56, width: 84)
    shape.stages = [32, 48]
    shape.decoderChannels = 96
    return shape
  }

  private static func benchmark(_ name: String, _ shape: ForecasterShape, bar: Double) -> Benchmark
  {
    Benchmark(name: "forecast/one-shot-\(name)") {
      let model = WavefieldForecaster(shape, seed: 1)
      var generator = SeededGenerator(seed: 2)
      let input = Tensor(
        normal: [1, shape.inputFrames, 3, shape.height, shape.width],
        using: &generator
      )
      TensorPool.releaseUnused()
      ResidentMemory.resetPeak()
      // The first one fills the pool.
      _ = forecast(model, input)
      let seconds = Measurement.medianSeconds(rounds: 5) { _ = forecast(model, input) }
      let weights = model.namedTensors.reduce(0) { $0 + $1.tensor.count }
      let values = weights + input.count + input.count / shape.inputFrames * Self.frames
      let extents = "\(shape.width) x \(shape.height)"
      return [
        Measurement(
          name: "forecast/one-shot-\(name) (\(extents))",
          value: seconds,
          unit: "s",
          limit: bar
        ),
        Measurement(
          name: "forecast/one-shot-\(name) memory",
          value: ResidentMemory.peakBytes / 1e9,
          unit: "GB",
          limit: 4e-9 * Double(values)
        ),
      ]
    }
  }

  /// What `ForecastRunner` does, without a catalog.
  private static func forecast(_ model: WavefieldForecaster, _ input: Tensor) -> [Float] {
    let normalized = input / model.deviations
    let amplitudes = model.scaling.amplitudes(ofNormalized: normalized, mask: nil)
    let forecast = model.forecast(normalized / amplitudes, frames: Self.frames)
    return (forecast * amplitudes * model.deviations).floats
  }
}
