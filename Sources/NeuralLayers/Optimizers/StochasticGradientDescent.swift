import NumericalRuntime
public import Tensors

/// Gradient descent, with momentum, Nesterov's look ahead and weight decay.
///
///     d = g + decay · p       b = momentum · b + (1 − dampening) · d  (b = d at the first step)
///     p ← p − rate · b        or, with Nesterov, p ← p − rate · (d + momentum · b)
///
/// PyTorch's `optim.SGD`.
///
/// - Reference: Sutskever et al. (2013), ICML 28, section 2.
public struct StochasticGradientDescent: Optimizer {
  /// The size of the steps.
  public var learningRate: Double
  /// What is kept of the last moves.
  public let momentum: Double
  /// What is withheld of the gradient when it joins the moves.
  public let dampening: Double
  /// The factor of the parameter that is added to its gradient.
  public let weightDecay: Double
  /// Whether the gradient is taken as if momentum had been followed already.
  public let isNesterov: Bool
  /// The moves, under `momentum_buffer`.
  public var state = OptimizerState()

  /// Descent with the given numbers.
  ///
  /// - Precondition: Nesterov's rule needs momentum and no dampening.
  public init(
    learningRate: Double,
    momentum: Double = 0,
    dampening: Double = 0,
    weightDecay: Double = 0,
    isNesterov: Bool = false
  ) {
    require(
      !isNesterov || momentum > 0 && dampening == 0,
      "StochasticGradientDescent: Nesterov's rule needs momentum and no dampening"
    )
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  /// `SGD`.
  public var name: String { "SGD" }

  /// `momentum`, `dampening`, `weight_decay`, and `nesterov`, which is 0 or 1.
  public var settings: [String: Double] {
    [
      "momentum": momentum, "dampening": dampening, "weight_decay": weightDecay,
      "nesterov": isNesterov ? 1 : 0,
    ]
  }

  /// The moves, where there is momentum.
  public var kinds: [String] { momentum == 0 ? [] : ["momentum_buffer"] }

  /// One step.
  public mutating func update(_ model: inout some Module, _ gradients: [Tensor]) {
    state.step += 1
    var step = DescentStep(
      rate: learningRate,
      momentum: momentum,
      undamped: 1 - dampening,
      decay: weightDecay,
      isNesterov: isNesterov
    )
    guard momentum != 0 else {
      model.updateParameters { index, parameter in parameter.descend(gradients[index], step) }
      return
    }
    if state.step == 1 { step.undamped = 1 }
    var buffers = state.take("momentum_buffer", like: gradients)
    model.updateParameters { index, parameter in
      parameter.descend(gradients[index], step, buffer: &buffers[index])
    }
    state.tensors["momentum_buffer"] = buffers
  }
}
