import Testing

@testable import Tensors

/// The shapes of a function's value and gradients, and whether all gradients are zeros.
private func outcome(_ inputs: [Tensor], _ function: ([Tensor]) -> Tensor) -> ([[Int]], Bool) {
  let (values, gradients) = valuesAndGradient(at: inputs) {
    [function($0)]
  } seeds: {
    [Tensor(ones: $0[0].shape, $0[0].scalarType)]
  }
  return ((values + gradients).map(\.shape), gradients.flatMap(\.doubles).allSatisfy { $0 == 0 })
}

@Test("Convolutions of no images give none and gradients of zeros", arguments: [3, 8, 16, 20])
func noImages(channels: Int) {
  for type in [ScalarType.float32, .float64] {
    let x = Tensor(zeros: [0, channels, 17, 18], type)
    let w = samples([channels, channels, 4, 4]).cast(to: type)
    let b = samples([channels]).cast(to: type)
    let forward = outcome([x, w, b]) {
      $0[0].convolution2D($0[1], bias: $0[2], stride: 2, padding: 1)
    }
    #expect(forward.0 == [[0, channels, 8, 9], x.shape, w.shape, b.shape] && forward.1)
    let back = outcome([x, w, b]) {
      $0[0].transposedConvolution2D($0[1], bias: $0[2], stride: 2, padding: 1)
    }
    #expect(back.0 == [[0, channels, 34, 36], x.shape, w.shape, b.shape] && back.1)
  }
}

@Test("Products of empty stacks, rows and inner axes are empty or zeros")
func noMatrices() {
  for (a, b, c) in [
    ([0, 2, 3], [3, 4], [0, 2, 4]), ([0, 2, 3], [0, 3, 4], [0, 2, 4]),
    ([0, 5, 2, 3], [5, 3, 4], [0, 5, 2, 4]), ([0, 3], [3, 4], [0, 4]), ([2, 0], [0, 4], [2, 4]),
    ([7, 2, 0], [7, 0, 4], [7, 2, 4]),
  ] {
    for type in [ScalarType.float32, .float64] {
      let inputs = [samples(a).cast(to: type), samples(b).cast(to: type)]
      let (shapes, isZero) = outcome(inputs) { $0[0].matmul($0[1]) }
      #expect(shapes == [c, a, b] && isZero)
      let product = inputs[0].matmul(inputs[1])
      #expect(product.doubles.allSatisfy { $0 == 0 })
    }
  }
}

@Test("A linear map of no rows gives none, and one of no numbers the bias")
func noRows() {
  let (w, b) = (Tensor(ones: [3, 2]), Tensor([1, 2, 3], shape: [3]))
  let (shapes, isZero) = outcome([Tensor(zeros: [0, 2]), w, b]) { $0[0].linear($0[1], bias: $0[2]) }
  #expect(shapes == [[0, 3], [0, 2], [3, 2], [3]] && isZero)
  let empty = Tensor(zeros: [2, 0]).linear(Tensor(zeros: [3, 0]), bias: b)
  #expect(empty.floats == [1, 2, 3, 1, 2, 3])
}
