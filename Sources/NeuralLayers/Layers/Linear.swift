public import NumericalRuntime
public import Tensors

/// A linear map of the last axis, y = x Wᵀ + b.
///
///     let layer = Linear(inputs: 3, outputs: 8, using: &generator)
///     let y = layer(x)    // [n, 3] → [n, 8]
///
/// Parameters: `weight` [outputs, inputs], `bias` [outputs]. Both begin uniform over ±1/√inputs, as in PyTorch.
public struct Linear: Module {
  /// The matrix W [outputs, inputs].
  public var weight: Tensor
  /// The vector b [outputs].
  public var bias: Tensor?

  /// A layer with random parameters.
  public init(
    inputs: Int,
    outputs: Int,
    hasBias: Bool = true,
    using generator: inout SeededGenerator
  ) {
    weight = Initializer.fanInUniform.tensor([outputs, inputs], using: &generator)
    bias =
      hasBias ? initialBias(outputs, besideWeight: [outputs, inputs], using: &generator) : nil
  }

  /// The map of `x` [..., inputs] to [..., outputs].
  public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias: bias) }

  /// Names as in PyTorch's `nn.Linear`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}
