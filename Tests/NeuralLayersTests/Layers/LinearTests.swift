import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Linear layers give PyTorch's numbers, and their gradients those of differences")
func linear() throws {
  var generator = anyGenerator()
  let layer = Linear(inputs: 5, outputs: 7, using: &generator)
  let with = try LayerCase("linear", layer) { layer, x, _ in layer(x) }
  try with.check()
  #expect(with.differenceError() < 1e-8)
  let plain = Linear(inputs: 5, outputs: 7, hasBias: false, using: &generator)
  try LayerCase("linear.plain", plain) { layer, x, _ in layer(x) }.check()
}

@Test("A multilayer perceptron gives PyTorch's numbers under the names of nn.Sequential")
func multilayerPerceptron() throws {
  var generator = anyGenerator()
  let network = MultilayerPerceptron(widths: [3, 8, 6, 2], activation: .gelu, using: &generator)
  let found = try LayerCase("mlp", network) { network, x, _ in network(x) }
  try found.check()
  #expect(found.differenceError() < 1e-8)
}
