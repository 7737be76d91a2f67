import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Two layers of gated recurrent units agree with PyTorch's")
func gatedRecurrentUnit() throws {
  var generator = SeededGenerator(seed: 1)
  try comparePublished(
    "gru",
    GatedRecurrentUnit(inputs: 5, width: 7, layerCount: 2, using: &generator)
  ) {
    $0($1)
  }
}

@Test("A gated recurrent cell agrees with PyTorch's")
func gatedRecurrentCell() throws {
  var generator = SeededGenerator(seed: 1)
  let state = Tensor((0..<21).map { -1 + 0.1 * Float($0) }, shape: [3, 7])
  try comparePublished("cell", GatedRecurrentUnitCell(inputs: 5, width: 7, using: &generator)) {
    $0($1, state)
  }
}

@Test("Gated recurrent units have the gradients of central differences")
func gatedRecurrentGradients() {
  var generator = SeededGenerator(seed: 3)
  let x = Tensor(normal: [2, 3, 4], using: &generator)
  let recurrent = GatedRecurrentUnit(inputs: 4, width: 3, layerCount: 2, using: &generator)
  #expect(differenceError(recurrent, [x]) { $0($1[0]) } < 1e-7)
}
