import ArgumentParser
import Evaluation
import Foundation
import Plotting
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
      list give a --station-count below its length). The table says how many true PGVs and times of PGV, of the time \
      after the input, lie within the interval of the members, as it is and after it was widened by the factor that \
      the validation events ask for; the picture says so for all shares. An interval reaches at least 2 % of PGV, or \
      half a frame of time, to either side.

      Example:
        foreshake forecast ensemble hayward-960 member-1/best.safetensors member-2/best.safetensors \\
          member-3/best.safetensors --share 0.9 --maps hf-s044-d06=maps.nc
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

  @Option(
    help: "A picture of promised and held shares: .png, .svg or .pdf.",
    completion: .file()
  )
  var picture: String?

  @Option(
    help:
      "An event and a NetCDF file, EVENT=FILE.nc, for maps of mean, spread and calibrated interval of its PGV."
  )
  var maps: EnsembleMaps?

  func validate() throws {
    guard models.count > 1 || masks != nil else {
      throw ValidationError("An ensemble needs two models or more, or --masks for one.")
    }
    if let masks, models.count != 1 || masks < 2 {
      throw ValidationError("--masks \(masks) is for one model and must be at least 2.")
    }
    guard stationCount > 0 else {
      throw ValidationError("--station-count is \(stationCount); it must be at least 1.")
    }
    if let events, events < 1 {
      throw ValidationError("--events is \(events); it must be at least 1.")
    }
    guard duration > 0, duration <= 3600 else {
      throw ValidationError(
        "--duration-s is \(Readable.number(duration)); it must be above 0 and at most 3600 s."
      )
    }
    guard share > 0, share < 1 else {
      throw ValidationError("--share is \(share); it must lie between 0 and 1.")
    }
    if let output, ScoreFormat(path: output) == nil {
      throw ValidationError("--output is '\(output)'; it must end in .csv, .json or .txt.")
    }
  }

  func run() throws {
    if let picture { _ = try PictureFormat(path: picture) }
    for path in [output, picture, maps?.url.path].compactMap(\.self) {
      try RunDestination.checkPlace(of: URL(fileURLWithPath: path), overwrite: true)
    }
    let catalog = try WaveformCatalog(opening: URL(fileURLWithPath: catalog))
    let runners = try models.map {
      try ForecastRunner(ForecasterFile(reading: URL(fileURLWithPath: $0)))
    }
    let ensemble = EnsembleForecasts(
      catalog: catalog,
      members: try members(runners),
      stationCount: stationCount,
      frames: runners[0].frameCount(of: duration)
    )
    try ensemble.checkMembers()
    let mapped = try maps?.read(ensemble)
    let (validation, test) = (try ids(of: .validation, catalog), try ids(of: .test, catalog))
    let progress = EventProgress("forecasting event")
    let coverage = try progress.watch {
      EnsembleCoverage(
        known: try ensemble.peaks(of: validation, progress: progress.show),
        held: try ensemble.peaks(of: test, progress: progress.show),
        words: "\(ensemble.members.count) members, \(test.count) test events"
      )
    }
    let table = coverage.table(share)
    Console.result(table.text)
    if let output, let format = ScoreFormat(path: output) {
      try format.write(table, to: URL(fileURLWithPath: output))
    }
    if let picture {
      try coverage.figure.drawing().write(to: URL(fileURLWithPath: picture))
      Console.note("wrote \(picture)")
    }
    if let maps, let mapped {
      try maps.write(mapped, ensemble, share: share, factor: coverage.factorOfLogPGV(share))
      Console.note("wrote \(maps.url.path)")
    }
  }

  /// One member a model, all of which see the same stations where they do not see the grid; or one a list of stations.
  private func members(_ runners: [ForecastRunner]) throws -> [EnsembleForecasts.Member] {
    guard let masks else {
      return runners.map { runner in
        .init(runner: runner, stationSeed: runner.model.shape.input == .maskedGrid ? 1 : nil)
      }
    }
    guard runners[0].model.shape.input != .grid else {
      throw ValidationError(
        "--masks is for models that forecast from stations; this one sees the whole grid."
      )
    }
    return (1...masks).map { .init(runner: runners[0], stationSeed: UInt64($0)) }
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
