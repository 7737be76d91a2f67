public import Tensors

/// Gives the numbers of the last axes mean 0 and variance 1, then a scale and a shift that are learnt.
///
///     y = (x − μ) / √(σ² + ε) · weight + bias
///
/// Parameters: `weight` and `bias` of the shape of the last axes.
///
/// - Reference: Ba, Kiros & Hinton (2016), arXiv 1607.06450, eq. 4.
public struct LayerNormalization: Module {
  /// The scale.
  public var weight: Tensor
  /// The shift.
  public var bias: Tensor
  /// What is added to the variance.
  public let epsilon: Double

  /// A layer over the last axes of shape `shape` that begins with scale 1 and shift 0.
  public init(shape: [Int], epsilon: Double = 1e-5) {
    weight = Tensor(ones: shape)
    bias = Tensor(zeros: shape)
    self.epsilon = epsilon
  }

  /// The normalised `x` [..., shape].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.layerNormalized(scale: weight, shift: bias, epsilon: epsilon)
  }

  /// Names as in PyTorch's `nn.LayerNorm`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}
