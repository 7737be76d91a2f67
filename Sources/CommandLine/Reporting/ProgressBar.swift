import Foundation
import WaveSimulation

/// Shows how far a run has come: a bar on a terminal, a line a tenth elsewhere.
struct ProgressBar {
  private let pointCount: Int
  private let isInteractive: Bool
  private let isQuiet: Bool
  private var lastTenth = 0

  /// A bar for a run over so many grid points.
  init(pointCount: Int, quiet: Bool) {
    self.pointCount = pointCount
    isQuiet = quiet
    isInteractive = Console.isInteractive
  }

  /// Shows the state of the run.
  mutating func show(_ progress: RunProgress) {
    guard !isQuiet, progress.stepCount > 0 else { return }
    let share = Double(progress.step) / Double(progress.stepCount)
    let line = text(progress, share: share)
    if isInteractive {
      let width = 24
      let filled = Int(share * Double(width))
      let bar =
        String(repeating: "\u{2588}", count: filled)
        + String(repeating: "\u{2591}", count: width - filled)
      Console.raw("\r\(bar) \(line)\u{1B}[K")
    } else if Int(share * 10) > lastTenth {
      lastTenth = Int(share * 10)
      Console.note(line)
    }
  }

  /// Ends the bar's line.
  func finish() {
    if isInteractive, !isQuiet { Console.raw("\n") }
  }

  private func text(_ progress: RunProgress, share: Double) -> String {
    let done = Double(progress.step) * Double(pointCount)
    let rate = progress.elapsedSeconds > 0 ? done / progress.elapsedSeconds / 1e6 : 0
    let left = share > 0 ? progress.elapsedSeconds * (1 - share) / share : 0
    let speed = String(format: "%.0f Mpoint/s", rate)
    let time = String(format: "%.1f s of motion", progress.time)
    return
      "\(Int(share * 100)) %  step \(progress.step) of \(progress.stepCount), \(time), \(speed), "
      + (share < 1
        ? "\(Readable.duration(left)) left"
        : "done in \(Readable.duration(progress.elapsedSeconds))")
  }
}
