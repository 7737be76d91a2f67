import Foundation
import NumericalRuntime

/// Shows a training run: a bar on a terminal, else a line for each tenth of the run.
///
///     let bar = TrainingProgressBar(isInteractive: true) { FileHandle.standardError.write(Data($0.utf8)) }
///     loop.observe = { bar.show($0) }
///
/// The text goes to `write`, since libraries print nothing themselves.
public final class TrainingProgressBar {
  private let isInteractive: Bool
  private let write: (String) -> Void
  private let watch = Stopwatch()
  private var lastShown = -1.0
  private var lastTenth = 0
  /// Whether a bar stands on a line without an end.
  private var isLineOpen = false

  /// A bar that hands its text to `write`; `isInteractive` tells whether a line can be drawn over.
  public init(isInteractive: Bool, write: @escaping (String) -> Void) {
    self.isInteractive = isInteractive
    self.write = write
  }

  /// Shows an event.
  public func show(_ event: TrainingEvent) {
    switch event {
    case .resumed(let epoch): write("resumed after epoch \(epoch)\n")
    case .step(let progress): advance(progress)
    case .epoch(let epoch, let epochs, let metrics):
      let tenth = epoch * 10 / max(1, epochs)
      guard !isInteractive, tenth > lastTenth else { break }
      lastTenth = tenth
      write("epoch \(epoch)/\(epochs)  \(Self.text(of: metrics))\n")
    case .stoppedEarly(let epoch, let best):
      finish()
      write("stopped after epoch \(epoch): no better score since epoch \(best)\n")
    case .ended: finish()
    }
  }

  /// Ends the bar's line, if there is one; a run does so itself at its end, whatever that is.
  public func finish() {
    if isLineOpen { write("\n") }
    isLineOpen = false
  }

  /// Draws at most ten times a second.
  private func advance(_ progress: TrainingProgress) {
    let now = watch.seconds
    guard isInteractive, now - lastShown > 0.1 || progress.share >= 1 else { return }
    lastShown = now
    isLineOpen = true
    let width = 20
    let filled = Int(progress.share * Double(width))
    let bar =
      String(repeating: "\u{2588}", count: filled)
      + String(repeating: "\u{2591}", count: width - filled)
    write("\r\(bar) \(Self.text(of: progress))\u{1B}[K")
  }

  /// Epoch, loss, rate and time left.
  static func text(of progress: TrainingProgress) -> String {
    let rate = String(format: "%.3g step/s", progress.stepsPerSecond)
    let left = progress.secondsLeft.map { ", \(duration($0)) left" } ?? ""
    let loss = String(format: "%.4g", progress.loss)
    return "epoch \(progress.epoch)/\(progress.epochs)  loss \(loss), \(rate)\(left)"
  }

  private static func text(of metrics: [String: Double]) -> String {
    metrics.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.4g", $0.value))" }
      .joined(separator: "  ")
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3600: "\(whole / 60) min \(whole % 60) s"
    default: "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}
