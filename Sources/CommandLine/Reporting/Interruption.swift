import Foundation
import Synchronization

/// Notices Ctrl-C and SIGTERM so that a run can clean up; a second one ends the program at once.
enum Interruption {
  private static let count = Atomic<Int>(0)
  private static let lastSignal = Atomic<Int32>(SIGINT)

  /// Starts to watch for SIGINT and SIGTERM.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        // A signal handler may only touch atomics and leave.
        Interruption.lastSignal.store(number, ordering: .relaxed)
        if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(128 + number) }
      }
    }
  }

  /// Whether the user wants to stop.
  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// The exit code that shells expect after the last signal.
  static var status: ExitStatus {
    lastSignal.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted
  }
}

/// A state of a run in a file, from which it can go on.
struct SavedState: Hashable {
  let path: String
  /// Seconds after the origin time.
  let time: Double
}

/// A run that the user stopped.
struct RunInterrupted: Error, CustomStringConvertible {
  /// The last checkpoint of this run, if it wrote one.
  let saved: SavedState?

  var description: String {
    guard let saved else { return "interrupted; nothing was written." }
    return "interrupted; no results were written, but \(saved.path) holds the state at "
      + "\(Readable.number(saved.time)) s: go on with --restart \(saved.path)."
  }
}
