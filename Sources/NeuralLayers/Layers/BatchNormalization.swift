import NumericalRuntime
public import Tensors

/// Gives every channel mean 0 and variance 1 over the batch, then a scale and a shift that are learnt.
///
///     y = (x − μ) / √(σ² + ε) · weight + bias
///
/// For [n, c], [n, c, l] and [n, c, h, w] alike (PyTorch's `BatchNorm1d` and `BatchNorm2d`). While it learns, μ and σ²
/// are those of the batch, and the running ones move towards them by the share `momentum` (σ² with n − 1 below
/// the sum, as in PyTorch); afterwards the running ones are used.
///
/// Parameters: `weight` [c], `bias` [c]. Buffers: `running_mean` [c], `running_var` [c], and the
/// counter `num_batches_tracked` [].
///
/// - Reference: Ioffe & Szegedy (2015), arXiv 1502.03167, algorithms 1 and 2.
public struct BatchNormalization: Module {
  /// The scale [c].
  public var weight: Tensor?
  /// The shift [c].
  public var bias: Tensor?
  /// The mean that is used after training [c].
  public var runningMean: Tensor
  /// The variance that is used after training [c].
  public var runningVariance: Tensor
  /// The number of batches that went into the running statistics; counts to 2²⁴.
  public var batchCount: Tensor
  /// The weight of a new batch in the running statistics.
  public let momentum: Double
  /// What is added to the variance.
  public let epsilon: Double

  /// A layer that begins with scale 1 and shift 0.
  public init(
    channels: Int,
    momentum: Double = 0.1,
    epsilon: Double = 1e-5,
    isAffine: Bool = true
  ) {
    weight = isAffine ? Tensor(ones: [channels]) : nil
    bias = isAffine ? Tensor(zeros: [channels]) : nil
    runningMean = Tensor(zeros: [channels])
    runningVariance = Tensor(ones: [channels])
    batchCount = Tensor(zeros: [])
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// The normalised `x` [n, c, ...].
  ///
  /// - Precondition: while it learns, more than one number in each channel.
  public func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
    require(
      x.rank >= 2 && x.shape[1] == runningMean.count,
      "BatchNormalization: \(runningMean.count) channels, got shape \(x.shape)"
    )
    guard pass.isTraining else {
      return x.normalized(
        mean: pass.current(runningMean),
        variance: pass.current(runningVariance),
        scale: weight,
        shift: bias,
        epsilon: epsilon
      )
    }
    let count = Double(x.count / x.shape[1])
    require(
      count > 1,
      "BatchNormalization: one number in each channel of shape \(x.shape) has no variance"
    )
    let (y, mean, variance) = x.batchNormalized(scale: weight, shift: bias, epsilon: epsilon)
    move(runningMean, to: mean, pass)
    move(runningVariance, to: variance * (count / (count - 1)), pass)
    pass.replace(batchCount, with: pass.current(batchCount) + 1)
    return y
  }

  private func move(_ running: Tensor, to value: Tensor, _ pass: ForwardPass) {
    let old = pass.current(running)
    pass.replace(running, with: old * (1 - momentum) + value.cast(to: old.scalarType) * momentum)
  }

  /// Names as in PyTorch's `nn.BatchNorm1d` and `nn.BatchNorm2d`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
    walk.buffer("running_mean", &runningMean)
    walk.buffer("running_var", &runningVariance)
    walk.counter("num_batches_tracked", &batchCount)
  }
}
