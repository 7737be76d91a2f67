import NumericalRuntime
public import Tensors

/// A rule that changes the parameters of a model by gradients.
///
///     var optimizer = Adam(learningRate: 1e-3)
///     let (loss, gradients) = valueAndGradient(at: model) { meanSquaredError($0(x), y) }
///     optimizer.update(&model, gradients)
public protocol Optimizer: Sendable {
  /// The size of the steps; schedules change it.
  var learningRate: Double { get set }

  /// The rule's name, for checkpoints.
  var name: String { get }

  /// The numbers that make the rule, by name, for checkpoints; without the learning rate.
  var settings: [String: Double] { get }

  /// The kinds of tensors in ``state`` after the first step, such as `exp_avg`.
  var kinds: [String] { get }

  /// What is remembered between steps, for checkpoints.
  var state: OptimizerState { get set }

  /// Changes the parameters of `model` in place.
  ///
  /// - Parameters:
  ///   - model: always the same model, as it was left by the step before.
  ///   - gradients: one for each parameter, in walk order.
  mutating func update(_ model: inout some Module, _ gradients: [Tensor])
}

/// What an optimiser remembers: the steps taken, and tensors beside each parameter.
public struct OptimizerState: Sendable {
  /// The steps taken.
  public var step = 0
  /// By kind (such as `exp_avg`) one tensor for each parameter in walk order; empty before the first step.
  public var tensors: [String: [Tensor]] = [:]

  /// Nothing remembered yet.
  public init() {}

  /// Takes the tensors of a kind out, zeros of the parameters' shapes if there are none, so that the caller is
  /// their only owner.
  mutating func take(_ kind: String, like gradients: [Tensor]) -> [Tensor] {
    guard let found = tensors.removeValue(forKey: kind) else {
      return gradients.map { Tensor(zeros: $0.shape, $0.scalarType) }
    }
    require(
      found.count == gradients.count,
      "Optimizer: \(gradients.count) gradients, state for \(found.count) parameters"
    )
    return found
  }
}
