public import NumericalRuntime

/// How far training has come: with the model and the optimiser, all that going on exactly needs.
public struct TrainingState: Hashable, Sendable {
  /// The epochs done.
  public var epoch = 0
  /// The steps done.
  public var step = 0
  /// The random numbers of the forward passes.
  public var generator: SeededGenerator
  /// The smallest score so far.
  public var bestScore: Double?
  /// The epoch, counted from 1, that reached it.
  public var bestEpoch = 0

  /// The beginning of a training run.
  public init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }
}

extension TrainingState {
  /// The state as strings for a file's metadata; numbers come back exactly.
  var metadata: [String: String] {
    var result = [
      "training.epoch": "\(epoch)", "training.step": "\(step)",
      "training.random.seed": "\(generator.seed)", "training.random.stream": "\(generator.stream)",
      "training.random.position": "\(generator.position)", "training.best_epoch": "\(bestEpoch)",
    ]
    if let bestScore { result["training.best_score"] = "\(bestScore)" }
    return result
  }

  /// The state in a file's metadata.
  ///
  /// - Throws: ``NeuralLayersError/notACheckpoint(path:missingKey:)``.
  init(metadata: [String: String], path: String) throws {
    func number<Number: LosslessStringConvertible>(_ key: String, _: Number.Type) throws -> Number {
      guard let number = metadata["training.\(key)"].flatMap(Number.init) else {
        throw NeuralLayersError.notACheckpoint(path: path, missingKey: "training.\(key)")
      }
      return number
    }
    generator = SeededGenerator(
      seed: try number("random.seed", UInt64.self),
      stream: try number("random.stream", UInt64.self)
    )
    generator.position = try number("random.position", UInt64.self)
    epoch = try number("epoch", Int.self)
    step = try number("step", Int.self)
    bestEpoch = try number("best_epoch", Int.self)
    bestScore = metadata["training.best_score"].flatMap(Double.init)
  }
}
