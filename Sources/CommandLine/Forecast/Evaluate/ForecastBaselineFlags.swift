import ArgumentParser
import Foundation
import WaveformCatalog

/// What a forecaster is compared with, as options.
struct ForecastBaselineFlags: ParsableArguments {
  @Flag(help: "Leave out persistence, extrapolation and ground-motion models.")
  var noBaselines = false

  @Option(
    help: ArgumentHelp(
      "Compare also with the superposition of N training events.",
      discussion: """
        Ridge regression: what explains an input as a sum of past events goes on as the same sum. All N events are read \
        for the fit and once more for every 16 events that are scored. With 300 events of 84 x 56 points and forecasts \
        of 104 s that is some 4 GB each time, and the command takes 2 GB of memory.
        """,
      valueName: "n"
    )
  )
  var linear: Int?

  @Option(
    help:
      "The catalog whose training events baselines are fitted to [default: the one that is scored].",
    completion: .directory
  )
  var trainingCatalog: String?

  /// Whether any baseline is wanted.
  var areWanted: Bool { !noBaselines || linear != nil }

  /// The catalog whose training events are known.
  func training(scoring catalog: WaveformCatalog) throws -> WaveformCatalog {
    guard let trainingCatalog else { return catalog }
    return try WaveformCatalog(opening: URL(fileURLWithPath: trainingCatalog))
  }

  func validate() throws {
    if let linear, linear < 1 {
      throw ValidationError("--linear is \(linear); it must be at least 1 event.")
    }
    if trainingCatalog != nil, !areWanted {
      throw ValidationError("--training-catalog is for baselines, which --no-baselines leaves out.")
    }
  }
}
