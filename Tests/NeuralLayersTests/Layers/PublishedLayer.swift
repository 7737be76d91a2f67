import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// Single precision through a few saturating steps, against the largest number of each tensor.
let singlePrecision = 2e-5

/// Runs a layer with PyTorch's parameters, in their published form, and compares result and gradients.
func comparePublished<Layer: Module>(
  _ name: String,
  _ layer: Layer,
  _ apply: (Layer, Tensor) -> Tensor
) throws {
  let fixture = try Fixture("spectral-layers", in: .module)
  var layer = layer
  try layer.publishedTensors.forEach { _ = try fixture.tensor("\(name).parameter.\($0.name)") }
  layer.updatePublishedTensors { key, _, tensor in
    guard let value = try? fixture.tensor("\(name).parameter.\(key)") else { return }
    #expect(value.shape == tensor.shape, "\(key)")
    tensor = value
  }
  let x = try fixture.tensor("\(name).x")
  let seed = try fixture.tensor("\(name).seed")
  let (values, gradients) = valuesAndGradient(at: [x] + layer.parameters) { watched in
    var model = layer
    model.updateParameters { index, tensor in tensor = watched[index + 1] }
    return [apply(model, watched[0])]
  } seeds: { _ in
    [seed]
  }
  expectClose(values[0], try fixture.tensor("\(name).y"), within: singlePrecision)
  expectClose(gradients[0], try fixture.tensor("\(name).grad.x"), within: singlePrecision)
  layer.updateParameters { index, tensor in tensor = gradients[index + 1] }
  for gradient in layer.publishedTensors {
    let expected = try fixture.tensor("\(name).grad.\(gradient.name)")
    expectClose(gradient.tensor, expected, within: singlePrecision, "\(gradient.name)")
  }
}
