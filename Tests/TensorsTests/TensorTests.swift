import Testing

@testable import Tensors

@Test("A copy does not change with its original")
func valueSemantics() {
  var a = Tensor([1, 2, 3], shape: [3])
  let b = a
  a.accumulate(Tensor([1, 1, 1], shape: [3]))
  #expect(a.floats == [2, 3, 4])
  #expect(b.floats == [1, 2, 3])
}

@Test("Blocked channels hold the same numbers and give them back in order")
func channelBlocks() {
  let shape = [2, 32, 3, 5]
  let x = Tensor((0..<(2 * 32 * 15)).map(Float.init), shape: shape)
  let blocked = x.channelBlocks
  #expect(blocked.layout == .channelBlocks)
  #expect(blocked.floats == x.floats)
}

@Test("The gradient of an input that a value does not depend on is zero")
func unusedInput() {
  let inputs = [Tensor(ones: [2]), Tensor(ones: [])]
  let (value, gradients) = valueAndGradient(at: inputs) { $0[1] }
  #expect(value.item == 1)
  #expect(gradients.map(\.floats) == [[0, 0], [1]])
}
