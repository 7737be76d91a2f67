/// When to stop because the score no longer improves.
public struct EarlyStopping: Hashable, Sendable {
  /// The epochs without a better score after which training stops.
  public var patience: Int

  /// A rule with the given patience.
  public init(patience: Int) {
    self.patience = patience
  }

  /// Whether training stops after an epoch, given the best one; both counted from 1.
  func stops(after epoch: Int, best: Int) -> Bool { epoch - best >= patience }
}
