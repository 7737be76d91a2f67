import Foundation
public import Tensors

/// Steps scaled by running moments of the gradient.
///
///     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
///     p ← p − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
///
/// PyTorch's `optim.Adam`: weight decay is added to the gradient. See ``init(decoupledWeightDecay:learningRate:betas:epsilon:)``
/// for AdamW.
///
/// - Reference: Kingma & Ba (2015), arXiv 1412.6980, algorithm 1; Loshchilov & Hutter (2019), arXiv 1711.05101.
public struct Adam: Optimizer {
  /// The size of the steps.
  public var learningRate: Double
  /// How much of the running moments β₁, β₂ is kept in a step.
  public let betas: (Double, Double)
  /// What is added to the root of the second moment.
  public let epsilon: Double
  /// The factor of the parameter that is added to its gradient, or taken from it directly.
  public let weightDecay: Double
  /// Whether weight decay shrinks the parameters instead of being added to the gradient.
  public let isDecoupled: Bool
  /// The moments, under `exp_avg` and `exp_avg_sq`.
  public var state = OptimizerState()

  /// Adam with weight decay as part of the gradient.
  public init(
    learningRate: Double = 1e-3,
    betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8,
    weightDecay: Double = 0
  ) {
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    isDecoupled = false
  }

  /// AdamW: each step first shrinks the parameters by the factor 1 − rate · decay (PyTorch's `optim.AdamW`).
  public init(
    decoupledWeightDecay: Double,
    learningRate: Double = 1e-3,
    betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    weightDecay = decoupledWeightDecay
    isDecoupled = true
  }

  /// `Adam` or `AdamW`.
  public var name: String { isDecoupled ? "AdamW" : "Adam" }

  /// `beta1`, `beta2`, `epsilon` and `weight_decay`.
  public var settings: [String: Double] {
    [
      "beta1": betas.0, "beta2": betas.1, "epsilon": epsilon, "weight_decay": weightDecay,
    ]
  }

  /// Both moments.
  public var kinds: [String] { ["exp_avg", "exp_avg_sq"] }

  /// One step, in one pass over parameters, gradients and moments.
  public mutating func update(_ model: inout some Module, _ gradients: [Tensor]) {
    state.step += 1
    let step = AdamStep(
      rate: learningRate / (1 - pow(betas.0, Double(state.step))),
      decay: isDecoupled ? 0 : weightDecay,
      shrink: isDecoupled ? 1 - learningRate * weightDecay : 1,
      betas: betas,
      root: 1 / (1 - pow(betas.1, Double(state.step))).squareRoot(),
      epsilon: epsilon
    )
    var means = state.take("exp_avg", like: gradients)
    var squares = state.take("exp_avg_sq", like: gradients)
    model.updateParameters { index, parameter in
      parameter.adam(gradients[index], step, mean: &means[index], square: &squares[index])
    }
    state.tensors["exp_avg"] = means
    state.tensors["exp_avg_sq"] = squares
  }
}
