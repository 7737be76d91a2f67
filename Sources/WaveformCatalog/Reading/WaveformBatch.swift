public import Tensors

/// Several windows side by side, ready for a model.
public struct WaveformBatch: Sendable {
  /// What goes in: `[batch, inputLength, component, y, x]`, or `[batch, inputLength, component, station]`;
  /// components east, north, up.
  public let input: Tensor
  /// What is to be forecast: as ``input``, with `horizon` steps.
  public let target: Tensor
  /// Where each window was cut, in the order of the first axis.
  public let samples: [WindowSample]
  /// Which batch of which epoch it is.
  public let position: BatchPosition
}

/// A place in the row of batches, from which reading may go on.
public struct BatchPosition: Hashable, Sendable, Comparable {
  /// The epoch, from 0.
  public var epoch: Int
  /// The batch within it, from 0.
  public var batch: Int

  /// The place of a batch in an epoch.
  public init(epoch: Int, batch: Int = 0) {
    self.epoch = epoch
    self.batch = batch
  }

  /// Whether a place comes before another.
  public static func < (a: BatchPosition, b: BatchPosition) -> Bool {
    (a.epoch, a.batch) < (b.epoch, b.batch)
  }
}
