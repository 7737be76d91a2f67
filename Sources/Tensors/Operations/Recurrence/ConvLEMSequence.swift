import NumericalRuntime

/// The states of one ConvLEM layer over a sequence of known inputs.
///
/// The convolution of all inputs is done at once; the recurrence is one operation on the tape with its own
/// backpropagation through time, and keeps 8 C numbers a pixel and step for it (none without gradients).
///
/// - Parameters:
///   - inputs: [T · n, inputs, h, w], the n samples of the first step first.
///   - state: y₀ and z₀, [n, C, h, w].
///   - weights: the layer's parameters.
/// - Returns: y₁ … y_T as [T · n, C, h, w], and z_T.
public func convLEM(
  _ inputs: Tensor,
  from state: (y: Tensor, z: Tensor),
  _ weights: ConvLEMWeights
) -> (states: Tensor, memory: Tensor) {
  weights.check("convLEM", stateShape: state.y.shape)
  let samples = state.y.shape[0]
  require(
    state.z.shape == state.y.shape && inputs.rank == 4 && inputs.shape[0] > 0
      && inputs.shape[0] % samples == 0 && inputs.shape[1] == weights.input.shape[1]
      && inputs.shape.suffix(2) == state.y.shape.suffix(2),
    "convLEM: inputs of shape \(inputs.shape) for weights \(weights.input.shape) and states "
      + "\(state.y.shape) and \(state.z.shape)"
  )
  let sums = inputs.channelBlocks.convolution2D(
    weights.input,
    bias: weights.inputBias,
    padding: weights.input.shape[2] / 2
  )
  let y = state.y.channelBlocks
  let tensors = [sums.inLayout(of: y), y, state.z.channelBlocks] + weights.recurrent
  let tracked = tensors.contains(where: \.isTracked)
  let trace = ConvLEMTrace(
    weights: ConvLEMRecurrentWeights(tensors[3...], timeStep: weights.timeStep),
    initial: (tensors[1].detached, tensors[2].detached),
    steps: inputs.shape[0] / samples,
    keepsAll: tracked
  )
  for t in 0..<trace.steps {
    trace.advance(t, sums: tensors[0].slots(of: samples, from: t, count: 1))
  }
  let outputs = Tensor.recorded(
    [trace.states(after: 0, count: trace.steps), trace.finalMemory],
    from: tensors
  ) { trace.sequenceGradients($0[0], $0[1]) }
  return (outputs[0], outputs[1])
}

extension ConvLEMTrace {
  /// The gradients of sums, y₀, z₀ and the recurrent weights from those of the states and the last memory.
  fileprivate func sequenceGradients(_ states: Tensor?, _ memory: Tensor?) -> [Tensor?] {
    let dStates = states.map { $0.detached.inLayout(of: self.states) }
    var dy = zeroState()
    var dz = memory.map { $0.detached.inLayout(of: self.states) } ?? zeroState()
    var gradients = ConvLEMGradients(self)
    for t in (0..<steps).reversed() {
      if let dStates { dy.accumulate(dStates.slots(of: shape[0], from: t, count: 1)) }
      retreat(t, dy: &dy, dz: &dz, into: &gradients)
    }
    return [gates, dy, dz] + gradients.all
  }

  /// Zeros of the shape and layout of one state.
  func zeroState() -> Tensor {
    var zeros = Self.buffer(like: states(after: 0), slots: 1, blocks: 1)
    zeros.fillWithZeros()
    return zeros
  }
}
