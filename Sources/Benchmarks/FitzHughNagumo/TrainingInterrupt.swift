import Foundation
import Synchronization

/// Ctrl-C, noticed so that a training run stops between two steps; a second one ends the program at once.
enum TrainingInterrupt {
  private static let isAsked = Atomic<Bool>(false)

  /// Whether the user wants the run to stop.
  static var isRequested: Bool { isAsked.load(ordering: .relaxed) }

  /// Starts to watch.
  static func watch() {
    signal(SIGINT) { number in
      // A signal handler may only touch atomics, and the signal itself.
      TrainingInterrupt.isAsked.store(true, ordering: .relaxed)
      signal(number, SIG_DFL)
    }
  }
}
