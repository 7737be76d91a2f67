import NumericalRuntime
import Synchronization

/// In which order the samples of an epoch are taken.
public enum SampleOrder: Hashable, Sendable {
  /// Event after event, window after window.
  case sequential
  /// Shuffled anew for each epoch: the same seed and epoch give the same order everywhere.
  case shuffled(seed: UInt64)

  /// The samples of an epoch in their order, as numbers below `count`.
  ///
  /// Shuffled after Durstenfeld (1964), Communications of the ACM 7(7), algorithm 235.
  func indices(count: Int, epoch: Int) -> [UInt32] {
    var indices = (0..<UInt32(count)).map { $0 }
    guard case .shuffled(let seed) = self, count > 1 else { return indices }
    var generator = SeededGenerator(seed: seed, stream: UInt64(epoch))
    for last in Swift.stride(from: count - 1, to: 0, by: -1) {
      indices.swapAt(last, Int(generator.next(upperBound: UInt64(last + 1))))
    }
    return indices
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
