public import NumericalRuntime
public import Tensors

/// Linear layers with an activation after each but the last.
///
///     let network = MultilayerPerceptron(widths: [3, 64, 64, 1], activation: .gelu, using: &generator)
///
/// Parameters: those of the linear layers, named `0`, `2`, `4`, … as in PyTorch's `nn.Sequential`, where the
/// activations take the odd places.
public struct MultilayerPerceptron: Module {
  /// The linear layers.
  public var layers: [Linear]
  /// What stands between them.
  public var activation: Activation
  /// What follows the last.
  public var finalActivation: Activation

  /// A network with random parameters.
  ///
  /// - Parameters:
  ///   - widths: the extents of the last axis from the input to the output, at least two.
  ///   - activation: what stands between the layers.
  ///   - finalActivation: what follows the last.
  ///   - generator: where the parameters come from.
  public init(
    widths: [Int],
    activation: Activation = .relu,
    finalActivation: Activation = .identity,
    using generator: inout SeededGenerator
  ) {
    require(widths.count >= 2, "MultilayerPerceptron: two widths are needed, got \(widths)")
    layers = []
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      layers.append(Linear(inputs: inputs, outputs: outputs, using: &generator))
    }
    self.activation = activation
    self.finalActivation = finalActivation
  }

  /// The map of `x` [..., widths.first] to [..., widths.last].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x
    for layer in layers.dropLast() { x = activation(layer(x)) }
    return finalActivation(layers[layers.count - 1](x))
  }

  /// Names as in PyTorch's `nn.Sequential` of layers and activations in turn.
  public mutating func walk(_ walk: ParameterWalk) {
    for index in layers.indices { walk.module("\(2 * index)", &layers[index]) }
  }
}
