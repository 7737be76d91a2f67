import Foundation

/// One way to compute events; batches are what is lost when a process is killed.
protocol EventRunner {
  /// The events that are computed together, in the order in which they are to be run.
  ///
  /// - Parameters:
  ///   - pending: events whose files are missing.
  ///   - all: the whole catalog: what is shared between events may depend on it, but not on what is pending.
  /// - Returns: the pending events in batches.
  func batches(of pending: [PlannedEvent], in all: [PlannedEvent]) -> [[PlannedEvent]]

  /// Computes a batch and delivers each of its events once.
  ///
  /// - Parameters:
  ///   - batch: one of the batches.
  ///   - progress: told the share done, from 0 to 1; returns false to cancel.
  ///   - deliver: takes each event.
  /// - Throws: what the simulations and `deliver` throw.
  mutating func run(
    _ batch: [PlannedEvent],
    progress: @escaping (Double) -> Bool,
    deliver: (EventWaveforms) throws -> Void
  ) throws
}

extension Array {
  /// The elements in pieces of at most `length`.
  func pieces(of length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}
