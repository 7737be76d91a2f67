import Foundation
import NumericalRuntime
import WaveSimulation

/// Shows how far a run has come: a bar on a terminal, a line a tenth elsewhere.
struct ProgressBar {
  private let pointCount: Int
  private let isInteractive: Bool
  private let isQuiet: Bool
  private let watch = Stopwatch()
  private let firstStep: Int
  private var lastTenth = 0

  /// A bar for a run over so many grid points that starts at a step.
  init(pointCount: Int, firstStep: Int, quiet: Bool) {
    self.pointCount = pointCount
    self.firstStep = firstStep
    isQuiet = quiet
    isInteractive = Console.isInteractive
  }

  /// Shows that the run has come to a step of so many.
  mutating func show(_ progress: RunProgress, of stepCount: Int) {
    guard !isQuiet, stepCount > firstStep else { return }
    let share = Double(progress.step) / Double(stepCount)
    let line = text(progress, of: stepCount)
    if isInteractive {
      let width = 20
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

  /// Share, time, rate and time left, in fewer than 60 characters.
  private func text(_ progress: RunProgress, of stepCount: Int) -> String {
    let done = Double(progress.step - firstStep)
    let elapsed = watch.seconds
    let rate = elapsed > 0 ? done * Double(pointCount) / elapsed / 1e6 : 0
    let left = done > 0 ? elapsed * Double(stepCount - progress.step) / done : 0
    let end =
      progress.step < stepCount
      ? "\(Readable.duration(left)) left" : "done in \(Readable.duration(elapsed))"
    return String(
      format: "%3d %%  t = %.1f s, %.0f Mpoint/s, %@",
      100 * progress.step / stepCount,
      progress.time,
      rate,
      end
    )
  }
}
