import NumericalRuntime

/// Which examples make up the batches of an epoch.
///
///     for batch in BatchOrder(exampleCount: 128, batchSize: 32, seed: 7).batches(epoch: 3) { … }
///
/// A function of the seed and the epoch alone, so that a resumed run sees the same batches.
public struct BatchOrder: Hashable, Sendable {
  /// The number of examples.
  public var exampleCount: Int
  /// The examples of a batch.
  public var batchSize: Int
  /// The seed of the order.
  public var seed: UInt64
  /// Whether examples are in a new random order in each epoch.
  public var isShuffled: Bool
  /// Whether a last batch with fewer examples is left out.
  public var dropsIncomplete: Bool

  /// An order of so many examples.
  public init(
    exampleCount: Int,
    batchSize: Int,
    seed: UInt64,
    isShuffled: Bool = true,
    dropsIncomplete: Bool = false
  ) {
    require(batchSize > 0, "BatchOrder: a batch of \(batchSize) examples")
    self.exampleCount = exampleCount
    self.batchSize = batchSize
    self.seed = seed
    self.isShuffled = isShuffled
    self.dropsIncomplete = dropsIncomplete
  }

  /// The numbers of the examples in each batch of an epoch; for one of `members` that learn side by side every
  /// `members`-th batch from the `rank`-th, the same number for each.
  public func batches(epoch: Int, rank: Int = 0, members: Int = 1) -> [[Int]] {
    var examples = Array(0..<exampleCount)
    if isShuffled {
      // Streams of epochs are away from those of layers and forward passes, which begin at 0.
      var generator = SeededGenerator(seed: seed, stream: 0x0BA7_C4E5_0000_0000 + UInt64(epoch))
      examples = generator.permutation(of: exampleCount)
    }
    var batches = stride(from: 0, to: exampleCount, by: batchSize).map {
      Array(examples[$0..<min($0 + batchSize, exampleCount)])
    }
    if dropsIncomplete, let last = batches.last, last.count < batchSize { batches.removeLast() }
    let share = batches.count / members
    return members == 1 ? batches : (0..<share).map { batches[$0 * members + rank] }
  }
}
