import Testing

@testable import Tensors

/// A convolution's output and gradients.
private func results(_ x: Tensor, _ w: Tensor, stride: Int) -> [[Float]] {
  let (values, gradients) = valuesAndGradient(at: [x, w]) {
    [$0[0].convolution2D($0[1], stride: stride, padding: 1)]
  } seeds: {
    $0
  }
  return (values + gradients).map(\.floats)
}

@Test(
  "Weights, slices of them and other views of their memory are packed apart",
  // Kernels for few channels, Winograd's method, oneDNN's own gradient, and padding to the same 32 outputs.
  arguments: [
    ([8, 8, 3, 3], [4, 8, 3, 3], 1), ([64, 32, 3, 3], [32, 32, 3, 3], 1),
    ([32, 16, 4, 4], [16, 16, 4, 4], 2), ([24, 16, 3, 3], [20, 16, 3, 3], 1),
    ([16, 32, 3, 3], [32, 16, 3, 3], 1), ([4, 8, 3, 3], [8, 4, 3, 3], 1),
  ]
)
func views(_ whole: [Int], _ view: [Int], _ stride: Int) {
  func image(_ weights: [Int]) -> Tensor { samples([2, weights[1], 18, 20]).cast(to: .float32) }
  for order in [[whole, view], [view, whole]] {
    let w = samples(whole, seed: 1).cast(to: .float32)
    for shape in order {
      let part = w.reshaped([w.count]).sliced(axis: 0, from: 0, to: shape.reduce(1, *))
      let copy = Tensor(part.floats, shape: shape)
      #expect(part.memoryIdentity == w.memoryIdentity)
      let same =
        results(image(shape), part.reshaped(shape), stride: stride)
        == results(image(shape), copy, stride: stride)
      #expect(same, "\(shape) after \(order[0])")
    }
  }
}

@Test("The last eight derived values are kept, and the one not asked for longest goes first")
func derivedValues() {
  let w = Tensor(ones: [3])
  var made: [Int] = []
  func ask(_ index: Int) {
    let found = w.derived("test", [index]) {
      made.append(index)
      return Tensor([Float(index)], shape: [1])
    }
    #expect(found.floats == [Float(index)])
  }
  for index in [0, 1, 2, 3, 4, 5, 6, 7, 0, 8, 0, 2, 1] { ask(index) }
  #expect(made == [0, 1, 2, 3, 4, 5, 6, 7, 8, 1])
}

@Test("Images of many sizes leave few packed copies of a weight behind")
func manySizes() {
  let w = samples([32, 16, 3, 3]).cast(to: .float32)
  for size in 8..<24 {
    _ = samples([1, 16, size, size]).cast(to: .float32).convolution2D(w, padding: 1)
  }
  #expect(w.storage.derivedCount <= TensorStorage.mostDerived)
}
