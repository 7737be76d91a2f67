import Foundation
import Synchronization

/// Notices Ctrl-C so that a run can clean up; a second Ctrl-C ends the program at once.
enum Interruption {
  private static let count = Atomic<Int>(0)

  /// Starts to watch for SIGINT and SIGTERM.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        // A signal handler may only touch atomics and leave.
        if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
      }
    }
  }

  /// Whether the user wants to stop.
  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }
}
