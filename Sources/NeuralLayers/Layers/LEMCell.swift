public import NumericalRuntime
public import Tensors

/// The long expressive memory: a recurrent layer whose numbers move at learnt speeds.
///
/// With input u, state y, memory z and Δt = `maximumStep`,
///
///     Δt̄ₙ = Δt σ(W₁ y + V₁ u + b₁)         Δtₙ = Δt σ(W₂ y + V₂ u + b₂)
///     z′  = (1 − Δtₙ) ∘ z + Δtₙ ∘ tanh(W_z y + V_z u + b_z)
///     y′  = (1 − Δt̄ₙ) ∘ y + Δt̄ₙ ∘ tanh(W_y z′ + V_y u + b_y)
///
/// Parameters, each a linear map with bias: `inp2hid` [4h, inputs] with the blocks V₁, V₂, V_y, V_z; `hid2hid` [3h, h]
/// with W₁, W₂, W_z; `transform_z` [h, h], W_y. All begin uniform over ±1/√h.
///
/// - Reference: Rusch, Mishra, Erichson & Mahoney (2022), arXiv 2110.04744, eq. 3.
public struct LEMCell: Module {
  /// From the input to all sums.
  public var inputMap: Linear
  /// From y to the gates and to z.
  public var hiddenMap: Linear
  /// From z to y.
  public var memoryMap: Linear
  /// The largest share of the way that a number moves in a step, Δt.
  public let maximumStep: Double

  /// What a cell hands on from step to step.
  public typealias State = LEMState

  /// A cell with random parameters.
  public init(
    inputs: Int,
    width: Int,
    maximumStep: Double = 1,
    using generator: inout SeededGenerator
  ) {
    inputMap = Linear(inputs: inputs, outputs: 4 * width, using: &generator)
    hiddenMap = Linear(inputs: width, outputs: 3 * width, using: &generator)
    memoryMap = Linear(inputs: width, outputs: width, using: &generator)
    self.maximumStep = maximumStep
    let bound = 1 / Double(width).squareRoot()
    updateParameters { _, tensor in
      tensor = Initializer.uniform(bound: bound).tensor(tensor.shape, using: &generator)
    }
  }

  /// The size of the state h.
  public var width: Int { memoryMap.weight.shape[0] }

  /// Zeros for `samples` sequences.
  public func initialState(samples: Int) -> State {
    let zeros = Tensor(zeros: [samples, width], memoryMap.weight.scalarType)
    return State(y: zeros, z: zeros)
  }

  /// One step from `u` [n, inputs].
  public func callAsFunction(_ u: Tensor, _ state: State) -> State {
    check(state, samples: u.shape[0])
    let (input, hidden) = (inputMap(u), hiddenMap(state.y))
    func part(_ tensor: Tensor, _ index: Int) -> Tensor {
      tensor.sliced(axis: 1, from: index * width, to: (index + 1) * width)
    }
    let slow = (part(input, 0) + part(hidden, 0)).sigmoid() * maximumStep
    let fast = (part(input, 1) + part(hidden, 1)).sigmoid() * maximumStep
    let z = state.z + fast * ((part(input, 3) + part(hidden, 2)).tanh() - state.z)
    let y = state.y + slow * ((memoryMap(z) + part(input, 2)).tanh() - state.y)
    return State(y: y, z: z)
  }

  /// All steps over `u` [steps, n, inputs], as one operation.
  ///
  /// - Parameters:
  ///   - u: the inputs.
  ///   - state: the state before the first step; zeros if nil.
  /// - Returns: y after every step [steps, n, h], and the last state.
  public func sequence(_ u: Tensor, from state: State? = nil) -> (ys: Tensor, state: State) {
    require(u.rank == 3, "LEMCell: inputs [steps, n, inputs] are needed, got shape \(u.shape)")
    require(u.shape[0] > 0, "LEMCell: a sequence of no steps, shape \(u.shape)")
    if let state { check(state, samples: u.shape[1]) }
    guard u.scalarType == .float32, let parameters else { return steps(u, from: state) }
    let (ys, z) = u.longExpressiveMemory(
      parameters,
      maximumStep: maximumStep,
      initial: state.map { ($0.y, $0.z) }
    )
    let last = ys.sliced(axis: 0, from: u.shape[0] - 1, to: u.shape[0])
    return (ys, State(y: last.reshaped([u.shape[1], width]), z: z))
  }

  private func check(_ state: State, samples: Int) {
    require(
      state.y.shape == [samples, width] && state.z.shape == [samples, width],
      "LEMCell: the state for \(samples) sequences is [\(samples), \(width)], got shapes "
        + "\(state.y.shape) and \(state.z.shape)"
    )
  }

  /// The fused operation's parameters; nil for maps without bias.
  private var parameters: LEMParameters? {
    guard let first = inputMap.bias, let second = hiddenMap.bias, let third = memoryMap.bias else {
      return nil
    }
    return LEMParameters(
      input: (inputMap.weight, first),
      hidden: (hiddenMap.weight, second),
      memory: (memoryMap.weight, third)
    )
  }

  /// The same step by step, for double precision.
  func steps(_ u: Tensor, from state: State? = nil) -> (ys: Tensor, state: State) {
    var state = state ?? initialState(samples: u.shape[1])
    var ys: [Tensor] = []
    for step in 0..<u.shape[0] {
      let input = u.sliced(axis: 0, from: step, to: step + 1)
      state = self(input.reshaped([u.shape[1], u.shape[2]]), state)
      ys.append(state.y)
    }
    return (Tensor.stacked(ys, axis: 0), state)
  }

  /// Names as in the released code.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("inp2hid", &inputMap)
    walk.module("hid2hid", &hiddenMap)
    walk.module("transform_z", &memoryMap)
  }
}
