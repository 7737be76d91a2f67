import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Convolutions with stride, padding and groups, and plain ones, give PyTorch's numbers")
func convolution() throws {
  var generator = anyGenerator()
  let grouped = Convolution2D(
    inputChannels: 4,
    outputChannels: 6,
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
    inputChannels: 3,
    outputChannels: 5,
    kernel: 4,
    hasBias: false,
    using: &generator
  )
  try LayerCase("conv.plain", plain) { layer, x, _ in layer(x) }.check()
}

@Test("Transposed convolutions give PyTorch's numbers")
func transposedConvolution() throws {
  var generator = anyGenerator()
  let layer = TransposedConvolution2D(
    inputChannels: 4,
    outputChannels: 3,
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
