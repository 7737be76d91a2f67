import NumericalRuntime
import Synchronization

/// In which order the samples of an epoch are taken.
public enum SampleOrder: Hashable, Sendable {
  /// Event after event, window after window.
  case sequential
  /// Shuffled anew for each epoch: the same seed and epoch give the same order everywhere.
  case shuffled(seed: UInt64)

  /// The samples of an epoch in their order, as numbers below `count`.
  func indices(count: Int, epoch: Int) -> [UInt32] {
    switch self {
    case .sequential: return Array(0..<UInt32(count))
    case .shuffled(let seed):
      var generator = SeededGenerator(seed: seed, stream: UInt64(epoch))
      return generator.permutation(of: count).map(UInt32.init)
    }
  }
}

/// The order of the epoch that was asked for last, so that each batch need not shuffle again.
final class EpochOrder: Sendable {
  private let order: SampleOrder
  private let count: Int
  private let latest = Mutex<(epoch: Int, indices: [UInt32])?>(nil)

  init(_ order: SampleOrder, count: Int) {
    self.order = order
    self.count = count
  }

  /// The samples of an epoch in their order.
  func indices(epoch: Int) -> [UInt32] {
    latest.withLock { latest in
      if let latest, latest.epoch == epoch { return latest.indices }
      let indices = order.indices(count: count, epoch: epoch)
      latest = (epoch, indices)
      return indices
    }
  }
}
