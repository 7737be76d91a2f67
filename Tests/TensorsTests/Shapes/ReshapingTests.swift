import Testing

@testable import Tensors

@Test(
  "Permuted axes carry their numbers along",
  arguments: [[0, 2, 1], [2, 1, 0], [1, 0, 2], [1, 2, 0], [2, 0, 1]]
)
func transposition(order: [Int]) {
  let shape = [17, 35, 19]
  let x = Tensor((0..<(17 * 35 * 19)).map(Float.init), shape: shape)
  let y = x.transposed(order)
  let from = rowMajorSteps(shape)
  var expected: [Float] = []
  for i in 0..<shape[order[0]] {
    for j in 0..<shape[order[1]] {
      for k in 0..<shape[order[2]] {
        expected.append(Float(i * from[order[0]] + j * from[order[1]] + k * from[order[2]]))
      }
    }
  }
  #expect(y.floats == expected)
}

@Test("Views and copies have the gradients of central differences")
func reshapingGradients() {
  let x = samples([3, 4, 5])
  #expect(gradientError(at: [x]) { $0[0].reshaped([5, -1]).squared() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].transposed([2, 0, 1]).squared() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].flipped(axes: [0, 2]).squared() } < 1e-7)
  #expect(
    gradientError(at: [x]) { $0[0].unsqueezed(axis: 1).expanded(to: [2, 3, 6, 4, 5]) } < 1e-7
  )
  for axis in 0..<3 {
    #expect(gradientError(at: [x]) { $0[0].sliced(axis: axis, from: 1, to: 3).squared() } < 1e-7)
    #expect(gradientError(at: [x]) { $0[0][axis: axis, 2].squared() } < 1e-7)
  }
}

@Test("A slice along the first axis shares memory, others are copied")
func slices() {
  let x = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
  #expect(x.sliced(axis: 0, from: 1, to: 2).memoryIdentity == x.memoryIdentity)
  #expect(x[axis: 0, 1][axis: 0, 1..<3].floats == [16, 17, 18, 19, 20, 21, 22, 23])
  #expect(x[axis: 1, 0..<2].floats == [0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 18, 19])
  #expect(x[axis: -1, 3].floats == [3, 7, 11, 15, 19, 23])
  #expect(x[axis: 1, 2..<2].shape == [2, 0, 4])
  #expect(x.flipped(axes: [2])[axis: 0, 0][axis: 0, 0].floats == [3, 2, 1, 0])
}

@Test("Blocks of channels are cut between blocks without leaving their layout")
func blockedSlices() {
  let x = samples([2, 48, 3, 5]).cast(to: .float32)
  let cut = x.channelBlocks.sliced(axis: 1, from: 16, to: 48)
  #expect(cut.layout == .channelBlocks)
  #expect(cut.floats == x.sliced(axis: 1, from: 16, to: 48).floats)
  #expect(x.channelBlocks.sliced(axis: 1, from: 3, to: 5).floats == x[axis: 1, 3..<5].floats)
  #expect(x.channelBlocks.transposed([2, 0, 1, 3]).floats == x.transposed([2, 0, 1, 3]).floats)
}
