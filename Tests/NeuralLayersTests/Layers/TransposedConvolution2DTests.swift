import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Transposed convolutions give PyTorch's numbers")
func transposedConvolution() throws {
  var generator = anyGenerator()
  let layer = TransposedConvolution2D(
    inputs: 4,
    outputs: 3,
    kernel: 4,
    stride: 2,
    padding: 1,
    outputPadding: 1,
    using: &generator
  )
  let found = try LayerCase("transposed", layer) { layer, x, _ in layer(x) }
  try found.check()
  #expect(found.differenceError() < 1e-7)
}

@Test("A transposed convolution in groups is one for each group of channels")
func groupedTransposedConvolution() {
  var generator = anyGenerator()
  let layer = TransposedConvolution2D(
    inputs: 4,
    outputs: 6,
    kernel: 3,
    stride: 2,
    groups: 2,
    using: &generator
  )
  #expect(layer.weight.shape == [4, 3, 3, 3])
  let x = Tensor(normal: [2, 4, 5, 6], using: &generator)
  let halves = (0..<2).map { group in
    x.sliced(axis: 1, from: 2 * group, to: 2 * group + 2).transposedConvolution2D(
      layer.weight.sliced(axis: 0, from: 2 * group, to: 2 * group + 2),
      bias: layer.bias?.sliced(axis: 0, from: 3 * group, to: 3 * group + 3),
      stride: 2
    )
  }
  // Sums of a few products in another order.
  expectClose(layer(x), Tensor.concatenated(halves, axis: 1), within: 1e-6)
}
