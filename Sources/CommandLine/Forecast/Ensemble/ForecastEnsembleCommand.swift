import ArgumentParser
import Evaluation
import Foundation
import WavefieldForecasting
import WaveformCatalog

/// How well an ensemble of forecasts knows what it does not know.
struct ForecastEnsembleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ensemble",
    abstract: "Scores the spread of an ensemble of forecasts.",
    discussion: """
      Members are models that were trained on different events (forecast train --event-share 0.8 --seed N), or one \
      model of preset laptop-sparse or laptop-stations from several random choices of stations (--masks; of a fixed \
      list give a --station-count below its length). The table says how many true PGVs \
      and times of PGV, of the time after the input, lie within the interval of the members, as it is and after it was widened by the factor that the \
      validation events ask for.

      Example:
        foreshake forecast ensemble hayward-960 member-1/best.safetensors member-2/best.safetensors \\
          member-3/best.safetensors --share 0.9
        foreshake forecast ensemble hayward-960 sparse/best.safetensors --masks 20 --station-count 100
      """
  )

  @Argument(help: "The folder of the catalog.", completion: .directory)
  var catalog: String

  @Argument(help: "The members' models.", completion: .file(extensions: ["safetensors"]))
  var models: [String]

  @Option(help: "Random lists of stations for one model.")
  var masks: Int?

  @Option(help: "How many stations a list has.")
  var stationCount = 100

  @Option(help: "The share of truths that the intervals are meant to hold.")
  var share = 0.9

  @Option(help: "The most events to take of validation and of test.")
  var events: Int?

  @Option(name: .customLong("duration-s"), help: "How far forecasts go [s].")
  var duration = 104.0

  @Option(name: .shortAndLong, help: "A file for the table that ends in .csv, .json or .txt.")
  var output: String?

  func validate() throws {
    guard models.count > 1 || masks != nil else {
      throw ValidationError("An ensemble needs two models or more, or --masks for one.")
    }
    if let masks, models.count != 1 || masks < 2 {
      throw ValidationError("--masks \(masks) is for one model and must be at least 2.")
    }
    guard share > 0, share < 1 else {
      throw ValidationError("--share is \(share); it must lie between 0 and 1.")
    }
    if let output, ScoreFormat(path: output) == nil {
      throw ValidationError("--output is '\(output)'; it must end in .csv, .json or .txt.")
    }
  }

  func run() throws {
    let catalog = try WaveformCatalog(opening: URL(fileURLWithPath: catalog))
    let runners = try models.map {
      try ForecastRunner(ForecasterFile(reading: URL(fileURLWithPath: $0)))
    }
    let seeds = masks.map { (1...$0).map { UInt64($0) as UInt64? } }
    let members = (seeds ?? runners.map { _ in nil }).enumerated().map { index, seed in
      EnsembleForecasts.Member(runner: runners[seeds == nil ? index : 0], stationSeed: seed)
    }
    let ensemble = EnsembleForecasts(
      catalog: catalog,
      members: members,
      stationCount: stationCount,
      frames: runners[0].frameCount(of: duration)
    )
    let table = try EventProgress("forecasting event").watchEnsemble(
      ensemble,
      validation: ids(of: .validation, catalog),
      test: ids(of: .test, catalog),
      share: share
    )
    Console.result(table.text)
    if let output, let format = ScoreFormat(path: output) {
      try format.write(table, to: URL(fileURLWithPath: output))
    }
  }

  private func ids(of split: CatalogSplit, _ catalog: WaveformCatalog) throws -> [String] {
    let all = catalog.events(in: split).map(\.id)
    guard !all.isEmpty else {
      throw ForecastingError.mismatch(
        what: "events of \(catalog.folder.url.path)",
        expected: "some of split \(split.rawValue); divide them with foreshake catalog split",
        found: "none"
      )
    }
    return Array(all.prefix(events ?? all.count))
  }
}

extension EventProgress {
  /// The table of an ensemble: calibrated on validation events, judged on test events.
  fileprivate func watchEnsemble(
    _ ensemble: EnsembleForecasts,
    validation: [String],
    test: [String],
    share: Double
  ) throws -> ScoreTable {
    try watch {
      let known = try ensemble.peaks(of: validation, progress: show)
      let held = try ensemble.peaks(of: test, progress: show)
      var table = ScoreTable(
        title: "\(ensemble.members.count) members, \(test.count) test events, intervals for "
          + "\(Readable.number(100 * share)) %",
        labels: ["quantity"],
        columns: [
          .init("coverage_percent", "coverage", unit: "%", decimals: 1),
          .init("calibrated_percent", "calibrated", unit: "%", decimals: 1),
          .init("factor", "factor"), .init("spread", "spread"),
          .init("error_of_mean", "RMS error of the mean"),
        ]
      )
      for (name, known, held) in [
        ("log10 PGV", known.logPGV, held.logPGV), ("time of PGV (s)", known.time, held.time),
      ] {
        table.append([name], Self.row(known, held, share))
      }
      return table
    }
  }

  private static func row(
    _ known: EnsembleForecasts.Peaks,
    _ held: EnsembleForecasts.Peaks,
    _ share: Double
  ) -> [ScoreTable.Value] {
    let calibration = IntervalCalibration(
      of: ForecastIntervals(ofMembers: known.members, share: share),
      truths: known.truths,
      share: share
    )
    let intervals = ForecastIntervals(ofMembers: held.members, share: share)
    let count = Double(held.members.count)
    var (spread, error) = (0.0, 0.0)
    for place in held.truths.indices {
      let values = held.members.map { $0[place] }
      let mean = values.reduce(0, +) / count
      spread += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
      error += (held.truths[place] - mean) * (held.truths[place] - mean)
    }
    let places = Double(held.truths.count)
    return [
      .init(intervals.coverage(of: held.truths).map { 100 * $0 }),
      .init(intervals.widened(by: calibration.factor).coverage(of: held.truths).map { 100 * $0 }),
      .init(calibration.factor), .init((spread / places).squareRoot()),
      .init((error / places).squareRoot()),
    ]
  }
}
