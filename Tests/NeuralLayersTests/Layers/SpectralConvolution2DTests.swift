import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("A spectral layer takes published weights and agrees with the published layer")
func spectralLayer() throws {
  var generator = SeededGenerator(seed: 1)
  let layer = SpectralConvolution2D(inputs: 3, outputs: 4, modes: (3, 2), using: &generator)
  #expect(layer.lowWeights.shape == [3, 2, 3, 4, 2])
  #expect(layer.publishedTensors.map(\.tensor.shape) == [[3, 4, 3, 2, 2], [3, 4, 3, 2, 2]])
  try comparePublished("spectral", layer) { $0($1) }
}
