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
///
/// Buffers are known by their memory. Copies of a layer, as in `[norm, norm]`, share it and with it their statistics
/// until they part: in ``Module/separateBuffers()``, which ``TrainingLoop`` calls at its beginning, or at the first
/// ``commit(to:)``, at the latest.
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

  /// The results of a function whose inner steps are worked out again on the way back; see
  /// ``Tensors/checkpointed(_:_:)``, which it agrees with but for layers that ask this pass: in the second run they
  /// draw the same random numbers and find the same buffers as in the first, and leave no traces.
  ///
  /// - Parameters:
  ///   - inputs: everything watched that the function depends on, weights too.
  ///   - body: the function; uses no watched tensor but its arguments.
  /// - Returns: what the function gives.
  public func checkpointed(
    _ inputs: [Tensor],
    _ body: @escaping ([Tensor]) -> [Tensor]
  ) -> [Tensor] {
    let before = (generator, replacements)
    var isReplay = false
    return Tensors.checkpointed(inputs) { inputs in
      guard isReplay else {
        isReplay = true
        return body(inputs)
      }
      let after = (self.generator, self.replacements)
      defer { (self.generator, self.replacements) = after }
      (self.generator, self.replacements) = before
      return body(inputs)
    }
  }

  /// Writes the new values of buffers into the model, each into memory of its own.
  public func commit(to model: inout some Module) {
    guard !replacements.isEmpty else { return }
    model.updateTensors { _, role, tensor in
      guard role != .parameter, let found = replacements[tensor.memoryIdentity] else { return }
      tensor = found.new
    }
    replacements.removeAll()
    model.separateBuffers()
  }
}
