import Foundation
import WaveformCatalog

/// Shows how far a catalog has come: a bar on a terminal, a line every twentieth elsewhere.
struct GenerationBar {
  private let isQuiet: Bool
  private let isInteractive = Console.isInteractive
  private var lastLine = -1

  init(quiet: Bool) { isQuiet = quiet }

  /// Shows events, rate and time left.
  mutating func show(_ progress: GenerationProgress) {
    guard !isQuiet else { return }
    let line = text(progress)
    if isInteractive {
      let width = 20
      let filled = min(width, Int(progress.share * Double(width)))
      let bar =
        String(repeating: "\u{2588}", count: filled)
        + String(repeating: "\u{2591}", count: width - filled)
      Console.raw("\r\(bar) \(line)\u{1B}[K")
    } else if Int(progress.share * 20) > lastLine {
      lastLine = Int(progress.share * 20)
      Console.note(line)
    }
  }

  /// Ends the bar's line.
  func finish() {
    if isInteractive, !isQuiet { Console.raw("\n") }
  }

  private func text(_ progress: GenerationProgress) -> String {
    let done = progress.share * Double(progress.pendingEvents)
    let elapsed = progress.elapsedSeconds
    guard done > 0, elapsed > 0 else {
      return "\(progress.completeEvents) of \(progress.eventCount) events"
    }
    let left = elapsed * (Double(progress.pendingEvents) - done) / done
    return String(
      format: "%d of %d events, %.0f events/h, %@ left",
      progress.completeEvents,
      progress.eventCount,
      3600 * done / elapsed,
      Readable.duration(left)
    )
  }
}
