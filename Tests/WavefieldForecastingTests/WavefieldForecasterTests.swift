import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing
import WavefieldForecasting

@Suite("The forecaster")
struct WavefieldForecasterTests {
  @Test(
    "Every preset forecasts as many frames as asked for, also on odd grids",
    arguments: ForecasterPreset.allCases
  )
  func extents(preset: ForecasterPreset) {
    var shape = preset.shape(height: 13, width: 18)
    guard shape.input == .grid else { return }
    shape.stages = shape.stages.map { _ in 64 }
    let model = WavefieldForecaster(shape, seed: 1)
    var generator = SeededGenerator(seed: 2)
    let input = Tensor(normal: [2, 10, 3, 13, 18], using: &generator)
    let forecast = model.forecast(input, frames: 7)
    #expect(forecast.shape == [2, 7, 3, 13, 18])
  }
}
