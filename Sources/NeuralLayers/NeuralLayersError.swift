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
  /// A checkpoint of another optimiser or average, or with other numbers in it.
  case foreignSettings(path: String, [Setting])
  /// An epoch, counted from 1, for which there was nothing to learn from.
  case noBatches(epoch: Int)
  /// The metric by which the best epoch is chosen is not among those that were measured.
  case noSuchMetric(name: String, found: [String])
  /// Another of the members that learn side by side stopped before its end.
  case memberStopped(rank: Int)
  /// Members that learn side by side have different numbers of batches in an epoch; epoch and batch count from 1.
  case unequalBatches(epoch: Int, batch: Int, lacking: [Int])
  /// Training was asked to stop, and did so after a step.
  case cancelled(step: Int, lastCheckpoint: String?)
  /// A table of metrics that was written by something else.
  case foreignMetricsLog(path: String, line: Int, reason: String)

  /// A setting that is another one in a checkpoint than in the run that is to go on from it.
  public struct Setting: Hashable, Sendable {
    /// Its name, such as `optimizer.beta1`.
    public var name: String
    /// The value of the run; nil where it has none.
    public var expected: String?
    /// The value in the file; nil where it has none.
    public var found: String?

    /// A setting with both values.
    public init(name: String, expected: String?, found: String?) {
      self.name = name
      self.expected = expected
      self.found = found
    }
  }

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
    case .foreignSettings(let path, let settings):
      "\(path) does not go on with this run: "
        + settings.map(Self.text).joined(separator: "; ")
        + "; set the run up as the one that wrote the file, or begin in another folder"
    case .noBatches(let epoch):
      "epoch \(epoch) has no batches; look for an empty data set, a batch size above its size, or "
        + "more members than batches"
    case .noSuchMetric(let name, let found):
      "the score \(name) is not among the metrics \(found.sorted().joined(separator: ", ")); name one "
        + "of them in the plan's scoreName, or loss for the training loss"
    case .memberStopped(let rank):
      "member \(rank) stopped before the others had done; its own error says why"
    case .unequalBatches(let epoch, let batch, let ranks):
      "epoch \(epoch): \(ranks.count == 1 ? "member" : "members") "
        + "\(ranks.map(String.init).joined(separator: ", ")) had no batch \(batch) while others did; "
        + "give each member as many, as BatchOrder.batches(epoch:rank:members:) does"
    case .cancelled(let step, let checkpoint):
      "stopped as asked after step \(step); \(Self.kept(checkpoint))"
    case .foreignMetricsLog(let path, let line, let reason):
      "\(path), line \(line): \(reason); move the file away or choose another folder"
    }
  }

  private static func text(of setting: Setting) -> String {
    "\(setting.name) is \(setting.found ?? "missing") in the file and \(setting.expected ?? "unused") "
      + "here"
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
