public import NumericalRuntime
public import Tensors

/// A cell of convolutional long expressive memory, with peepholes and, if wanted, a reset gate.
///
/// Inputs are [n, inputs, h, w], states and memories [n, channels, h, w]; the equations are those of
/// ``Tensors/ConvLEMWeights``. The peepholes fix h and w. Parameters are named as published: `W_z1`, `W_z2`,
/// `W_z4`, `convx`, `convy`, `convz`.
///
/// - Reference: Lyu et al. (2025), arXiv 2405.20516.
public struct ConvLEMCell: Module {
  /// All parameters.
  public var weights: ConvLEMWeights
  /// The height and width of the states.
  public let extent: (height: Int, width: Int)

  /// What a cell hands on from step to step.
  public typealias State = LEMState

  /// What a cell looks like.
  public struct Options: Hashable, Sendable {
    /// The extent of the square kernels, odd.
    public var kernel = 3
    /// Whether the state passes a reset gate.
    public var hasResetGate = true
    /// Δt.
    public var timeStep = 1.0

    /// The published choices: 3 × 3 kernels, a reset gate, Δt = 1.
    public init() {}
  }

  /// A new cell: Xavier-uniform weights and peepholes (Xavier-normal without a reset gate), zero biases, as
  /// published.
  public init(
    inputs: Int,
    channels: Int,
    extent: (height: Int, width: Int),
    options: Options = Options(),
    using generator: inout SeededGenerator
  ) {
    require(options.kernel % 2 == 1, "ConvLEMCell: kernel \(options.kernel) is not odd")
    let reset = options.hasResetGate
    let initializer: Initializer = reset ? .xavierUniform() : .xavierNormal()
    func convolution(_ blocks: Int, _ inputs: Int) -> (Tensor, Tensor) {
      let shape = [blocks * channels, inputs, options.kernel, options.kernel]
      let weight = initializer.tensor(shape, using: &generator)
      return (weight, Tensor(zeros: [blocks * channels]))
    }
    func peephole() -> Tensor {
      initializer.tensor([channels, extent.height, extent.width], using: &generator)
    }
    self.extent = extent
    weights = ConvLEMWeights(
      input: convolution(reset ? 5 : 4, inputs),
      state: convolution(reset ? 4 : 3, channels),
      memory: convolution(1, channels),
      peepholes: (peephole(), peephole(), reset ? peephole() : nil),
      timeStep: options.timeStep
    )
  }

  /// Zero state and memory for `samples` samples.
  public func initialState(samples: Int) -> State {
    let shape = [samples, weights.channels, extent.height, extent.width]
    let zeros = Tensor(zeros: shape, weights.input.scalarType)
    return State(y: zeros, z: zeros)
  }

  /// The state after one step with the input [n, inputs, h, w].
  public func callAsFunction(_ input: Tensor, _ state: State) -> State {
    let (y, z) = convLEM(input, from: (state.y, state.z), weights)
    return State(y: y, z: z)
  }

  /// The states y after each of T known inputs, [T · n, channels, h, w] from inputs [T · n, inputs, h, w], and
  /// the last state; much quicker than step by step.
  public func sequence(_ inputs: Tensor, from state: State) -> (states: Tensor, last: State) {
    let (states, memory) = convLEM(inputs, from: (state.y, state.z), weights)
    let samples = state.y.shape[0]
    let last = states.sliced(axis: 0, from: states.shape[0] - samples, to: states.shape[0])
    return (states, State(y: last, z: memory))
  }

  /// The states y of the last cell of a stack that feeds on itself for `steps` steps, [steps · n, channels, h, w];
  /// see ``Tensors/convLEMRollout(first:from:_:steps:)``.
  public static func rollout(
    _ cells: [ConvLEMCell],
    first: Tensor,
    from states: [State],
    steps: Int
  ) -> Tensor {
    convLEMRollout(
      first: first,
      from: states.map { ($0.y, $0.z) },
      cells.map(\.weights),
      steps: steps
    )
  }

  /// The published names and order.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("W_z1", &weights.statePeephole)
    walk.parameter("W_z2", &weights.memoryPeephole)
    walk.parameter("W_z4", &weights.resetPeephole)
    walk.parameter("convx.weight", &weights.input)
    walk.parameter("convx.bias", &weights.inputBias)
    walk.parameter("convy.weight", &weights.state)
    walk.parameter("convy.bias", &weights.stateBias)
    walk.parameter("convz.weight", &weights.memory)
    walk.parameter("convz.bias", &weights.memoryBias)
  }
}
