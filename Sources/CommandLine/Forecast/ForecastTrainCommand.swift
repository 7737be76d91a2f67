import ArgumentParser
import Foundation
import NeuralLayers
import NumericalRuntime
import WavefieldForecasting
import WaveformCatalog

/// Trains a forecaster on a catalog.
struct ForecastTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a forecaster on the windows of a catalog.",
    discussion: """
      The catalog must have a surface grid, and must have been split and normalized. The folder gets \
      best.safetensors (the epoch with the smallest validation RFNE), last.safetensors, metrics.csv and metrics.jsonl. \
      Presets published-sparse and laptop-stations learn from a fixed list of stations, of which random ones have no \
      record in each window; the file keeps the list. A run that was stopped goes on with --resume and leaves the same bytes as one that ran through.

      Example:
        foreshake catalog split hayward-960 --method interpolation
        foreshake catalog normalize hayward-960
        foreshake forecast train hayward-960 --output forecaster --preset laptop
        foreshake forecast train hayward-960 --output network --preset laptop-stations \\
          --stations network.csv
      """
  )

  @Argument(help: "The folder of the catalog.", completion: .directory)
  var catalog: String

  @Option(name: .shortAndLong, help: "The folder of the run.", completion: .directory)
  var output: String

  @OptionGroup var model: ForecasterFlags
  @OptionGroup var training: TrainingFlags

  @Option(help: "A trained model to begin with, in place of random numbers.", completion: .file())
  var initial: String?

  @Option(
    help: "The share of the training events to learn from, drawn by --seed: members of an ensemble."
  )
  var eventShare: Double?

  @Flag(help: "Go on with the last epoch that the folder holds.")
  var resume = false

  @Flag(help: "Begin anew in a folder that holds a run, which is lost.")
  var overwrite = false

  func validate() throws {
    if let eventShare, !(eventShare > 0 && eventShare <= 1) {
      throw ValidationError("--event-share \(eventShare) is not above 0 and at most 1.")
    }
    if resume, overwrite {
      throw ValidationError("--resume and --overwrite exclude each other.")
    }
  }

  func run() throws {
    let catalog = try WaveformCatalog(opening: URL(fileURLWithPath: catalog))
    let folder = URL(fileURLWithPath: output)
    guard folder.resolvingSymlinksInPath() != catalog.folder.url.resolvingSymlinksInPath() else {
      throw ValidationError("--output is the catalog itself; name another folder for the run.")
    }
    try checkIsNew(folder)
    var shape = try model.shape(for: catalog)
    let initial = try initial.map { try ForecasterFile(reading: URL(fileURLWithPath: $0)) }
    let stations = try model.list(for: &shape, of: catalog, initial: initial)
    let settings = try training.settings(for: shape, snapshots: catalog.sampling.count)
    let events = eventShare.map {
      EventSubset.drawn($0, of: catalog.events(in: .training).map(\.id), seed: settings.seed)
    }
    let run = try ForecastTraining(
      catalog,
      shape,
      settings,
      folder: folder,
      events: events,
      initial: initial?.model,
      stations: stations
    )
    let parameters = WavefieldForecaster(run.shape, seed: 0).parameterCount
    Console.note(
      "\(run.trainingEvents.count) training and \(run.validationEvents.count) validation events, "
        + (stations.map { "\($0.count) stations, " } ?? "")
        + "\(parameters) parameters, \(settings.epochs) epochs of \(run.batchCount) batches"
    )
    if overwrite { try Self.empty(folder) }
    Interruption.watch()
    let bar = TrainingProgressBar(isInteractive: Console.isInteractive) { Console.raw($0) }
    do {
      let state = try run.run(
        resuming: resume,
        isCancelled: { Interruption.isRequested },
        observe: { bar.show($0) }
      )
      guard let best = state.bestScore, best.isFinite else {
        throw ForecastingError.unusableInput(
          reason: "training diverged: no epoch had a validation RFNE that is a number; "
            + "try a smaller learning rate (--learning-rate)"
        )
      }
      let score = String(format: "%.4f", best)
      if let url = try LearningCurve.draw(
        folder,
        title: "Learning curve of \(folder.lastPathComponent)"
      ) {
        Console.note("wrote \(url.path)")
      }
      Console.result("best epoch \(state.bestEpoch): validation RFNE \(score)")
    } catch NeuralLayersError.cancelled(_, let last) {
      throw ForecastingError.interrupted(lastCheckpoint: last)
    }
  }

  /// Removes what an earlier run left, so that a run that is stopped early cannot go on as that one.
  private static func empty(_ folder: URL) throws {
    for name in ["last.safetensors", "best.safetensors", "learning-curve.png"] {
      let url = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else { continue }
      do { try FileManager.default.removeItem(at: url) } catch {
        throw FileAccessError.failed(
          path: url.path,
          operation: "removing it",
          reason: error.localizedDescription
        )
      }
    }
  }

  /// Refuses to train anew over a trained model.
  private func checkIsNew(_ folder: URL) throws {
    let last = folder.appendingPathComponent("last.safetensors")
    guard !resume, !overwrite, FileManager.default.fileExists(atPath: last.path) else { return }
    throw FileAccessError.failed(
      path: folder.path,
      operation: "beginning a run",
      reason: "it holds one already; go on with --resume, or begin anew with --overwrite"
    )
  }
}
