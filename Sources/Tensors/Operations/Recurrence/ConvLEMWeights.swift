import NumericalRuntime

/// The parameters of one layer of convolutional long expressive memory (ConvLEM).
///
/// With input x, state y and memory z (C channels each; `*` is a convolution of stride 1 that keeps the extents,
/// ∘ a product number by number, σ the logistic function):
///
///     a1, a2, ag, az, ay = Wx * x + bx        h1, h2, hy, hg = Wy * y + by
///     z' = z + Δt σ(a2 + h2 + P2 ∘ z) ∘ (tanh(ay + hy) − z)
///     g  = Δt σ(ag + hg + P4 ∘ z')
///     y' = y + Δt σ(a1 + h1 + P1 ∘ z') ∘ (tanh(g ∘ (Wz * z' + bz) + az) − y)
///
/// Without a reset gate g = 1, and ag and hg are absent.
///
/// - Reference: Lyu et al. (2025), arXiv 2405.20516; Rusch et al. (2022), Long expressive memory for sequence
///   modeling, ICLR.
public struct ConvLEMWeights: Sendable {
  /// Wx, [5 C, inputs, k, k] (4 C without a reset gate), k odd.
  public var input: Tensor
  /// bx, [5 C].
  public var inputBias: Tensor
  /// Wy, [4 C, C, k, k] (3 C without a reset gate).
  public var state: Tensor
  /// by, [4 C].
  public var stateBias: Tensor
  /// Wz, [C, C, k, k].
  public var memory: Tensor
  /// bz, [C].
  public var memoryBias: Tensor
  /// P1, [C, height, width].
  public var statePeephole: Tensor
  /// P2, [C, height, width].
  public var memoryPeephole: Tensor
  /// P4, [C, height, width]; nil: no reset gate.
  public var resetPeephole: Tensor?
  /// Δt.
  public var timeStep: Double

  /// Parameters; shapes are checked where they are used.
  public init(
    input: (weight: Tensor, bias: Tensor),
    state: (weight: Tensor, bias: Tensor),
    memory: (weight: Tensor, bias: Tensor),
    peepholes: (state: Tensor, memory: Tensor, reset: Tensor?),
    timeStep: Double = 1
  ) {
    (self.input, inputBias) = input
    (self.state, stateBias) = state
    (self.memory, memoryBias) = memory
    (statePeephole, memoryPeephole, resetPeephole) = peepholes
    self.timeStep = timeStep
  }

  /// Whether the state passes a reset gate.
  public var hasResetGate: Bool { resetPeephole != nil }
  /// The number of channels C of state and memory.
  public var channels: Int { memory.shape[0] }
  /// How many blocks of C channels the convolution of the input gives.
  var inputBlocks: Int { hasResetGate ? 5 : 4 }
  /// How many blocks of C channels the convolution of the state gives.
  var stateBlocks: Int { inputBlocks - 1 }

  /// Wy, by, Wz, bz and the peepholes as [1, C, h, w]: what a step needs besides Wx and bx.
  var recurrent: [Tensor] {
    let peepholes = [statePeephole, memoryPeephole] + (resetPeephole.map { [$0] } ?? [])
    return [state, stateBias, memory, memoryBias]
      + peepholes.map { $0.reshaped([1] + $0.shape).channelBlocks }
  }

  /// Stops where a shape does not fit states of shape [n, C, h, w], n not 0.
  func check(_ operation: String, stateShape: [Int]) {
    let k = memory.shape.last ?? 0
    require(
      memory.rank == 4 && memory.shape == [channels, channels, k, k] && k % 2 == 1,
      "\(operation): the memory's weight \(memory.shape) is not [C, C, k, k] with k odd"
    )
    let c = channels
    require(
      stateShape.count == 4 && stateShape[0] > 0 && stateShape[1] == c,
      "\(operation): states of shape \(stateShape) for \(c) channels and at least one sample"
    )
    require(
      input.rank == 4 && input.shape == [inputBlocks * c, input.shape[1], k, k]
        && state.shape == [stateBlocks * c, c, k, k],
      "\(operation): weights \(input.shape) and \(state.shape) do not fit \(c) channels and the "
        + "kernels of \(memory.shape)"
    )
    require(
      inputBias.shape == [inputBlocks * c] && stateBias.shape == [stateBlocks * c]
        && memoryBias.shape == [c],
      "\(operation): biases \(inputBias.shape), \(stateBias.shape) and \(memoryBias.shape) do not "
        + "fit \(c) channels"
    )
    for peephole in [statePeephole, memoryPeephole] + (resetPeephole.map { [$0] } ?? []) {
      require(
        peephole.shape == Array(stateShape.dropFirst()),
        "\(operation): a peephole of shape \(peephole.shape) for states of shape \(stateShape)"
      )
    }
  }
}
