import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test(
  "Batch normalisation gives PyTorch's numbers and running statistics while it learns",
  arguments: [("batch.image", 3), ("batch.line", 4), ("batch.row", 21)]
)
func batchNormalization(_ name: String, _ channels: Int) throws {
  let layer = BatchNormalization(channels: channels)
  let found = try LayerCase(name, layer) { layer, x, pass in layer(x, pass) }
  try found.check()
  #expect(found.differenceError() < 1e-6)
}

@Test("Batch normalisation uses the running statistics afterwards")
func batchNormalizationInference() throws {
  let image = try LayerCase("batch.image.eval", BatchNormalization(channels: 3)) {
    layer,
    x,
    pass in layer(x, pass)
  }
  try image.check(isTraining: false)
  #expect(image.differenceError(isTraining: false) < 1e-7)
  let row = try LayerCase("batch.row.eval", BatchNormalization(channels: 5, isAffine: false)) {
    layer,
    x,
    pass in layer(x, pass)
  }
  try row.check(isTraining: false)
}

@Test("Instance normalisation gives PyTorch's numbers")
func instanceNormalization() throws {
  for (name, isAffine) in [("instance", false), ("instance.affine", true)] {
    let layer = InstanceNormalization(channels: 3, isAffine: isAffine)
    let found = try LayerCase(name, layer) { layer, x, _ in layer(x) }
    try found.check()
    #expect(found.differenceError() < 1e-6)
  }
}

@Test("Layer normalisation over one axis and over two gives PyTorch's numbers")
func layerNormalization() throws {
  for (name, shape) in [("layer", [37]), ("layer.two", [3, 4])] {
    let found = try LayerCase(name, LayerNormalization(shape: shape)) { layer, x, _ in layer(x) }
    try found.check()
    #expect(found.differenceError() < 1e-6)
  }
}

/// A layer's output and gradients for a given input and seed.
private func result(_ x: Tensor, _ seed: Tensor, _ body: (Tensor, Tensor, Tensor) -> Tensor)
  -> [Tensor]
{
  let channels = x.shape[1]
  let scale = Tensor((0..<channels).map { 0.5 + Float($0) / 8 }, shape: [channels])
  let shift = Tensor((0..<channels).map { Float($0) / 4 - 1 }, shape: [channels])
  let parameters = [x, scale, shift].map { $0.cast(to: x.scalarType) }
  let (values, gradients) = valuesAndGradient(at: [x] + parameters.dropFirst()) {
    [body($0[0], $0[1], $0[2])]
  } seeds: { _ in
    [seed]
  }
  return values + gradients
}

@Test(
  "The fused normalisation is the one put together from other operations, in either layout",
  // Areas of one piece and of several, widths of whole vectors and not, blocks of channels.
  arguments: [
    [2, 32, 9, 7], [3, 16, 1, 5], [70_000, 3], [2, 2, 40_000], [5, 48, 1], [300, 130],
  ]
)
func fusedNormalization(_ shape: [Int]) throws {
  var generator = SeededGenerator(seed: 3)
  let x = Tensor(normal: shape, mean: 2, using: &generator)
  let seed = Tensor(normal: shape, using: &generator)
  let norm: (Tensor, Tensor, Tensor) -> Tensor = { x, scale, shift in
    x.batchNormalized(scale: scale, shift: shift, epsilon: 1e-5).output
  }
  let precise = result(x.cast(to: .float64), seed.cast(to: .float64), norm)
  for input in [x, x.channelBlocks] {
    // Single precision sums of 70,000 numbers.
    for (a, b) in zip(result(input, seed, norm), precise) { expectClose(a, b, within: 2e-5) }
  }
  guard shape.dropFirst(2).reduce(1, *) > 1 else { return }
  let instance: (Tensor, Tensor, Tensor) -> Tensor = { x, scale, shift in
    x.instanceNormalized(scale: scale, shift: shift, epsilon: 1e-2)
  }
  let preciseInstance = result(x.cast(to: .float64), seed.cast(to: .float64), instance)
  for input in [x, x.channelBlocks] {
    for (a, b) in zip(result(input, seed, instance), preciseInstance) {
      expectClose(a, b, within: 2e-5)
    }
  }
}

@Test("Numbers far from zero keep their variance")
func largeMean() {
  let x = Tensor((0..<4096).map { 4096 + Float($0 % 2) }, shape: [2, 1, 2048])
  let (y, mean, variance) = x.batchNormalized(scale: nil, shift: nil, epsilon: 0)
  #expect(mean.item == 4096.5)
  #expect(variance.item == 0.25)
  #expect(Set(y.floats) == [-1, 1])
}
