import NeuralLayers
import Tensors

/// How far the gradients of a function of a model and of tensors are from central differences, in double precision.
func differenceError<Model: Module>(
  _ model: Model,
  _ inputs: [Tensor],
  _ function: (Model, [Tensor]) -> Tensor
) -> Double {
  let parameters = model.parameters
  return gradientError(at: (parameters + inputs).map { $0.cast(to: .float64) }) { watched in
    var model = model
    model.updateParameters { index, tensor in tensor = watched[index] }
    return function(model, Array(watched[parameters.count...]))
  }
}
