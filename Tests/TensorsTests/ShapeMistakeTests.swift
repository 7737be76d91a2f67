import Testing

@testable import Tensors

/// Whether the process wrote a sentence before it stopped.
private func says(_ sentence: String, _ result: ExitTest.Result?) -> Bool {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(sentence)
}

@Test("Shapes that do not fit stop the process with the operation and both shapes")
func arithmeticMistakes() async {
  let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]) + Tensor(ones: [4])
  }
  #expect(says("+: shapes [2, 3] and [4] do not fit together", sum))
  let mix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2]) * Tensor(ones: [2], .float64)
  }
  #expect(says("*: float32 and float64 do not mix", mix))
}

@Test("Views and parts that a shape does not have stop the process with both")
func shapeMistakes() async {
  let form = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).reshaped([4, -1])
  }
  #expect(says("reshaped: shape [2, 3] has no form [4, -1]", form))
  let part = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).sliced(axis: 1, from: 2, to: 4)
  }
  #expect(says("sliced: axis 1 of shape [2, 3] has no part 2..<4", part))
  let join = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor.concatenated([Tensor(ones: [2, 3]), Tensor(ones: [3, 3])], axis: 1)
  }
  #expect(says("float32 [2, 3] and float32 [3, 3] do not fit along axis 1", join))
  let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).sum(axes: [2])
  }
  #expect(says("sum: shape [2, 3] has no axis 2", axis))
}
