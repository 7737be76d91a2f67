import NumericalRuntime
import Testing

@testable import Tensors

@Test("Joining and cutting have the gradients of central differences", arguments: [0, 1, 2, -1])
func joiningGradients(axis: Int) {
  let (a, b) = (samples([4, 4, 4]), samples([4, 4, 4], seed: 1))
  #expect(
    gradientError(at: [a, b]) { Tensor.concatenated([$0[0], $0[1].exp(), $0[0]], axis: axis) }
      < 1e-7
  )
  #expect(gradientError(at: [a, b]) { Tensor.stacked($0, axis: axis).squared() } < 1e-7)
  // Only some of the parts are used, one of them twice.
  #expect(
    gradientError(at: [a]) {
      let parts = $0[0].chunked(into: 2, axis: axis)
      return parts[1] * parts[1].exp()
    } < 1e-7
  )
  #expect(
    gradientError(at: [a]) {
      let steps = $0[0].unstacked(axis: axis)
      return steps[0] * steps[2] + steps[3].tanh()
    } < 1e-7
  )
  #expect(gradientError(at: [a]) { $0[0].split([1, 0, 3], axis: axis)[2].squared() } < 1e-7)
}

@Test("Cutting and joining again gives the same numbers")
func joiningRoundTrip() {
  let x = samples([2, 6, 5])
  #expect(Tensor.concatenated(x.chunked(into: 3, axis: 1), axis: 1).doubles == x.doubles)
  #expect(Tensor.stacked(x.unstacked(axis: 2), axis: -1).doubles == x.doubles)
  #expect(Tensor.stacked(x.unstacked(axis: 0)).doubles == x.doubles)
  #expect(
    Tensor.concatenated([x, Tensor(zeros: [2, 0, 5], .float64)], axis: 1).doubles == x.doubles
  )
}

@Test("Blocks of channels are joined and cut between blocks without leaving their layout")
func blockedJoining() {
  let x = samples([2, 48, 3, 5]).cast(to: .float32)
  let y = samples([2, 16, 3, 5], seed: 1).cast(to: .float32)
  let whole = Tensor.concatenated([x.channelBlocks, y], axis: 1)
  #expect(whole.layout == .channelBlocks)
  #expect(whole.floats == Tensor.concatenated([x, y], axis: 1).floats)
  let parts = whole.chunked(into: 4, axis: 1)
  #expect(parts.allSatisfy { $0.layout == .channelBlocks })
  #expect(parts[3].floats == y.floats)
  let gradient = valueAndGradient(at: [x.channelBlocks]) {
    $0[0].chunked(into: 3, axis: 1)[1].squared().sum()
  }.gradients[0]
  let expected = valueAndGradient(at: [x]) { $0[0][axis: 1, 16..<32].squared().sum() }.gradients[0]
  #expect(gradient.floats == expected.floats)
}

@Test("The gradient of all steps of a sequence is put together once")
func sequenceGradientMemory() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    // 64 steps: with a whole tensor of zeros for each, 64 of them would have to be added up.
    let x = Tensor(ones: [64, 4096])
    let bytes = 64 * 4096 * 4
    _ = valueAndGradient(at: [x]) { input in
      let steps = input[0].unstacked(axis: 0)
      return steps.dropFirst().reduce(steps[0]) { $0 + $1 }.squared().sum()
    }
    // The input, the running sums, the gradients of the steps and that of the input: four sizes.
    require(TensorPool.peakBytes < 5 * bytes, "\(TensorPool.peakBytes) bytes")
  }
}
