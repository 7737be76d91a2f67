import NumericalRuntime
public import Tensors

/// The mean (or sum) of (p − t)².
///
/// - Returns: a tensor with one number; gradients flow to both.
public func meanSquaredError(
  _ prediction: Tensor,
  _ target: Tensor,
  reduction: LossReduction = .mean
) -> Tensor {
  prediction.loss(.squared, to: target, times: reduction.factor(prediction.shape))
}

/// The mean (or sum) of |p − t|; the slope at zero is zero.
///
/// - Returns: a tensor with one number; gradients flow to both.
public func meanAbsoluteError(
  _ prediction: Tensor,
  _ target: Tensor,
  reduction: LossReduction = .mean
) -> Tensor {
  prediction.loss(.absolute, to: target, times: reduction.factor(prediction.shape))
}

/// The Huber loss of WaveCastNet, of e = p − t.
///
///     ℓ(e) = e² / (2 δ) + δ / 2  where |e| ≤ δ,  |e|  elsewhere.
///
/// That is the usual Huber loss divided by δ, plus δ / 2: slope 1 outside, and never below δ / 2.
///
/// - Returns: a tensor with one number; gradients flow to both.
/// - Reference: Huber (1964), Ann. Math. Statist. 35; the form of Lyu et al. (2025), arXiv 2405.20516.
public func huberLoss(
  _ prediction: Tensor,
  _ target: Tensor,
  delta: Double = 0.2,
  reduction: LossReduction = .mean
) -> Tensor {
  require(delta > 0, "huberLoss: delta \(delta) is not positive")
  return prediction.loss(
    .huber(delta: delta),
    to: target,
    times: reduction.factor(prediction.shape)
  )
}

/// The mean over the examples (the first axis) of ‖p − t‖₂ / ‖t‖₂.
///
/// - Returns: a tensor with one number; the gradient flows to the prediction alone.
public func relativeL2Loss(_ prediction: Tensor, _ target: Tensor) -> Tensor {
  prediction.meanRelativeDistance(to: target)
}
