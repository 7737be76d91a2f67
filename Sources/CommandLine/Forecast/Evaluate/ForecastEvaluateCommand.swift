import ArgumentParser
import Evaluation
import Foundation
import NumericalRuntime
import SeismicFiles
import WavefieldForecasting
import WaveformCatalog

/// Scores forecasters on events that they have not seen.
struct ForecastEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores a forecaster on events that it has not seen.",
    discussion: """
      ACC, RFNE and RMSE as published, in motion divided by its standard deviation at each grid point; errors of PGV \
      and its time, of P and S arrivals, of envelopes and phases; by lead time and by distance. Beside the model stand \
      persistence, damped extrapolation, and two ground-motion models that know magnitude and place: one fitted to the \
      training events, one published (Boore and others 2014). With --linear N stands there too the superposition of \
      N training events that explains the input best.

      Example:
        foreshake forecast evaluate forecaster/best.safetensors hayward-960 --output scores
        foreshake forecast evaluate conv-lem/best.safetensors hayward-960 \\
          --with ConvLSTM=conv-lstm/best.safetensors --with ConvGRU=conv-gru/best.safetensors
        foreshake forecast evaluate forecaster/best.safetensors hayward-finite-faults --split all \\
          --linear 300 --training-catalog hayward-960
      """
  )

  @Argument(help: "A trained model.", completion: .file(extensions: ["safetensors"]))
  var model: String

  @Argument(help: "The folder of the catalog.", completion: .directory)
  var catalog: String

  @Option(help: "Which events: train, validation or test; all for every event.")
  var split = "test"

  @Option(help: "The name of the model in the tables.")
  var name = "forecast"

  @Option(name: .customLong("with"), help: "A further model, NAME=FILE; may be repeated.")
  var others: [String] = []

  @Option(help: "The most events to score.")
  var events: Int?

  @Option(help: "The snapshot of the events with which inputs begin.")
  var offset = 0

  @Option(name: .customLong("duration-s"), help: "How far forecasts go [s].")
  var duration = 104.0

  @Flag(help: "Forecast piece by piece, each from the one before, instead of in one go.")
  var rolling = false

  @Option(name: .customLong("threshold-cm-s"), help: "Score alerts for this PGV [cm/s].")
  var threshold: Double?

  @OptionGroup var stations: ForecastStationFlags

  @OptionGroup var baselines: ForecastBaselineFlags

  @Option(
    name: .shortAndLong,
    help:
      "A folder for summary, by-event, by-lead-time and by-distance as .txt, .csv and .json, the last two as .png.",
    completion: .directory
  )
  var output: String?

  func run() throws {
    let catalog = try WaveformCatalog(opening: URL(fileURLWithPath: catalog))
    let models = try Self.models([(name, model)] + others.map(Self.named))
    let evaluation = ForecastEvaluation(
      catalog: catalog,
      models: models,
      duration: duration,
      offset: offset,
      mode: rolling ? .rolling : .oneShot,
      threshold: threshold.map { $0 / 100 },
      stations: stations,
      baselines: baselines
    )
    try evaluation.checkIssueTimes()
    let ids = try chosen(catalog)
    let folder = try output.map { try EvaluationFiles.Folder(URL(fileURLWithPath: $0)) }
    let progress = EventProgress("scoring event")
    let report: ForecastReport
    do {
      report = try progress.watch { try evaluation.report(ids, progress: progress.show) }
    } catch {
      folder?.removeIfNew()
      throw error
    }
    for table in [report.summary, report.byLeadTime, report.byDistance] {
      Console.result(table.text)
    }
    let unbeaten = report.unbeaten(by: name, beyondLeadTime: 5)
    if !unbeaten.rows.isEmpty { Console.result(unbeaten.text) }
    if let folder { try EvaluationFiles.write(report, to: folder.url) }
  }

  func validate() throws {
    guard duration > 0, duration <= 3600 else {
      throw ValidationError(
        "--duration-s is \(Readable.number(duration)); it must be above 0 and at most 3600 s."
      )
    }
    if let threshold, !(threshold > 0 && threshold.isFinite) {
      throw ValidationError("--threshold-cm-s is \(threshold); it must be a positive number.")
    }
    if let events, events < 1 {
      throw ValidationError("--events is \(events); it must be at least 1.")
    }
    if split != "all", CatalogSplit(rawValue: split) == nil {
      let names = CatalogSplit.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--split is '\(split)'; it must be \(names) or all.")
    }
    let taken = EvaluationBaselines.names + [LinearBaseline.name]
    for model in [name] + (try others.map { try Self.named($0).0 }) where taken.contains(model) {
      throw ValidationError("\(model) is the name of a baseline; rename the model.")
    }
    var names: Set<String> = [name]
    for (other, _) in try others.map(Self.named) where !names.insert(other).inserted {
      throw ValidationError("Two models are named \(other); rename one with --name or --with.")
    }
  }

  private static func named(_ text: String) throws -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw ValidationError(
        "--with \(text) is no NAME=FILE, such as ConvLSTM=run/best.safetensors."
      )
    }
    return (parts[0], parts[1])
  }

  private static func models(
    _ files: [(name: String, path: String)]
  ) throws -> [ForecastEvaluation.Model] {
    try files.map { name, path in
      let file = try ForecasterFile(reading: URL(fileURLWithPath: path))
      return ForecastEvaluation.Model(name: name, runner: try ForecastRunner(file))
    }
  }

  private func chosen(_ catalog: WaveformCatalog) throws -> [String] {
    let all = CatalogSplit(rawValue: split).map { catalog.events(in: $0) } ?? catalog.events
    guard !all.isEmpty else {
      throw ForecastingError.mismatch(
        what: "events of \(catalog.folder.url.path)",
        expected:
          "some of split \(split); divide them with foreshake catalog split, or --split all",
        found: "none"
      )
    }
    return all.prefix(events ?? all.count).map(\.id)
  }
}
