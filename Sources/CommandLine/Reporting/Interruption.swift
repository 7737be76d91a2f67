import Foundation
import Synchronization

/// Notices Ctrl-C, SIGTERM and SIGHUP so that a run can clean up.
///
/// A second one ends the program without waiting for the time step, a third one at once.
enum Interruption {
  private static let count = Atomic<Int>(0)
  private static let lastSignal = Atomic<Int32>(SIGINT)

  /// Starts to watch for SIGINT, SIGTERM and SIGHUP.
  static func watch() {
    // A parent may hand down a mask that blocks them.
    var watched = sigset_t()
    sigemptyset(&watched)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&watched, number) }
    pthread_sigmask(SIG_UNBLOCK, &watched, nil)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        // A signal handler may only touch atomics and leave.
        Interruption.lastSignal.store(number, ordering: .relaxed)
        if Interruption.count.add(1, ordering: .relaxed).newValue > 2 { _exit(128 + number) }
      }
    }
  }

  /// Lets a second signal remove this process's unfinished files beside `places` and end the program.
  ///
  /// A thread of its own does so: a signal handler may not list folders.
  static func discards(beside places: [URL]) {
    Thread.detachNewThread {
      while count.load(ordering: .relaxed) < 2 { usleep(50_000) }
      PartialFiles.removeOwn(beside: places)
      _exit(128 + lastSignal.load(ordering: .relaxed))
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
