import Testing

@testable import Tensors

@Test("A tensor describes itself by type, shape and first numbers")
func description() {
  #expect(Tensor([1, 2.5], shape: [1, 2]).description == "Tensor float32 [1, 2]: 1.0, 2.5")
  #expect(Tensor(7.0, .float64).description == "Tensor float64 []: 7.0")
  #expect(Tensor(zeros: [0, 3]).description == "Tensor float32 [0, 3]: ")
  #expect(Tensor(ones: [9]).description.hasSuffix("1.0, …"))
}

@Test("Tensors are equal by shape, type and numbers, whatever their layout")
func equality() {
  let x = samples([1, 16, 2, 3]).cast(to: .float32)
  #expect(x == x.channelBlocks)
  #expect(x != x.reshaped([16, 6]))
  #expect(x != x.cast(to: .float64))
  #expect(Tensor(elements: [Double.nan], shape: [1]) != Tensor(elements: [Double.nan], shape: [1]))
}

@Test(
  "Operations on tensors of no numbers and of one number give sensible shapes",
  arguments: [ScalarType.float32, .float64]
)
func emptyAndScalar(type: ScalarType) {
  let (empty, one) = (Tensor(zeros: [2, 0, 3], type), Tensor(2.0, type))
  let (_, gradients) = valueAndGradient(at: [empty, one]) { p in
    let parts = p[0].unstacked(axis: 0)
    let joined = Tensor.concatenated([Tensor.stacked(parts), p[0].gelu() * p[1]], axis: 1)
    let spread = joined.transposed([2, 0, 1]).softmax().padded(.constant(1), [(0, 0), (1, 1)])
    return spread.sum() * p[1] + p[0].exp().sum()
      + p[1].tanh().reshaped([1, 1]).squeezed(axis: 0).sum()
  }
  #expect(gradients[0].shape == [2, 0, 3] && gradients[1].shape == [])
  // 2 · 3 · 2 ones around nothing: the value is 12 p + tanh p, whose slope at 2 is 12 + 1 - tanh² 2.
  #expect(abs(gradients[1].item - (13 - 0.929349)) < 1e-5)  // tanh² 2 to six digits
  #expect(empty.maximum(axes: [0]).shape == [0, 3])
  #expect(empty.variance().item.isNaN)
  #expect(empty.flipped(axes: [0]).chunked(into: 2, axis: 0)[1].shape == [1, 0, 3])
  #expect(empty.gathered(axis: 0, indices: []).shape == [0, 0, 3])
  #expect(one.expanded(to: [2, 2]).doubles == [2, 2, 2, 2])
  #expect((one.transposed([]) - 1).item == 1)
  #expect(one.softmax().item == 1 && one.flipped(axes: []).item == 2)
}
