import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing
import WavefieldForecasting

@Suite("The forecaster")
struct WavefieldForecasterTests {
  @Test(
    "Every preset for grids forecasts as many frames as asked for, also on odd grids",
    arguments: [
      ForecasterPreset.laptop, .laptopSparse, .tiny, .publishedDense, .publishedAblation,
    ]
  )
  func extents(preset: ForecasterPreset) {
    var shape = preset.shape(height: 13, width: 18)
    shape.stages = shape.stages.map { _ in 64 }
    let model = WavefieldForecaster(shape, seed: 1)
    var generator = SeededGenerator(seed: 2)
    let input = Tensor(normal: [2, 10, 3, 13, 18], using: &generator)
    let mask = shape.input == .maskedGrid ? Tensor(ones: [2, 13, 18]) : nil
    let forecast = model.forecast(input, mask: mask, frames: 7)
    #expect(forecast.shape == [2, 7, 3, 13, 18])
    #expect(forecast.floats.allSatisfy { $0.isFinite })
  }

  @Test("Frames become steps and come back unchanged")
  func stepsAndBack() {
    let model = small()
    var generator = SeededGenerator(seed: 3)
    let frames = Tensor(normal: [2, 10, 3, 8, 8], using: &generator)
    let steps = model.steps(of: frames)
    #expect(steps.shape == [4, 15, 8, 8])
    #expect(model.frames(of: steps, samples: 2).floats == frames.floats)
  }

  @Test("A shorter forecast is the beginning of a longer one, and every call gives the same")
  func causality() {
    let model = small()
    var generator = SeededGenerator(seed: 4)
    let input = Tensor(normal: [1, 10, 3, 8, 8], using: &generator)
    let long = model.forecast(input, frames: 20)
    let short = model.forecast(input, frames: 10)
    let beginning = long.sliced(axis: 1, from: 0, to: 10)
    // Images are enlarged in groups, whose size decides how sums are ordered: rounding alone differs.
    #expect((beginning - short).abs().maximum(axes: [0, 1, 2, 3, 4]).item < 1e-5)
    #expect(model.forecast(input, frames: 20).floats == long.floats)
  }

  @Test("What a mask hides has no influence")
  func hiddenPoints() {
    var shape = smallShape
    shape.input = .maskedGrid
    let model = WavefieldForecaster(shape, seed: 5)
    var generator = SeededGenerator(seed: 6)
    let input = Tensor(normal: [1, 10, 3, 8, 8], using: &generator)
    var mask = [Float](repeating: 1, count: 64)
    mask[10] = 0
    mask[11] = 0
    let hidden = Tensor(mask, shape: [1, 8, 8])
    let other = input + Tensor(normal: input.shape, using: &generator) * (1 - hidden)
    let a = model.forecast(input, mask: hidden, frames: 5)
    #expect(model.forecast(other, mask: hidden, frames: 5).floats == a.floats)
    #expect(model.forecast(other, mask: Tensor(ones: [1, 8, 8]), frames: 5).floats != a.floats)
  }

  @Test(
    "Gradients are the same with and without checkpoints",
    arguments: RecurrentCellKind.allCases
  )
  func checkpoints(cell: RecurrentCellKind) {
    var shape = smallShape
    shape.cell = cell
    var model = WavefieldForecaster(shape, seed: 7)
    var generator = SeededGenerator(seed: 8)
    let steps = model.steps(of: Tensor(normal: [2, 10, 3, 8, 8], using: &generator))
    func gradients() -> [[Float]] {
      let pass = ForwardPass.training(SeededGenerator(seed: 9))
      return valueAndGradient(at: model) {
        $0(steps, samples: 2, steps: 3, pass).squared().mean()
      }.gradients.map(\.floats)
    }
    let plain = gradients()
    model.isCheckpointed = true
    for (a, b) in zip(plain, gradients()) {
      // The same sums, over images in groups: rounding alone differs.
      for (x, y) in zip(a, b) { #expect(abs(x - y) <= 1e-5 * max(1, abs(x))) }
    }
  }

  @Test("Ten times the motion is ten times the scale of a window, and silence has scale one")
  func amplitudes() {
    let scaling = ForecasterScaling(deviations: Tensor(ones: [3, 4, 4]), isByWindow: true)
    var generator = SeededGenerator(seed: 10)
    let window = Tensor(normal: [1, 5, 3, 4, 4], using: &generator)
    let (one, ten) = (
      scaling.amplitudes(ofNormalized: window).item,
      scaling.amplitudes(ofNormalized: window * 10).item
    )
    #expect(abs(ten - 10 * one) < 1e-5)
    #expect(scaling.amplitudes(ofNormalized: window * 0).item == 1)
    // Over the stations alone: a window that is 2 at its one station has scale 2.
    var mask = [Float](repeating: 0, count: 16)
    mask[5] = 1
    let two = Tensor(filling: [1, 5, 3, 4, 4], with: 2)
    let masked = scaling.amplitudes(ofNormalized: two, mask: Tensor(mask, shape: [1, 4, 4]))
    #expect(abs(masked.item - 2) < 1e-6)
  }

  private var smallShape: ForecasterShape {
    var shape = ForecasterPreset.tiny.shape(height: 8, width: 8)
    shape.stages = [4, 8]
    shape.decoderChannels = 16
    return shape
  }

  private func small() -> WavefieldForecaster { WavefieldForecaster(smallShape, seed: 1) }
}
