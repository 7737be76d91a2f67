import NumericalRuntime
import Testing

@testable import Tensors

/// A recurrence with plenty of inner results: tanh and sigmoid gates of the state, the input and two weights.
private func step(_ inputs: [Tensor], _ state: [Tensor], _ weights: [Tensor])
  -> (state: [Tensor], outputs: [Tensor])
{
  let gate = (state[0] * weights[0] + inputs[0]).sigmoid()
  let next = gate * state[0] + (1 - gate) * (state[0] * weights[1]).tanh()
  return ([next], [next.squared()])
}

private func loss(_ outputs: [[Tensor]]) -> Tensor {
  outputs.reduce(Tensor(0.0, outputs[0][0].scalarType)) { $0 + $1[0].mean() }
}

/// The loss of a sequence [steps, n]: all on the tape, or with checkpoints.
private func sequenceLoss(_ p: [Tensor], every interval: Int?) -> Tensor {
  let inputs = p[0].unstacked(axis: 0).map { [$0] }
  guard let interval else {
    var (state, outputs) = ([p[1]], [[Tensor]]())
    for input in inputs {
      let next = step(input, state, [p[2], p[3]])
      state = next.state
      outputs.append(next.outputs)
    }
    return loss(outputs)
  }
  return loss(
    checkpointedScan(over: inputs, every: interval, from: [p[1]], sharing: [p[2], p[3]], step)
      .outputs
  )
}

@Test("Checkpoints leave the gradient as it is to the last bit", arguments: [1, 3, 7, 50])
func checkpointedGradients(interval: Int) {
  let inputs = [
    samples([7, 40]), samples([40], seed: 1), samples([40], seed: 2), samples([40], seed: 3),
  ]
  .map { $0.cast(to: .float32) }
  let plain = valueAndGradient(at: inputs) { sequenceLoss($0, every: nil) }
  let kept = valueAndGradient(at: inputs) { sequenceLoss($0, every: interval) }
  #expect(plain.value.item == kept.value.item)
  for (p, q) in zip(plain.gradients, kept.gradients) { #expect(p.floats == q.floats) }
}

@Test("Checkpointed functions have the gradients of central differences")
func checkpointedDifferences() {
  let (a, b) = (samples([3, 4]), samples([4], seed: 1))
  #expect(
    gradientError(at: [a, b]) { p in
      // An input that is passed twice, one that is not watched, one output that is not used.
      let results = checkpointed([p[0], p[1], p[0], a]) { q in
        [q[0] * q[1] + q[2].squared() * q[3], q[1].exp()]
      }
      return results[0] * p[1]
    } < 1e-7
  )
  #expect(checkpointed([a]) { [$0[0] * 2] }[0].doubles == (a * 2).doubles)
}

@Test("Checkpoints every k steps lower the peak of memory as promised")
func checkpointedMemory() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    let (steps, width) = (64, 16384)
    let inputs = Tensor(ones: [steps, width]).unstacked(axis: 0).map { [$0] }
    func peak(_ interval: Int) -> Int {
      TensorPool.resetPeak()
      let before = TensorPool.bytesInUse
      _ = valueAndGradient(at: [Tensor](repeating: Tensor(ones: [width]), count: 3)) { p in
        checkpointedScan(over: inputs, every: interval, from: [p[0]], sharing: [p[1], p[2]]) {
          (state: step($0, $1, $2).state, outputs: [])
        }.state[0].mean()
      }
      return (TensorPool.peakBytes - before) / (width * 4)
    }
    // All steps in one group are what the tape would hold without checkpoints: at least gate, its complement, tanh
    // and state of each. In groups of 8: 8 states, 8 steps of less than 8 results, 3 gradients and a few in passing.
    let (whole, groups) = (peak(steps), peak(8))
    require(whole > steps * 4, "\(whole) states at once")
    require(groups < 8 + 8 * 8 + 16, "\(groups) states at once instead of \(whole)")
  }
}
