public import NeuralLayers
public import NumericalRuntime
public import Tensors

/// A recurrent layer of a forecaster: one of the cells of ``RecurrentCellKind`` behind one face.
///
/// Inputs and states are [n, channels, h, w].
public enum RecurrentLayer: Module {
  /// Long expressive memory, with or without reset gate.
  case convLEM(ConvLEMCell)
  /// Long short-term memory.
  case convLSTM(ConvLSTMCell)
  /// A gated recurrent unit.
  case convGRU(ConvGRUCell)

  /// What a layer hands on from step to step.
  public struct State: Sendable {
    /// What the next layer sees, [n, channels, h, w].
    public var output: Tensor
    /// z of a long expressive memory, c of a long short-term memory; nil for a gated unit.
    public var memory: Tensor?

    init(output: Tensor, memory: Tensor? = nil) {
      self.output = output
      self.memory = memory
    }
  }

  /// A new layer with as many channels in as out.
  public init(
    _ kind: RecurrentCellKind,
    channels: Int,
    extent: (height: Int, width: Int),
    using generator: inout SeededGenerator
  ) {
    switch kind {
    case .convLEM, .plainConvLEM:
      var options = ConvLEMCell.Options()
      options.hasResetGate = kind == .convLEM
      self = .convLEM(
        ConvLEMCell(
          inputs: channels,
          channels: channels,
          extent: extent,
          options: options,
          using: &generator
        )
      )
    case .convLSTM:
      self = .convLSTM(
        ConvLSTMCell(inputs: channels, channels: channels, extent: extent, using: &generator)
      )
    case .convGRU:
      self = .convGRU(
        ConvGRUCell(inputs: channels, channels: channels, extent: extent, using: &generator)
      )
    }
  }

  /// The state of silence for `samples` samples.
  public func initialState(samples: Int) -> State {
    switch self {
    case .convLEM(let cell):
      let state = cell.initialState(samples: samples)
      return State(output: state.y, memory: state.z)
    case .convLSTM(let cell):
      let state = cell.initialState(samples: samples)
      return State(output: state.h, memory: state.c)
    case .convGRU(let cell): return State(output: cell.initialState(samples: samples))
    }
  }

  /// The state after one step with the input [n, channels, h, w].
  public func step(_ input: Tensor, _ state: State) -> State {
    let memory = state.memory ?? state.output
    switch self {
    case .convLEM(let cell):
      let next = cell(input, LEMState(y: state.output, z: memory))
      return State(output: next.y, memory: next.z)
    case .convLSTM(let cell):
      let next = cell(input, ConvLSTMCell.State(h: state.output, c: memory))
      return State(output: next.h, memory: next.c)
    case .convGRU(let cell): return State(output: cell(input, state.output))
    }
  }

  /// The outputs after each of T inputs, [T · n, channels, h, w] from inputs [T · n, channels, h, w], and the state
  /// after the last.
  public func sequence(_ inputs: Tensor, from state: State) -> (outputs: Tensor, last: State) {
    if case .convLEM(let cell) = self, let memory = state.memory {
      let (outputs, last) = cell.sequence(inputs, from: LEMState(y: state.output, z: memory))
      return (outputs, State(output: last.y, memory: last.z))
    }
    let samples = state.output.shape[0]
    var (state, outputs) = (state, [Tensor]())
    for input in inputs.chunked(into: inputs.shape[0] / samples, axis: 0) {
      state = step(input, state)
      outputs.append(state.output)
    }
    return (Tensor.concatenated(outputs, axis: 0), state)
  }

  /// The outputs of the last layer of a stack that feeds on itself for `steps` steps, [steps · n, channels, h, w].
  ///
  /// The first layer's input is `first`, then the last layer's previous output.
  public static func rollout(
    _ layers: [RecurrentLayer],
    first: Tensor,
    from states: [State],
    steps: Int
  ) -> Tensor {
    let cells = layers.compactMap { layer -> ConvLEMCell? in
      guard case .convLEM(let cell) = layer else { return nil }
      return cell
    }
    if cells.count == layers.count {
      let states = states.map { LEMState(y: $0.output, z: $0.memory ?? $0.output) }
      return ConvLEMCell.rollout(cells, first: first, from: states, steps: steps)
    }
    var (input, states, outputs) = (first, states, [Tensor]())
    for _ in 0..<steps {
      for (index, layer) in layers.enumerated() {
        states[index] = layer.step(input, states[index])
        input = states[index].output
      }
      outputs.append(input)
    }
    return Tensor.concatenated(outputs, axis: 0)
  }

  /// The names of the cell.
  public mutating func walk(_ walk: ParameterWalk) {
    switch self {
    case .convLEM(var cell):
      // So that `cell` is the only owner and can be changed in place.
      self = .convGRU(Self.placeholder)
      cell.walk(walk)
      self = .convLEM(cell)
    case .convLSTM(var cell):
      self = .convGRU(Self.placeholder)
      cell.walk(walk)
      self = .convLSTM(cell)
    case .convGRU(var cell):
      self = .convGRU(Self.placeholder)
      cell.walk(walk)
      self = .convGRU(cell)
    }
  }

  private static let placeholder: ConvGRUCell = {
    var generator = SeededGenerator(seed: 0)
    return ConvGRUCell(inputs: 1, channels: 1, extent: (1, 1), using: &generator)
  }()
}
