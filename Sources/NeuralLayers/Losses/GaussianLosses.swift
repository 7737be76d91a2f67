import Foundation
import NumericalRuntime
public import Tensors

/// The Kullback–Leibler divergence KL(q ‖ p) of two normal distributions with independent numbers.
///
/// They are given by their means and the logarithms of their variances:
///
///     KL = ½ Σ [ λp − λq + (e^{λq} + (μq − μp)²) / e^{λp} − 1 ]
///
/// - Parameters:
///   - mean: μq.
///   - logVariance: λq.
///   - priorMean: μp; zeros if absent.
///   - priorLogVariance: λp; zeros if absent.
///   - reduction: what becomes of the numbers' shares.
/// - Returns: a tensor with one number; gradients flow to all.
public func gaussianKL(
  mean: Tensor,
  logVariance: Tensor,
  priorMean: Tensor? = nil,
  priorLogVariance: Tensor? = nil,
  reduction: LossReduction = .sumPerExample
) -> Tensor {
  requireOneShape(
    "gaussianKL",
    [
      ("logVariance", logVariance), ("priorMean", priorMean),
      ("priorLogVariance", priorLogVariance),
    ],
    as: mean
  )
  let distance = (priorMean.map { mean - $0 } ?? mean).squared()
  let spread: Tensor
  if let priorLogVariance {
    let difference = logVariance - priorLogVariance
    spread = difference.exp() + distance * (-priorLogVariance).exp() - difference
  } else {
    spread = logVariance.exp() + distance - logVariance
  }
  return (spread - 1).sum() * (0.5 * reduction.factor(mean.shape))
}

/// The negative logarithm of a normal distribution's density at a target.
///
///     ½ [ λ + (t − μ)² / e^λ ]  (+ ½ ln 2π if `isFull`)
///
/// - Parameters:
///   - mean: μ.
///   - logVariance: λ, the logarithm of the variance.
///   - target: t.
///   - isFull: whether the constant is counted.
///   - reduction: what becomes of the numbers' shares.
/// - Returns: a tensor with one number; gradients flow to all.
public func gaussianNLL(
  mean: Tensor,
  logVariance: Tensor,
  target: Tensor,
  isFull: Bool = false,
  reduction: LossReduction = .mean
) -> Tensor {
  requireOneShape("gaussianNLL", [("logVariance", logVariance), ("target", target)], as: mean)
  var shares = logVariance + (target - mean).squared() * (-logVariance).exp()
  if isFull { shares = shares + Foundation.log(2 * Double.pi) }
  return shares.sum() * (0.5 * reduction.factor(mean.shape))
}

/// Stops where an argument of a loss has another shape than the mean.
private func requireOneShape(
  _ loss: String,
  _ arguments: [(name: String, tensor: Tensor?)],
  as mean: Tensor
) {
  for (name, tensor) in arguments {
    require(
      tensor?.shape ?? mean.shape == mean.shape,
      "\(loss): mean of shape \(mean.shape), \(name) of shape \(tensor?.shape ?? [])"
    )
  }
}
