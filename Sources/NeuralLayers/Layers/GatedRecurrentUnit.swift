public import NumericalRuntime
public import Tensors

/// Layers of gated recurrent units that read sequences.
///
///     let layer = GatedRecurrentUnit(inputs: 97, width: 144, using: &generator)
///     let states = layer(x)    // [n, t, 97] → [n, t, 144]
///
/// Parameters, for layer k: `weight_ih_lk` [3 width, inputs], `weight_hh_lk` [3 width, width], `bias_ih_lk` and
/// `bias_hh_lk` [3 width], gates in the order r, z, n, all uniform over ±1/√width at first, as in PyTorch's `nn.GRU`
/// with `batch_first=True`.
///
/// - Reference: Cho et al. (2014), arXiv 1406.1078.
public struct GatedRecurrentUnit: Module {
  /// The parameters of each layer.
  public var layers: [GatedRecurrenceWeights]
  /// The extent of the state.
  public var width: Int { layers[0].hidden.shape[1] }

  /// Layers with random parameters; each reads the states of the one before.
  public init(
    inputs: Int,
    width: Int,
    layerCount: Int = 1,
    using generator: inout SeededGenerator
  ) {
    require(layerCount > 0, "GatedRecurrentUnit: at least one layer is needed")
    layers = []
    for layer in 0..<layerCount {
      layers.append(
        .random(inputs: layer == 0 ? inputs : width, width: width, using: &generator)
      )
    }
  }

  /// The last layer's states for `x` [n, t, inputs], [n, t, width].
  ///
  /// `start` holds the first state of each layer, [layers, n, width]; zeros if left out.
  public func callAsFunction(_ x: Tensor, start: Tensor? = nil) -> Tensor {
    var x = x
    for (index, weights) in layers.enumerated() {
      let first =
        start.map { $0.sliced(axis: 0, from: index, to: index + 1).squeezed(axis: 0) }
        ?? Tensor(zeros: [x.shape[0], width], x.scalarType)
      x = x.gatedRecurrence(weights, start: first)
    }
    return x
  }

  /// Names as in PyTorch's `nn.GRU`.
  public mutating func walk(_ walk: ParameterWalk) {
    for index in layers.indices {
      layers[index].walk(walk, suffix: "_l\(index)")
    }
  }
}

/// One step of a gated recurrent unit.
///
/// Parameters as in PyTorch's `nn.GRUCell`: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`.
public struct GatedRecurrentUnitCell: Module {
  /// The parameters.
  public var weights: GatedRecurrenceWeights

  /// A cell with random parameters, uniform over ±1/√width.
  public init(inputs: Int, width: Int, using generator: inout SeededGenerator) {
    weights = .random(inputs: inputs, width: width, using: &generator)
  }

  /// The next state [n, width] for the input [n, inputs] and the state [n, width].
  public func callAsFunction(_ x: Tensor, _ state: Tensor) -> Tensor {
    x.unsqueezed(axis: 1).gatedRecurrence(weights, start: state).squeezed(axis: 1)
  }

  /// Names as in PyTorch's `nn.GRUCell`.
  public mutating func walk(_ walk: ParameterWalk) { weights.walk(walk, suffix: "") }
}

extension GatedRecurrenceWeights {
  fileprivate static func random(
    inputs: Int,
    width: Int,
    using generator: inout SeededGenerator
  ) -> GatedRecurrenceWeights {
    let begin = Initializer.uniform(bound: 1 / Double(width).squareRoot())
    return GatedRecurrenceWeights(
      input: begin.tensor([3 * width, inputs], using: &generator),
      hidden: begin.tensor([3 * width, width], using: &generator),
      inputBias: begin.tensor([3 * width], using: &generator),
      hiddenBias: begin.tensor([3 * width], using: &generator)
    )
  }

  fileprivate mutating func walk(_ walk: ParameterWalk, suffix: String) {
    walk.parameter("weight_ih" + suffix, &input)
    walk.parameter("weight_hh" + suffix, &hidden)
    walk.parameter("bias_ih" + suffix, &inputBias)
    walk.parameter("bias_hh" + suffix, &hiddenBias)
  }
}
