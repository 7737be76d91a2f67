import NumericalRuntime

/// A stack of ConvLEM layers that feeds on itself: each step's first input is the last layer's state before it.
///
/// This is the decoder of a forecaster: layer 1 takes `first` at step 1 and y of the last layer afterwards;
/// every further layer takes y of the layer before it. All steps are one operation on the tape.
///
/// - Parameters:
///   - first: the input of the first step, [n, C, h, w].
///   - states: y₀ and z₀ of each layer, [n, C, h, w].
///   - layers: the parameters of each layer; all have C channels in and out.
///   - steps: how many steps to take.
/// - Returns: y of the last layer at each step, [steps · n, C, h, w].
public func convLEMRollout(
  first: Tensor,
  from states: [(y: Tensor, z: Tensor)],
  _ layers: [ConvLEMWeights],
  steps: Int
) -> Tensor {
  require(
    states.count == layers.count && !layers.isEmpty && steps > 0,
    "convLEMRollout: \(states.count) states, \(layers.count) layers, \(steps) steps"
  )
  for (layer, state) in zip(layers, states) {
    layer.check("convLEMRollout", stateShape: state.y.shape)
    require(
      layer.input.shape[1] == layer.channels,
      "convLEMRollout: input weight \(layer.input.shape) for \(layer.channels) channels in and out"
    )
    require(
      first.shape == state.y.shape && first.shape == state.z.shape,
      "convLEMRollout: first input \(first.shape), states \(state.y.shape) and \(state.z.shape)"
    )
  }
  var tensors = [first.channelBlocks]
  for (layer, state) in zip(layers, states) {
    tensors += [state.y.channelBlocks, state.z.channelBlocks, layer.input, layer.inputBias]
    tensors += layer.recurrent
  }
  let rollout = ConvLEMRollout(tensors, layers, steps: steps)
  rollout.run()
  return Tensor.recorded(rollout.top.states(after: 0, count: steps), from: tensors) {
    rollout.gradients($0)
  }
}

/// A stack of traces that feed each other.
private final class ConvLEMRollout {
  private let first: Tensor
  private let traces: [ConvLEMTrace]
  private let inputs: [RecurrentConvolution]
  private let steps: Int

  init(_ tensors: [Tensor], _ layers: [ConvLEMWeights], steps: Int) {
    first = tensors[0].detached
    self.steps = steps
    let tracked = tensors.contains(where: \.isTracked)
    var traces: [ConvLEMTrace] = []
    var inputs: [RecurrentConvolution] = []
    var rest = tensors.dropFirst()
    for layer in layers {
      let part = Array(rest.prefix(layer.hasResetGate ? 11 : 10))
      rest = rest.dropFirst(part.count)
      inputs.append(RecurrentConvolution(weight: part[2].detached, bias: part[3].detached))
      traces.append(
        ConvLEMTrace(
          weights: ConvLEMRecurrentWeights(part[4...], timeStep: layer.timeStep),
          initial: (part[0].detached, part[1].detached),
          steps: steps,
          keepsAll: tracked,
          keepsStates: traces.count == layers.count - 1
        )
      )
    }
    self.traces = traces
    self.inputs = inputs
  }

  /// The last layer.
  var top: ConvLEMTrace { traces[traces.count - 1] }
  private var samples: Int { first.shape[0] }

  func run() {
    for t in 0..<steps {
      for (layer, trace) in traces.enumerated() {
        trace.advance(t, sums: inputs[layer].applied(to: input(layer, at: t, count: 1)))
      }
    }
  }

  /// The inputs of a layer at `count` steps from step `t` on; those of layer 0 must not reach from step 0 on.
  private func input(_ layer: Int, at t: Int, count: Int) -> Tensor {
    if layer > 0 { return traces[layer - 1].states(after: t, count: count) }
    return t == 0 ? first : top.states(after: t - 1, count: count)
  }

  /// The gradients of all inputs of the operation, in their order.
  func gradients(_ gradient: Tensor) -> [Tensor?] {
    let outputs = gradient.detached.inLayout(of: first)
    var back = traces.map { BackwardState($0) }
    var input = InputGradients(inputs)
    var fed: Tensor?  // the gradient of the input of layer 0, one step later
    for t in (0..<steps).reversed() {
      var fromAbove = outputs.slots(of: samples, from: t, count: 1)
      if var sum = fed {
        sum.accumulate(fromAbove)
        fromAbove = sum
      }
      for layer in traces.indices.reversed() {
        back[layer].dy.accumulate(fromAbove)
        back[layer].retreat(t, traces[layer])
        fromAbove = inputs[layer].inputGradient(sumGradients(layer, at: t, count: 1))
        addInputGradients(layer, t, back[layer].groupSize, &input)
      }
      fed = fromAbove
    }
    return [fed]
      + traces.indices.flatMap { [back[$0].dy, back[$0].dz] + input[$0] + back[$0].weights }
  }

  /// The gradients of the sums of a layer at `count` steps from step `t` on.
  private func sumGradients(_ layer: Int, at t: Int, count: Int) -> Tensor {
    traces[layer].gates.slots(of: samples, from: t, count: count)
  }

  /// Adds the gradients of Wx and bx for the group of steps that begins at `t`, if one does.
  private func addInputGradients(_ layer: Int, _ t: Int, _ size: Int, _ sums: inout InputGradients)
  {
    guard t % size == 0 else { return }
    let count = min(size, steps - t)
    // The first input of layer 0 lies elsewhere than those that follow.
    let head = layer == 0 && t == 0 ? 1 : 0
    for (start, length) in [(t, head), (t + head, count - head)] where length > 0 {
      sums.add(
        layer,
        inputs[layer].weightGradient(
          input(layer, at: start, count: length),
          sumGradients(layer, at: start, count: length)
        )
      )
    }
  }
}

/// One layer's gradients on the way back.
private struct BackwardState {
  var dy, dz: Tensor
  private var gradients: ConvLEMGradients

  init(_ trace: ConvLEMTrace) {
    dy = trace.zeroState()
    dz = trace.zeroState()
    gradients = ConvLEMGradients(trace)
  }

  var groupSize: Int { gradients.groupSize }
  var weights: [Tensor] { gradients.all }

  mutating func retreat(_ t: Int, _ trace: ConvLEMTrace) {
    trace.retreat(t, dy: &dy, dz: &dz, into: &gradients)
  }
}

/// The sums of dWx and dbx of every layer.
private struct InputGradients {
  private var sums: [[Tensor]]

  init(_ inputs: [RecurrentConvolution]) {
    sums = inputs.map { input in
      [input.weight, input.bias].map { Tensor(zeros: $0.shape, $0.scalarType) }
    }
  }

  subscript(layer: Int) -> [Tensor] { sums[layer] }

  mutating func add(_ layer: Int, _ part: (weight: Tensor, bias: Tensor)) {
    sums[layer][0].accumulate(part.weight)
    sums[layer][1].accumulate(part.bias)
  }
}
