import NumericalRuntime

/// The results of a function whose inner steps are not kept for the gradient but worked out again when it is needed.
///
/// Forwards nothing is written on the tape but one entry, which holds the inputs; on the way back the function runs
/// a second time on a tape of its own (Griewank & Walther 2008, chapter 12). In between, memory holds the inputs
/// and outputs only; on the way back, what one run of the function keeps. Gradients are the same to the last bit as
/// without: the sums that have been gathered for the inputs are carried on inside.
///
/// - Parameters:
///   - inputs: everything watched that the function depends on, weights too.
///   - body: the function. It must give the same results in both runs (no random numbers drawn from outside) and use
///     no watched tensor but its arguments.
/// - Returns: what the function gives.
public func checkpointed(_ inputs: [Tensor], _ body: @escaping ([Tensor]) -> [Tensor]) -> [Tensor] {
  let plain = inputs.map(\.detached)
  let outputs = body(plain)
  require(
    !outputs.contains { $0.isTracked },
    "checkpointed: the function uses a watched tensor that is not among its inputs"
  )
  let isNeeded = inputs.map(\.isTracked)
  guard let tape = inputs.lazy.compactMap({ $0.record?.tape }).first else { return outputs }
  return tape.add(
    outputs,
    from: inputs,
    carrying: { arrived, sums in
      let tape = Tape()
      defer { tape.clear() }
      let watched = zip(plain, isNeeded).map { $1 ? tape.watching($0) : $0 }
      let seeds = zip(body(watched), arrived).compactMap { output, seed in
        seed.map { (output, $0) }
      }
      tape.addGradients(of: watched, seeds: seeds, to: &sums)
    }
  )
}

/// A recurrence over a sequence that keeps only every `interval`-th state for the gradient.
///
///     let (state, outputs) = checkpointedScan(
///       over: x.unstacked(axis: 0).map { [$0] }, every: 8, from: [h], sharing: [w]
///     ) { inputs, state, weights in
///       let h = (inputs[0] + state[0].matmul(weights[0])).tanh()
///       return (state: [h], outputs: [h])
///     }
///
/// The steps are run in groups of `interval`, each ``checkpointed(_:_:)``. For T steps with states of S bytes and A
/// bytes of inner results a step, the gradient needs at most ⌈T / interval⌉ S + interval · A bytes besides inputs,
/// outputs and gradients, instead of T A; √(T S / A) is the best interval. The price is one more forward run.
///
/// - Parameters:
///   - inputs: the tensors of each step.
///   - interval: how many steps lie between two states that are kept.
///   - state: the state before the first step.
///   - parameters: all other watched tensors that the steps depend on.
///   - step: from a step's inputs, the state and the parameters to the next state, of as many tensors, and the
///     step's outputs; see ``checkpointed(_:_:)`` for what it must not do.
/// - Returns: the last state, and the outputs of each step.
public func checkpointedScan(
  over inputs: [[Tensor]],
  every interval: Int,
  from state: [Tensor],
  sharing parameters: [Tensor],
  _ step:
    @escaping (_ inputs: [Tensor], _ state: [Tensor], _ parameters: [Tensor])
    -> (state: [Tensor], outputs: [Tensor])
) -> (state: [Tensor], outputs: [[Tensor]]) {
  require(interval > 0, "checkpointedScan: the interval must be above 0, not \(interval)")
  let scan = CheckpointedScan(
    stateCount: state.count,
    parameterCount: parameters.count,
    step: step
  )
  var (current, outputs) = (state, [[Tensor]]())
  for start in stride(from: 0, to: inputs.count, by: interval) {
    let group = Array(inputs[start..<min(start + interval, inputs.count)])
    let counts = group.map(\.count)
    var outputCounts: [Int] = []
    let results = checkpointed(current + parameters + group.flatMap(\.self)) {
      let (state, stepOutputs) = scan.run($0, inputCounts: counts)
      outputCounts = stepOutputs.map(\.count)
      return state + stepOutputs.flatMap(\.self)
    }
    current = Array(results[..<state.count])
    outputs += scan.parts(Array(results[state.count...]), outputCounts)
  }
  return (current, outputs)
}

/// Several steps as one function of a flat list of tensors.
private struct CheckpointedScan {
  let stateCount: Int
  let parameterCount: Int
  let step: ([Tensor], [Tensor], [Tensor]) -> (state: [Tensor], outputs: [Tensor])

  /// Runs steps; `tensors` are the state, the parameters and the inputs of all steps.
  func run(_ tensors: [Tensor], inputCounts: [Int]) -> (state: [Tensor], outputs: [[Tensor]]) {
    var state = Array(tensors[..<stateCount])
    let parameters = Array(tensors[stateCount..<(stateCount + parameterCount)])
    let inputs = parts(Array(tensors[(stateCount + parameterCount)...]), inputCounts)
    let outputs = inputs.map { inputs in
      let next = step(inputs, state, parameters)
      require(
        next.state.count == stateCount,
        "checkpointedScan: a state of \(stateCount) tensors became one of \(next.state.count)"
      )
      state = next.state
      return next.outputs
    }
    return (state, outputs)
  }

  /// A flat list cut into lists of given lengths.
  func parts(_ tensors: [Tensor], _ counts: [Int]) -> [[Tensor]] {
    var rest = tensors[...]
    return counts.map { count in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }
}
