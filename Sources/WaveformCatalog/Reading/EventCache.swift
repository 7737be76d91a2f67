import Foundation
import Synchronization

/// The events that were read last, so that windows of the same event need not open its file again.
///
/// Files that can be read in place stay open; others stay in memory up to a number of bytes. What was not asked for
/// longest goes first.
final class EventCache: Sendable {
  private struct Entry: Sendable {
    var samples: EventSamples
    var lastUse: Int
  }

  private struct State: Sendable {
    var entries: [Int: Entry] = [:]
    var clock = 0
    var byteCount = 0
  }

  /// The most files that stay open: few enough for the usual limit of 1024 a process.
  static let mostFiles = 256

  private let byteLimit: Int
  private let open: @Sendable (Int) throws -> EventSamples
  private let state = Mutex(State())

  /// A cache of events, by number, that `open` reads.
  init(byteLimit: Int, open: @escaping @Sendable (Int) throws -> EventSamples) {
    self.byteLimit = byteLimit
    self.open = open
  }

  /// The samples of an event.
  func samples(of event: Int) throws -> EventSamples {
    let known = state.withLock { state in
      state.clock += 1
      state.entries[event]?.lastUse = state.clock
      return state.entries[event]?.samples
    }
    if let known { return known }
    let samples = try open(event)
    state.withLock { state in
      // Another thread may have read it meanwhile.
      if state.entries[event] == nil { state.byteCount += samples.byteCount }
      state.entries[event] = Entry(samples: samples, lastUse: state.clock)
      shrink(&state, keeping: event)
    }
    return samples
  }

  private func shrink(_ state: inout State, keeping event: Int) {
    while state.entries.count > Self.mostFiles || state.byteCount > byteLimit {
      let others = state.entries.filter { $0.key != event }
      guard let oldest = others.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
      state.byteCount -= oldest.value.samples.byteCount
      state.entries[oldest.key] = nil
    }
  }
}
