import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Convolutions with stride, padding and groups, and plain ones, give PyTorch's numbers")
func convolution() throws {
  var generator = anyGenerator()
  let grouped = Convolution2D(
    inputs: 4,
    outputs: 6,
    kernel: 3,
    stride: 2,
    padding: 1,
    groups: 2,
    using: &generator
  )
  let found = try LayerCase("conv", grouped) { layer, x, _ in layer(x) }
  try found.check()
  #expect(found.differenceError() < 1e-7)
  let plain = Convolution2D(
    inputs: 3,
    outputs: 5,
    kernel: 4,
    hasBias: false,
    using: &generator
  )
  try LayerCase("conv.plain", plain) { layer, x, _ in layer(x) }.check()
}
