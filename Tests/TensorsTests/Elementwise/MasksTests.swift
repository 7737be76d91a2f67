import Testing

@testable import Tensors

@Test("What a mask leaves out has no influence, not even as NaN")
func masks() {
  let x = Tensor(elements: [1, .nan, -2, 4], shape: [4])
  let mask = x.isEqual(to: x)
  let (value, gradients) = valueAndGradient(at: [x, Tensor(1.0, .float64)]) {
    Tensor.selected(where: mask, $0[0].squared(), otherwise: $0[1]).sum()
  }
  #expect(value.item == 22)
  #expect(gradients[0].doubles[0] == 2 && gradients[0].doubles[2] == -4 && gradients[1].item == 1)
  #expect(Tensor([1, 2, 3], shape: [3]).isGreater(than: 2).floats == [0, 0, 1])
  #expect(
    Tensor([1, 2, 3], shape: [3]).isLess(than: Tensor([2, 2, 4], shape: [3])).floats == [1, 0, 1]
  )
}
