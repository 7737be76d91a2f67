import Testing

@testable import Tensors

/// Whether the process told to use detached copies before it stopped.
private func namesRemedy(_ result: ExitTest.Result?) -> Bool {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    .contains("that another gradient's computation watches; use its `detached` copy")
}

@Test("A tensor that another tape watches is not taken for one of this tape")
func otherTape() async {
  let operand = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = valueAndGradient(at: [Tensor(ones: [2])]) { outer in
      valueAndGradient(at: [Tensor(ones: [2])]) { ($0[0] * outer[0]).sum() }.value
    }
  }
  #expect(namesRemedy(operand))
  let value = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = valueAndGradient(at: [Tensor(ones: [2])]) { outer in
      valueAndGradient(at: [Tensor(ones: [2])]) { _ in outer[0].sum() }.value
    }
  }
  #expect(namesRemedy(value))
}

@Test("A gradient inside another's function takes detached copies as constants")
func detachedCopies() {
  let (value, gradients) = valueAndGradient(at: [Tensor([3], shape: [1])]) { outer in
    let (_, inner) = valueAndGradient(at: [Tensor([2], shape: [1])]) {
      ($0[0] * $0[0] * outer[0].detached).sum()
    }
    return (outer[0] * inner[0]).sum()
  }
  #expect(value.floats == [36])
  #expect(gradients[0].floats == [12])
}
