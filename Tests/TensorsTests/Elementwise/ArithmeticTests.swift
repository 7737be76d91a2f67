import NumericalRuntime
import Testing

@testable import Tensors

/// A double tensor of random numbers between -1.3 and 1.3.
func samples(_ shape: [Int], seed: Int = 0) -> Tensor {
  var generator = SeededGenerator(seed: UInt64(seed + 1))
  let numbers = (0..<shape.reduce(1, *)).map { _ in Double.random(in: -1.3...1.3, using: &generator)
  }
  return Tensor(elements: numbers, shape: shape)
}

// Central differences in double precision reach 1e-9 or so; 1e-7 leaves room for curvature.
private let tolerance = 1e-7

@Test("Shapes spread over each other as in NumPy")
func broadcasting() {
  let a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
  #expect((a + Tensor([10, 20, 30], shape: [3])).floats == [11, 22, 33, 14, 25, 36])
  #expect((a * Tensor([10, 20], shape: [2, 1])).floats == [10, 20, 30, 80, 100, 120])
  #expect((Tensor([1, 2], shape: [2, 1, 1]) - a).shape == [2, 2, 3])
  #expect((2 - a).floats == [1, 0, -1, -2, -3, -4])
  #expect((6 / a).floats == [6, 3, 2, 1.5, 1.2, 1])
  #expect((a + Tensor(zeros: [0, 1, 3])).shape == [0, 2, 3])
  #expect((Tensor(2.0) * Tensor(3.0)).item == 6)
}

@Test(
  "Arithmetic has the gradients of central differences, spread either way",
  arguments: [
    ([2, 3], [2, 3]), ([2, 3, 4], [3, 1]), ([4], [2, 3, 4]), ([2, 1], [1, 5]), ([], [3]),
  ]
)
func arithmeticGradients(shapes: ([Int], [Int])) {
  let (a, b) = (samples(shapes.0), samples(shapes.1, seed: 1) + 3)
  #expect(gradientError(at: [a, b]) { $0[0] + $0[1] } < tolerance)
  #expect(gradientError(at: [a, b]) { $0[0] - $0[1] } < tolerance)
  #expect(gradientError(at: [a, b]) { $0[0] * $0[1] } < tolerance)
  #expect(gradientError(at: [a, b]) { $0[0] / $0[1] } < tolerance)
  #expect(gradientError(at: [a, b]) { $0[0].maximum($0[1] - 3) } < tolerance)
  #expect(gradientError(at: [b]) { 2 / $0[0] - (1 - $0[0]) * 3 } < tolerance)
}

@Test("Blocks of channels spread like row-major images")
func blockedBroadcasting() {
  let x = samples([2, 32, 3, 5]).cast(to: .float32)
  for shape in [
    [32, 1, 1], [2, 32, 1, 1], [1, 32, 3, 5], [3, 5], [2, 1, 3, 1], [1], [32, 3, 5],
  ] {
    let y = samples(shape, seed: 2).cast(to: .float32)
    let blocked = x.channelBlocks * y
    #expect(blocked.layout == .channelBlocks)
    #expect(blocked.floats == (x * y).floats)
    let gradients = [x, x.channelBlocks].map { image in
      valueAndGradient(at: [image, y]) { ($0[0] * $0[1]).squared().sum() }.gradients
    }
    #expect(gradients[0][0].floats == gradients[1][0].floats)
    // Sums over the image are taken in another order: a few roundings of 6e-8 apart.
    for (p, q) in zip(gradients[0][1].floats, gradients[1][1].floats) {
      #expect(abs(p - q) <= 2e-6 * max(1, abs(p)))
    }
  }
}
