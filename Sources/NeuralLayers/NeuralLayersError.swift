/// What can go wrong with the world's side of learning: checkpoints, data and training that diverges.
public enum NeuralLayersError: Error, Equatable {
  /// The loss became NaN or infinite.
  case nonFiniteLoss(step: Int, lastCheckpoint: String?)
}

extension NeuralLayersError: CustomStringConvertible {
  /// What happened, which value, and what to do.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let step, let checkpoint):
      let kept =
        checkpoint.map { "the last good checkpoint is \($0)" } ?? "no checkpoint was written"
      return "step \(step): the loss is not finite; \(kept); lower the learning rate, clip the "
        + "gradients or look for NaNs in the data"
    }
  }
}
