import Foundation
import NumericalRuntime
import Synchronization

/// Shows how many traces have been processed: a bar on a terminal, a line a tenth elsewhere.
final class ProcessProgress: Sendable {
  private let isQuiet: Bool
  private let isInteractive = Console.isInteractive
  private let watch = Stopwatch()
  private let last = Mutex(0)

  init(quiet: Bool) {
    isQuiet = quiet
  }

  /// Shows that so much is done; short work is not worth a line.
  func show(_ done: Int, of total: Int) {
    guard !isQuiet, watch.seconds > 1 else { return }
    let steps = isInteractive ? 100 : 10
    last.withLock { last in
      let share = done * steps / max(1, total)
      guard share > last else { return }
      last = share
      let line = "processing: \(done * 100 / max(1, total)) %"
      if isInteractive { Console.raw("\r\(line)\u{1B}[K") } else { Console.note(line) }
    }
  }

  /// Ends the bar's line.
  func finish() {
    if isInteractive, !isQuiet, last.withLock({ $0 }) > 0 { Console.raw("\r\u{1B}[K") }
  }
}
