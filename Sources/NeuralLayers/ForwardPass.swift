public import NumericalRuntime
public import Tensors

/// How layers are to behave in one evaluation of a model, and what they leave behind.
///
/// Layers are pure functions of their input. Those that behave differently while they learn (dropout, batch
/// normalisation, sampling) ask the pass: it owns the random numbers, and it gathers the new running statistics,
/// which ``commit(to:)`` writes into the model after the step.
///
///     let pass = ForwardPass.training(generator)
///     let (loss, gradients) = valueAndGradient(at: model) { mse($0(x, pass), y) }
///     pass.commit(to: &model)
public final class ForwardPass {
  /// Whether the model is learning.
  public let isTraining: Bool
  /// The random numbers of this pass; how far it was drawn from is part of an exact resume.
  public var generator: SeededGenerator
  /// New values of buffers by the memory of the old ones.
  private var replacements: [ObjectIdentifier: (old: Tensor, new: Tensor)] = [:]

  private init(isTraining: Bool, generator: SeededGenerator) {
    self.isTraining = isTraining
    self.generator = generator
  }

  /// A pass that applies a trained model; `generator` is drawn from only by models that sample.
  public static func inference(_ generator: SeededGenerator = SeededGenerator(seed: 0))
    -> ForwardPass
  {
    ForwardPass(isTraining: false, generator: generator)
  }

  /// A pass that learns: dropout drops, batch normalisation takes the batch's statistics.
  public static func training(_ generator: SeededGenerator) -> ForwardPass {
    ForwardPass(isTraining: true, generator: generator)
  }

  /// The newest value of a buffer within this pass.
  public func current(_ buffer: Tensor) -> Tensor {
    replacements[buffer.memoryIdentity]?.new ?? buffer
  }

  /// Notes the new value of a buffer.
  public func replace(_ buffer: Tensor, with value: Tensor) {
    replacements[buffer.memoryIdentity] = (buffer.detached, value.detached)
  }

  /// Writes the new values of buffers into the model.
  public func commit(to model: inout some Module) {
    guard !replacements.isEmpty else { return }
    model.updateTensors { _, role, tensor in
      guard role == .buffer, let found = replacements[tensor.memoryIdentity] else { return }
      tensor = found.new
    }
    replacements.removeAll()
  }
}
