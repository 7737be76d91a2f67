import NumericalRuntime
public import Tensors

/// Gives every channel of every sample mean 0 and variance 1 over its other axes.
///
///     y = (x − μ) / √(σ² + ε) · weight + bias
///
/// For [n, c, l] and [n, c, h, w]; the same while it learns and afterwards. Parameters, if `isAffine`: `weight` [c],
/// `bias` [c].
///
/// - Reference: Ulyanov, Vedaldi & Lempitsky (2016), arXiv 1607.08022.
public struct InstanceNormalization: Module {
  /// The scale [c].
  public var weight: Tensor?
  /// The shift [c].
  public var bias: Tensor?
  /// The number of channels c.
  public let channels: Int
  /// What is added to the variance.
  public let epsilon: Double

  /// A layer that begins with scale 1 and shift 0; like PyTorch's it learns neither unless told so.
  public init(channels: Int, epsilon: Double = 1e-5, isAffine: Bool = false) {
    weight = isAffine ? Tensor(ones: [channels]) : nil
    bias = isAffine ? Tensor(zeros: [channels]) : nil
    self.channels = channels
    self.epsilon = epsilon
  }

  /// The normalised `x` [n, c, ...].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.rank >= 3 && x.shape[1] == channels,
      "InstanceNormalization: \(channels) channels, got shape \(x.shape)"
    )
    require(
      x.count > x.shape[0] * channels,
      "InstanceNormalization: one number in each channel of shape \(x.shape) has no variance"
    )
    return x.instanceNormalized(scale: weight, shift: bias, epsilon: epsilon)
  }

  /// Names as in PyTorch's `nn.InstanceNorm2d`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}
