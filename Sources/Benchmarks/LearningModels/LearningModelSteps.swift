import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors

/// The timed steps of the benchmark models that read spectra: the Fourier neural operator and the dynamic
/// autoencoder, at the sizes of `PyTorch/fno.py` and `PyTorch/dvae.py`.
enum LearningModelSteps {
  /// One timed step: its row and what it does.
  struct Step {
    let name: String
    let run: () -> Void
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
