import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors

/// The timed steps of the benchmark models, at the sizes of the scripts in `PyTorch/`.
enum LearningModelSteps {
  /// One timed step: its row and what it does.
  struct Step {
    let name: String
    let run: () -> Void
  }

  /// A forecast and a training step (forward, backward, Adam) of the ConvLEM forecaster.
  static func forecaster(_ size: ForecasterModel.Size) -> [Step] {
    var generator = SeededGenerator(seed: 1)
    var model = ForecasterModel(size, using: &generator)
    var optimizer = Adam(learningRate: 5e-4)
    let shape = [size.inputSteps * size.batch, 3, size.grid.height, size.grid.width]
    let frames = Tensor(normal: shape, using: &generator)
    let target = Tensor(normal: shape, using: &generator)
    let pass = ForwardPass.training(generator)
    return [
      Step(name: "learning/forecaster-\(size.name)-forecast") {
        _ = model(frames, steps: size.forecastSteps, .inference())
      },
      Step(name: "learning/forecaster-\(size.name)-train") {
        let (_, gradients) = valueAndGradient(at: model) {
          huberLoss($0(frames, steps: size.inputSteps, pass), target, delta: 0.2)
        }
        pass.commit(to: &model)
        optimizer.update(&model, gradients)
      },
    ]
  }

  /// Inference and a training step (forward, backward, Adam) at 128 × 128, 32 modes, width 64, batch 8.
  static func fourierNeuralOperator() -> [Step] {
    var generator = SeededGenerator(seed: 1)
    var model = FourierNeuralOperator(using: &generator)
    var optimizer = Adam(learningRate: 1e-3)
    let x = Tensor(normal: [8, 4, 128, 128], using: &generator)
    let u = Tensor(normal: [8, 1, 128, 128], using: &generator)
    return [
      Step(name: "learning/fno-infer") { _ = model(x) },
      Step(name: "learning/fno-train") {
        let (_, gradients) = valueAndGradient(at: model) {
          ($0(x) - u).squared().sum() * (1 / 8.0)
        }
        optimizer.update(&model, gradients)
      },
    ]
  }

  /// A training step with 128 spectrograms of 131 frames and 81 bins.
  static func dynamicAutoencoder() -> [Step] {
    var generator = SeededGenerator(seed: 1)
    var model = DynamicAutoencoder(using: &generator)
    var optimizer = Adam(learningRate: 8e-4, weightDecay: 1e-5)
    let spectra = Tensor(uniform: [128, 131, 81], using: &generator)
    let conditions = Tensor(uniform: [128, 6], using: &generator)
    let pass = ForwardPass.training(generator)
    return [
      Step(name: "learning/dvae-train") {
        let (_, gradients) = valueAndGradient(at: model) { $0.loss(spectra, conditions, pass) }
        pass.commit(to: &model)
        optimizer.update(&model, gradients)
      }
    ]
  }
}
