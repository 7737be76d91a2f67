import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing
import WavefieldForecasting

@Suite("Forecasts from a list of stations")
struct StationEncoderTests {
  private static let shape: ForecasterShape = {
    var shape = ForecasterShape(height: 13, width: 18, stages: [4, 16])
    shape.input = .stations(5)
    return shape
  }()

  @Test("Records of stations become frames of the whole grid, also of several frames a step")
  func extents() throws {
    for framesPerStep in [1, 2] {
      var shape = Self.shape
      shape.framesPerStep = framesPerStep
      shape.decoderChannels = 4 * 4
      try shape.check()
      let model = WavefieldForecaster(shape, seed: 1)
      let forecast = model.forecast(records(frames: 4), frames: 3)
      #expect(forecast.shape == [2, 3, 3, 13, 18])
      #expect(forecast.floats.allSatisfy { $0.isFinite })
    }
  }

  @Test(
    "Both presets of lists take any number of stations",
    arguments: ["laptop-stations", "published-sparse"]
  )
  func presets(name: String) throws {
    var shape = try ForecasterPreset(named: name).shape(height: 13, width: 18)
    shape.stages = shape.stages.map { _ in 64 }
    shape.input = .stations(5)
    try shape.check()
    let forecast = WavefieldForecaster(shape, seed: 1).forecast(records(frames: 5), frames: 3)
    #expect(forecast.shape == [2, 3, 3, 13, 18])
    #expect(forecast.floats.allSatisfy { $0.isFinite })
  }

  @Test("A station that the mask leaves out counts as one without motion")
  func mask() {
    let model = WavefieldForecaster(Self.shape, seed: 1)
    let records = records(frames: 4)
    let mask = Tensor([1, 0, 1, 1, 0, 0, 1, 1, 0, 1], shape: [2, 5])
    let silenced = records * mask.reshaped([2, 1, 1, 5])
    let forecast = model.forecast(records, mask: mask, frames: 3)
    #expect(forecast.floats == model.forecast(silenced, frames: 3).floats)
    #expect(forecast.floats != model.forecast(records, frames: 3).floats)
  }

  @Test("Components pass the fully connected layers alike")
  func sharedMaps() {
    guard case .stations(let encoder) = WavefieldForecaster(Self.shape, seed: 1).encoder else {
      Issue.record("no encoder of stations")
      return
    }
    let records = records(frames: 1).reshaped([2, 3, 5])
    let turned = records.gathered(axis: 1, indices: [2, 0, 1])
    let (one, other) = (encoder.first(records, .inference()), encoder.first(turned, .inference()))
    expectClose(one.gathered(axis: 1, indices: [2, 0, 1]), other, within: 1e-6)
  }

  @Test("Every parameter learns")
  func gradients() {
    let model = WavefieldForecaster(Self.shape, seed: 1)
    let steps = model.steps(of: records(frames: 4))
    let pass = ForwardPass.training(SeededGenerator(seed: 3))
    let (_, gradients) = valueAndGradient(at: model) {
      $0(steps, samples: 2, steps: 3, pass).squared().mean()
    }
    let names = model.namedTensors.filter { $0.role == .parameter }.map(\.name)
    // A shift before a batch normalisation goes with the mean: its gradient is rounding alone.
    let undone = ["encoder.mixing.convolution.bias", "encoder.halving.convolution.bias"]
    for (name, gradient) in zip(names, gradients) where !undone.contains(name) {
      #expect(gradient.floats.contains { $0 != 0 }, "\(name)")
      #expect(gradient.floats.allSatisfy { $0.isFinite }, "\(name)")
    }
  }

  @Test("Lists without stations and encoders of one stage are refused")
  func checks() {
    var empty = Self.shape
    empty.input = .stations(0)
    var flat = Self.shape
    flat.stages = [16]
    for (shape, words) in [(empty, "stations 0 is not positive"), (flat, "stages [16] is not")] {
      let error = #expect(throws: ForecastingError.self) { try shape.check() }
      #expect(error.map { "\($0)" }?.contains(words) == true)
    }
  }

  private func records(frames: Int) -> Tensor {
    var generator = SeededGenerator(seed: 2)
    return Tensor(normal: [2, frames, 3, 5], using: &generator)
  }
}
