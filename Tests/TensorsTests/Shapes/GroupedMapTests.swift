import NumericalRuntime
import Tensors
import Testing

@Test(
  "A map in groups gives what the whole gives, whatever is left over",
  arguments: [1, 3, 7, 10]
)
func groupedMap(size: Int) {
  var generator = SeededGenerator(seed: 4)
  let images = Tensor(normal: [7, 16, 5, 6], using: &generator)
  let weight = Tensor(normal: [32, 16, 3, 3], using: &generator)
  let whole = images.convolution2D(weight, padding: 1).sigmoid()
  let parts = images.mapped(inGroupsOf: size) { $0.convolution2D(weight, padding: 1).sigmoid() }
  #expect(parts.shape == whole.shape)
  #expect(parts.floats == whole.floats)
}
