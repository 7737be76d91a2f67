/// What can go wrong with the world's side of learning: checkpoints, data and training that diverges.
public enum NeuralLayersError: Error, Equatable {
  /// The loss became NaN or infinite.
  case nonFiniteLoss(step: Int, lastCheckpoint: String?)
  /// The gradient became NaN or infinite while the loss was still finite.
  case nonFiniteGradient(step: Int, lastCheckpoint: String?)
  /// A file's tensors are not those of the model; all that do not fit are listed.
  case foreignTensors(path: String, missing: [String], extra: [String], misshapen: [Misshapen])
  /// A file has tensors of the model but not what training needs to go on.
  case notACheckpoint(path: String, missingKey: String)
  /// A table of metrics that was written by something else.
  case foreignMetricsLog(path: String, line: Int, reason: String)

  /// A tensor with another shape than the model's.
  public struct Misshapen: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The shape in the model.
    public var expected: [Int]
    /// The shape in the file.
    public var found: [Int]

    /// A tensor with the two shapes.
    public init(name: String, expected: [Int], found: [Int]) {
      self.name = name
      self.expected = expected
      self.found = found
    }
  }
}

extension NeuralLayersError: CustomStringConvertible {
  /// What happened, which value, and what to do.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let step, let checkpoint):
      "step \(step): the loss is not finite; \(Self.kept(checkpoint)); lower the learning rate, clip "
        + "the gradients or look for NaNs in the data"
    case .nonFiniteGradient(let step, let checkpoint):
      "step \(step): the gradient is not finite though the loss is; \(Self.kept(checkpoint)); lower "
        + "the learning rate or look for roots and logarithms of zero in the loss"
    case .foreignTensors(let path, let missing, let extra, let misshapen):
      "\(path) does not fit the model: "
        + Self.parts(missing: missing, extra: extra, misshapen: misshapen).joined(separator: "; ")
        + "; build the model with the hyper-parameters in the file's metadata"
    case .notACheckpoint(let path, let key):
      "\(path) has no metadata \(key): it holds tensors, but training cannot go on from it; load "
        + "the tensors into a new model instead"
    case .foreignMetricsLog(let path, let line, let reason):
      "\(path), line \(line): \(reason); move the file away or choose another folder"
    }
  }

  private static func kept(_ checkpoint: String?) -> String {
    checkpoint.map { "the last good checkpoint is \($0)" } ?? "no checkpoint was written"
  }

  private static func parts(
    missing: [String],
    extra: [String],
    misshapen: [Misshapen]
  ) -> [String] {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing \(missing.joined(separator: ", "))") }
    if !extra.isEmpty { parts.append("extra \(extra.joined(separator: ", "))") }
    if !misshapen.isEmpty {
      let shapes = misshapen.map { "\($0.name) \($0.found) instead of \($0.expected)" }
      parts.append("misshapen \(shapes.joined(separator: ", "))")
    }
    return parts
  }
}
