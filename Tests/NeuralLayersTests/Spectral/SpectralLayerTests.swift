import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

// Single precision through a few saturating steps, against the largest number of each tensor.
private let singlePrecision = 2e-5

/// Runs a layer with PyTorch's parameters, in their published form, and compares result and gradients.
private func compare<Layer: Module>(
  _ name: String,
  _ layer: Layer,
  _ apply: (Layer, Tensor) -> Tensor
) throws {
  let fixture = try Fixture("spectral-layers", in: .module)
  var layer = layer
  var names: [String] = []
  try layer.publishedTensors.forEach { _ = try fixture.tensor("\(name).parameter.\($0.name)") }
  layer.updatePublishedTensors { key, _, tensor in
    names.append(key)
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

@Test("A spectral layer takes published weights and agrees with the published layer")
func spectralLayer() throws {
  var generator = SeededGenerator(seed: 1)
  let layer = SpectralConvolution2D(inputs: 3, outputs: 4, modes: (3, 2), using: &generator)
  #expect(layer.lowWeights.shape == [3, 2, 3, 4, 2])
  #expect(layer.publishedTensors.map(\.tensor.shape) == [[3, 4, 3, 2, 2], [3, 4, 3, 2, 2]])
  try compare("spectral", layer) { $0($1) }
}

@Test("Two layers of gated recurrent units agree with PyTorch's")
func gatedRecurrentUnit() throws {
  var generator = SeededGenerator(seed: 1)
  try compare("gru", GatedRecurrentUnit(inputs: 5, width: 7, layerCount: 2, using: &generator)) {
    $0($1)
  }
}

@Test("A gated recurrent cell agrees with PyTorch's")
func gatedRecurrentCell() throws {
  var generator = SeededGenerator(seed: 1)
  let state = Tensor((0..<21).map { -1 + 0.1 * Float($0) }, shape: [3, 7])
  try compare("cell", GatedRecurrentUnitCell(inputs: 5, width: 7, using: &generator)) {
    $0($1, state)
  }
}

@Test("Attention agrees with PyTorch's, with and without a causal mask")
func attention() throws {
  var generator = SeededGenerator(seed: 1)
  try compare("attention", MultiHeadAttention(width: 8, heads: 2, using: &generator)) { $0($1) }
  try compare("causal", MultiHeadAttention(width: 8, heads: 4, using: &generator)) {
    $0($1, isCausal: true)
  }
}

@Test("Attention and recurrent layers have the gradients of central differences")
func layerGradients() {
  var generator = SeededGenerator(seed: 3)
  let x = Tensor(normal: [2, 3, 4], .float64, using: &generator)
  let attention = MultiHeadAttention(width: 4, heads: 2, using: &generator)
  #expect(error(attention, x) { $0($1, isCausal: true) } < 1e-7)
  let recurrent = GatedRecurrentUnit(inputs: 4, width: 3, layerCount: 2, using: &generator)
  #expect(error(recurrent, x) { $0($1) } < 1e-7)
  let prior = SampledRecurrentUnit(latent: 3, conditions: 2, width: 4, using: &generator)
  let condition = Tensor(normal: [2, 2], .float64, using: &generator)
  let noise = Tensor(normal: [2, 4, 3], .float64, using: &generator)
  let worst = error(prior, condition) {
    let rolled = $0($1, noise: noise)
    return rolled.mean + rolled.logVariance * rolled.samples
  }
  #expect(worst < 1e-7)
}

/// The gradient error of a layer in double precision with respect to its input and its parameters.
private func error<Layer: Module>(
  _ layer: Layer,
  _ x: Tensor,
  _ apply: (Layer, Tensor) -> Tensor
) -> Double {
  gradientError(at: [x] + layer.parameters.map { $0.cast(to: .float64) }) { inputs in
    var model = layer
    model.updateParameters { index, tensor in tensor = inputs[index + 1] }
    return apply(model, inputs[0])
  }
}

@Test("A recurrent prior steps as its cell and its two maps do")
func sampledRecurrentUnit() {
  var generator = SeededGenerator(seed: 5)
  let prior = SampledRecurrentUnit(latent: 3, conditions: 2, width: 4, using: &generator)
  let condition = Tensor(normal: [2, 2], using: &generator)
  let noise = Tensor(normal: [2, 4, 3], using: &generator)
  let rolled = prior(condition, noise: noise)
  var z = noise.sliced(axis: 1, from: 0, to: 1).squeezed(axis: 1)
  var h = Tensor(zeros: [2, 4])
  for step in 0..<3 {
    h = prior.cell(Tensor.concatenated([z, condition], axis: 1), h)
    let (mean, logVariance) = (prior.mean(h), prior.logVariance(h))
    let draw = noise.sliced(axis: 1, from: step + 1, to: step + 2).squeezed(axis: 1)
    z = mean + (logVariance * 0.5).exp() * draw
    for (all, one) in [(rolled.mean, mean), (rolled.logVariance, logVariance), (rolled.samples, z)]
    {
      let part = all.sliced(axis: 1, from: step, to: step + 1).squeezed(axis: 1)
      expectClose(part, one, within: singlePrecision)
    }
  }
}
