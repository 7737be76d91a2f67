import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("Attention agrees with PyTorch's, with and without a causal mask")
func attention() throws {
  var generator = SeededGenerator(seed: 1)
  try comparePublished("attention", MultiHeadAttention(width: 8, heads: 2, using: &generator)) {
    $0($1)
  }
  try comparePublished("causal", MultiHeadAttention(width: 8, heads: 4, using: &generator)) {
    $0($1, isCausal: true)
  }
}

/// Of six places the first example ignores the last two, the second the first, third and fifth.
private let ignored = Tensor([0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0], shape: [2, 6])

@Test("Attention ignores the places that a mask names as PyTorch's does, and drops nothing then")
func maskedAttention() throws {
  var generator = SeededGenerator(seed: 1)
  let layer = MultiHeadAttention(width: 8, heads: 2, dropout: 0.3, using: &generator)
  try comparePublished("masked", layer) { $0($1, ignoring: ignored, .inference()) }
}

@Test("Ignored places have no influence, and gradients are those of differences")
func ignoredPlaces() {
  var generator = SeededGenerator(seed: 3)
  let attention = MultiHeadAttention(width: 4, heads: 2, using: &generator)
  let x = Tensor(normal: [2, 6, 4], using: &generator)
  #expect(differenceError(attention, [x]) { $0($1[0], ignoring: ignored) } < 1e-7)
  #expect(differenceError(attention, [x]) { $0($1[0], isCausal: true) } < 1e-7)
  let queries = Tensor(normal: [2, 3, 4], using: &generator)
  let context = Tensor(normal: [2, 6, 4], using: &generator)
  let mask = ignored.unsqueezed(axis: 2)
  let spoilt = Tensor.selected(where: mask, Tensor(1e4), otherwise: context)
  let (a, b) = (
    attention(queries, to: context, ignoring: ignored),
    attention(queries, to: spoilt, ignoring: ignored)
  )
  #expect(a.shape == [2, 3, 4] && a.floats == b.floats)
}

@Test("While it learns attention drops its weights at the given rate and enlarges the others")
func attentionDropout() {
  var generator = SeededGenerator(seed: 1)
  var layer = MultiHeadAttention(width: 2, heads: 1, dropout: 0.25, using: &generator)
  // Equal weights for all 400 places, values all one: the output is the mean of what the mask leaves.
  layer.inputWeight = Tensor(zeros: [6, 2])
  layer.inputBias = Tensor([0, 0, 0, 0, 1, 1], shape: [6])
  layer.output.weight = Tensor([1, 0, 0, 1], shape: [2, 2])
  let x = Tensor(zeros: [1, 400, 2])
  let pass = ForwardPass.training(SeededGenerator(seed: 9))
  let y = layer(x, pass).floats
  // Multiples of (4/3)/400, their mean over 400 rows 1 within five deviations √(0.25/0.75)/400 = 0.0014.
  #expect(y.allSatisfy { abs(($0 * 300).rounded() - $0 * 300) < 1e-3 })
  #expect(Set(y).count > 20)
  #expect(abs(y.reduce(0, +) / 800 - 1) < 0.0072)
  #expect(layer(x, ForwardPass.inference()).floats.allSatisfy { abs($0 - 1) < 1e-5 })
  let again = ForwardPass.training(SeededGenerator(seed: 9))
  #expect(layer(x, again).floats == y && pass.generator.position == again.generator.position)
}

@Test("Attention stops where a mask does not fit, or where it may have to drop and does not know")
func attentionMistakes() async {
  let mask = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    var generator = SeededGenerator(seed: 1)
    let layer = MultiHeadAttention(width: 4, heads: 2, using: &generator)
    _ = layer(Tensor(ones: [2, 3, 4]), ignoring: Tensor(zeros: [3, 2]))
  }
  #expect(says("a mask of shape [3, 2] for 2 examples of 3 places", mask))
  let pass = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    var generator = SeededGenerator(seed: 1)
    let layer = MultiHeadAttention(width: 4, heads: 2, dropout: 0.5, using: &generator)
    _ = layer(Tensor(ones: [2, 3, 4]))
  }
  #expect(says("a layer that drops the share 0.5 needs a forward pass", pass))
}
