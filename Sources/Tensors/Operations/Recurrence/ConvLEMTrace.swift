import NumericalRuntime

/// One ConvLEM layer on its way through time: states and memories, and what the way back needs.
///
/// All tensors are [slots · n, …, h, w] with one slot a step, so that weight gradients are worked out for many
/// steps at once. Where no gradient is wanted, gates and memories have the slots of one step only.
final class ConvLEMTrace {
  /// The shape [n, C, h, w] of one state.
  let shape: [Int]
  /// The number of steps.
  let steps: Int
  /// Whether the way back will be asked for.
  let keepsAll: Bool
  /// Whether all states are kept; otherwise those before and after the present step.
  private let keepsStates: Bool
  let weights: ConvLEMRecurrentWeights
  /// y₀ … y_T.
  let states: Tensor
  /// z₀ … z_T.
  let memories: Tensor
  /// s1, s2, g, ty, tz of every step; on the way back they become the gradients of a1 … ay.
  let gates: Tensor
  /// q of every step.
  var products: [Tensor?]

  /// A layer before its first step.
  init(
    weights: ConvLEMRecurrentWeights,
    initial: (y: Tensor, z: Tensor),
    steps: Int,
    keepsAll: Bool,
    keepsStates: Bool = true
  ) {
    self.weights = weights
    self.steps = steps
    self.keepsAll = keepsAll
    self.keepsStates = keepsAll || keepsStates
    shape = initial.y.shape
    states = Self.buffer(like: initial.y, slots: self.keepsStates ? steps + 1 : 2, blocks: 1)
    memories = Self.buffer(like: initial.y, slots: keepsAll ? steps + 1 : 2, blocks: 1)
    gates = Self.buffer(like: initial.y, slots: keepsAll ? steps : 1, blocks: weights.inputBlocks)
    products = Array(repeating: nil, count: keepsAll ? steps : 0)
    states.write(initial.y, row: 0)
    memories.write(initial.z, row: 0)
  }

  /// Uninitialised memory for `slots` times `blocks` states.
  static func buffer(like y: Tensor, slots: Int, blocks: Int) -> Tensor {
    let shape = [slots * y.shape[0], blocks * y.shape[1], y.shape[2], y.shape[3]]
    return Tensor(uninitialized: shape, y.scalarType, layout: y.layout)
  }

  /// The states after `count` steps from step `first` on, [count · n, C, h, w], without a copy; only the present
  /// one where not all are kept.
  func states(after first: Int, count: Int = 1) -> Tensor {
    states.slots(of: shape[0], from: stateSlot(first + 1), count: count)
  }

  /// Where y of a step lies in `states`.
  private func stateSlot(_ step: Int) -> Int { keepsStates ? step : step % 2 }

  /// The memory after the last step.
  var finalMemory: Tensor { memories.slots(of: shape[0], from: memorySlot(steps), count: 1) }

  /// Where z of a step lies in `memories`.
  func memorySlot(_ step: Int) -> Int { keepsAll ? step : step % 2 }

  /// The numbers in one state of one sample, C · h · w.
  var sampleCount: Int { shape[1] * shape[2] * shape[3] }
  /// The numbers in one state of all samples.
  var slotCount: Int { shape[0] * sampleCount }
}

// MARK: - Forward

extension ConvLEMTrace {
  /// Takes step `t` with the sums Wx * x + bx, [n, 5 C, h, w].
  func advance(_ t: Int, sums: Tensor) {
    let sums = sums.detached.inLayout(of: states)
    if sums.scalarType == .float32 {
      advance(t, sums, Float.self)
    } else {
      advance(t, sums, Double.self)
    }
  }

  private func advance<S: ConvLEMScalar>(_ t: Int, _ sums: Tensor, _: S.Type) {
    nonisolated(unsafe) let y = states.unsafeBase(S.self) + stateSlot(t) * slotCount
    nonisolated(unsafe) let newY = states.unsafeBase(S.self) + stateSlot(t + 1) * slotCount
    nonisolated(unsafe) let z = memories.unsafeBase(S.self) + memorySlot(t) * slotCount
    nonisolated(unsafe) let newZ = memories.unsafeBase(S.self) + memorySlot(t + 1) * slotCount
    let h = weights.state.applied(to: states.slots(of: shape[0], from: stateSlot(t), count: 1))
    forEachPiece(t, sums: sums, stateSums: h, S.self) { sample, range, offset in
      S.stepMemory(sample, range, z: z + offset, newZ: newZ + offset)
    }
    let slot = memorySlot(t + 1)
    let q = weights.memory.applied(to: memories.slots(of: shape[0], from: slot, count: 1))
    nonisolated(unsafe) let product = q.unsafeBase(S.self)
    forEachPiece(t, sums: sums, stateSums: h, S.self) { sample, range, offset in
      S.stepState(sample, range, q: product + offset, y: y + offset, newY: newY + offset)
    }
    if keepsAll { products[t] = q }
    withExtendedLifetime((self, q)) {}
  }

  /// Calls `body` for ranges of the numbers of every sample; ranges do not depend on the number of threads, and
  /// all samples of a range run on one of them.
  func forEachPiece<S: ConvLEMScalar>(
    _ t: Int,
    sums: Tensor,
    stateSums: Tensor,
    _: S.Type,
    _ body: @Sendable (ConvLEMSample<S>, Range<Int>, _ offset: Int) -> Void
  ) {
    let layer = weights
    let (count, samples) = (sampleCount, shape[0])
    let slot = keepsAll ? t : 0
    nonisolated(unsafe) let a = sums.unsafeBase(S.self)
    nonisolated(unsafe) let h = stateSums.unsafeBase(S.self)
    nonisolated(unsafe) let g =
      gates.unsafeBase(S.self) + slot * samples * layer.inputBlocks * count
    nonisolated(unsafe) let peepholes = layer.peepholeBlocks(S.self)
    let reset = layer.hasResetGate
    forChunks(of: count, size: 2048) { range in
      for i in 0..<samples {
        let sample = ConvLEMSample<S>(
          timeStep: S(layer.timeStep),
          sums: .init(inputOrder: a + i * layer.inputBlocks * count, count, reset),
          stateSums: .init(stateOrder: h + i * layer.stateBlocks * count, count, reset),
          peepholes: peepholes,
          gates: .init(inputOrder: g + i * layer.inputBlocks * count, count, reset)
        )
        body(sample, range, i * count)
      }
    }
    withExtendedLifetime((self, sums, stateSums)) {}
  }
}

extension Tensor {
  /// Consecutive slots of `width` samples each, without a copy, off the tape.
  func slots(of width: Int, from first: Int, count: Int) -> Tensor {
    rows(first * width, count * width)
  }
}
