import NumericalRuntime

/// The sums of weight gradients of one layer while its trace is walked back.
///
/// Gradients of the convolutions' results are gathered for several steps, so that each weight gradient is worked
/// out from many samples at once.
struct ConvLEMGradients {
  /// dWy, dby, dWz, dbz.
  private(set) var convolutions: [Tensor]
  /// dP1, dP2 (, dP4).
  fileprivate let peepholes: [Tensor]
  /// Gradients of Wy * y + by and of Wz * z' + bz, one slot a step, the last step of a group first to be filled.
  fileprivate let stateSums, products: Tensor
  /// How many steps a group holds.
  let groupSize: Int

  /// Zeros for a trace; a group holds some sixteen samples.
  init(_ trace: ConvLEMTrace) {
    let weights = trace.weights
    groupSize = min(trace.steps, max(1, 16 / trace.shape[0]))
    let tensors = [
      weights.state.weight, weights.state.bias, weights.memory.weight, weights.memory.bias,
    ]
    convolutions = tensors.map { Tensor(zeros: $0.shape, $0.scalarType) }
    peepholes = weights.peepholes.map { _ in
      var zeros = ConvLEMTrace.buffer(like: weights.peepholes[0], slots: 1, blocks: 1)
      zeros.fillWithZeros()
      return zeros
    }
    let y = trace.states(after: 0)
    stateSums = ConvLEMTrace.buffer(like: y, slots: groupSize, blocks: weights.stateBlocks)
    products = ConvLEMTrace.buffer(like: y, slots: groupSize, blocks: 1)
  }

  /// dWy, dby, dWz, dbz, dP1, dP2 (, dP4).
  var all: [Tensor] { convolutions + peepholes }

  /// Adds what the steps of a group, from step `first` on, give to the weights.
  fileprivate mutating func add(_ trace: ConvLEMTrace, first: Int, count: Int) {
    let n = trace.shape[0]
    let parts = [
      trace.weights.state.weightGradient(
        trace.states.slots(of: n, from: first, count: count),
        stateSums.slots(of: n, from: 0, count: count)
      ),
      trace.weights.memory.weightGradient(
        trace.memories.slots(of: n, from: first + 1, count: count),
        products.slots(of: n, from: 0, count: count)
      ),
    ]
    for (index, part) in parts.enumerated() {
      convolutions[2 * index].accumulate(part.weight)
      convolutions[2 * index + 1].accumulate(part.bias)
    }
  }
}

extension ConvLEMTrace {
  /// Goes back over step `t`: `dy` and `dz` become the gradients before the step, and the slot of the step in
  /// `gates` those of the sums a1 … ay.
  func retreat(_ t: Int, dy: inout Tensor, dz: inout Tensor, into gradients: inout ConvLEMGradients)
  {
    if dy.scalarType == .float32 {
      retreat(t, &dy, &dz, gradients, Float.self)
    } else {
      retreat(t, &dy, &dz, gradients, Double.self)
    }
    products[t] = nil
    if t % gradients.groupSize == 0 {
      gradients.add(self, first: t, count: min(gradients.groupSize, steps - t))
    }
  }

  private func retreat<S: ConvLEMScalar>(
    _ t: Int,
    _ dy: inout Tensor,
    _ dz: inout Tensor,
    _ gradients: ConvLEMGradients,
    _: S.Type
  ) {
    guard let q = products[t] else { return }
    let slot = t % gradients.groupSize
    let n = shape[0]
    nonisolated(unsafe) let y = states.unsafeBase(S.self) + t * slotCount
    nonisolated(unsafe) let product = q.unsafeBase(S.self)
    nonisolated(unsafe) let dq = gradients.products.unsafeBase(S.self) + slot * slotCount
    dy.withMutablePointer(S.self) { pointer in
      nonisolated(unsafe) let dy = pointer
      forEachPiece(t, sums: gates, stateSums: gates, S.self) { sample, range, offset in
        S.stepStateBack(
          sample,
          range,
          q: product + offset,
          y: y + offset,
          gradients: (dy + offset, dq + offset)
        )
      }
    }
    let convolved = weights.memory.inputGradient(
      gradients.products.slots(of: n, from: slot, count: 1)
    )
    retreatMemory(t, &dz, convolved.inLayout(of: states), gradients, S.self)
    let dh = gradients.stateSums.slots(of: n, from: slot, count: 1)
    dy.accumulate(weights.state.inputGradient(dh))
    withExtendedLifetime((self, q, gradients)) {}
  }

  private func retreatMemory<S: ConvLEMScalar>(
    _ t: Int,
    _ dz: inout Tensor,
    _ convolved: Tensor,
    _ gradients: ConvLEMGradients,
    _: S.Type
  ) {
    let slot = t % gradients.groupSize
    let (count, blocks, reset) = (sampleCount, weights.stateBlocks, weights.hasResetGate)
    nonisolated(unsafe) let z = memories.unsafeBase(S.self) + memorySlot(t) * slotCount
    nonisolated(unsafe) let newZ = memories.unsafeBase(S.self) + memorySlot(t + 1) * slotCount
    nonisolated(unsafe) let product = convolved.unsafeBase(S.self)
    nonisolated(unsafe) let dh = gradients.stateSums.unsafeBase(S.self) + slot * blocks * slotCount
    nonisolated(unsafe) let peepholes = ConvLEMBlocks(
      gradients.peepholes[0].unsafeBase(S.self),
      gradients.peepholes[1].unsafeBase(S.self),
      reset ? gradients.peepholes[2].unsafeBase(S.self) : nil
    )
    dz.withMutablePointer(S.self) { pointer in
      nonisolated(unsafe) let dz = pointer
      forEachPiece(t, sums: gates, stateSums: gates, S.self) { sample, range, offset in
        let memory = ConvLEMMemory(
          z: z + offset,
          newZ: newZ + offset,
          dz: dz + offset,
          convolved: product + offset,
          stateSumGradients: .init(stateOrder: dh + blocks * offset, count, reset),
          peepholeGradients: peepholes
        )
        S.stepMemoryBack(sample, range, memory)
      }
    }
    withExtendedLifetime((self, convolved, gradients)) {}
  }
}
