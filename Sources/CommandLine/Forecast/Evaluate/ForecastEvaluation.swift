import Evaluation
import Foundation
import SignalProcessing
import Tensors
import WavefieldForecasting
import WaveformCatalog

/// Applies models and baselines to events and gathers their scores.
struct ForecastEvaluation {
  /// A model with its name in tables.
  struct Model {
    let name: String
    let runner: ForecastRunner
  }

  let catalog: WaveformCatalog
  let models: [Model]
  /// How far forecasts go (s).
  let duration: Double
  let offset: Int
  let mode: ForecastRunner.Mode
  /// In m/s.
  let threshold: Double?
  let stations: ForecastStationFlags
  let baselines: ForecastBaselineFlags

  /// Stops unless all models have the same motion to go on: forecasts that are issued later are easier.
  func checkIssueTimes() throws(ForecastingError) {
    func issue(_ model: Model) -> Double {
      let shape = model.runner.model.shape
      return Double(shape.inputFrames) * shape.frameInterval
    }
    for model in models.dropFirst() where abs(issue(model) - issue(models[0])) > 1e-6 {
      throw .mismatch(
        what: "input of \(model.name)",
        expected: "\(Readable.number(issue(models[0]))) s as of \(models[0].name)",
        found: "\(Readable.number(issue(model))) s"
      )
    }
  }

  /// The report over events; `progress` says whether to go on.
  func report(_ ids: [String], progress: (Int, Int) -> Bool) throws -> ForecastReport {
    let scoring = self.scoring
    let training = try training()
    let simple = baselines.noBaselines ? nil : try training.map(EvaluationBaselines.init)
    var linear = try training.flatMap { try linearBaseline($0, seeing: ids[0]) }
    var scores = ScoreLists()
    for (number, id) in ids.enumerated() {
      for model in models { scores.add(model.name, try self.scores(id, model, scoring)) }
      if training != nil {
        let event = try windows(catalog).event(id)
        for (name, value) in try simple?.scores(event, models[0].runner, scoring) ?? [] {
          scores.add(name, value)
        }
        let frames = try linear?.frames(of: number, in: ids, windows(catalog), seen(event)) { _ in
          guard progress(number, ids.count) else { throw interrupted(number, ids) }
        }
        if let frames {
          scores.add(LinearBaseline.name, try ForecastScores(of: frames, for: event.truth, scoring))
        }
      }
      guard progress(number + 1, ids.count) else { throw interrupted(number + 1, ids) }
    }
    return scores.report(scoring)
  }

  private func interrupted(_ done: Int, _ ids: [String]) -> CatalogError {
    .interrupted(complete: done, of: ids.count)
  }

  /// The scores of a model's forecast of an event.
  private func scores(
    _ id: String,
    _ model: Model,
    _ scoring: ForecastScoring
  ) throws -> ForecastScores {
    let event = try windows(catalog, model.runner).event(id)
    let forecast = try model.runner.forecast(
      stations.choose(from: event.input, model.runner.model.shape),
      frames: event.truth.truth.frameCount,
      mode: mode,
      seed: stations.seed
    )
    return try ForecastScores(of: WavefieldFrames(forecast.frames), for: event.truth, scoring)
  }

  /// What baselines are fitted to; nil where none is wanted.
  private func training() throws -> EventWindows? {
    guard baselines.areWanted else { return nil }
    return windows(try baselines.training(scoring: catalog))
  }

  private func linearBaseline(_ training: EventWindows, seeing id: String) throws -> LinearBaseline?
  {
    guard let count = baselines.linear else { return nil }
    let known = try seen(windows(catalog).event(id))
    let progress = EventProgress("fitting the linear forecast")
    return try LinearBaseline(training, count: count, known: known) { share in
      guard progress.show(share: share) else { throw CatalogError.interrupted(complete: 0, of: 1) }
    }
  }

  /// Which places the first model sees of an event.
  private func seen(_ event: EvaluatedEvent) throws -> [Bool] {
    try stations.choose(from: event.input, models[0].runner.model.shape).frames.known
  }

  private func windows(_ catalog: WaveformCatalog, _ runner: ForecastRunner? = nil) -> EventWindows
  {
    let runner = runner ?? models[0].runner
    let frames = runner.frameCount(of: duration)
    let most = EventWindows.mostFrames(of: self.catalog, runner.model.shape, offset: offset)
    return EventWindows(
      catalog: catalog,
      runner: runner,
      offset: offset,
      frames: baselines.linear == nil ? frames : max(1, min(frames, most))
    )
  }

  /// How everything is scored: arrivals and waveforms at some dozens of places spread over the grid.
  private var scoring: ForecastScoring {
    let runner = models[0].runner
    let shape = runner.model.shape
    var scoring = ForecastScoring(deviations: runner.model.deviations.floats)
    scoring.leadTimes = ScoreBins(width: 5, limit: 110)
    scoring.alertThreshold = threshold
    let places = WaveformFit.spread(48, rows: shape.height, columns: shape.width)
    scoring.arrivalPlaces = places
    // From a fortieth of the longest usual record to a quarter of the sampling rate.
    let highest = 0.25 / shape.frameInterval
    scoring.fit = (places, TimeFrequencyMisfit.Options(band: highest / 20...highest))
    scoring.positions = runner.site.y.flatMap { y in runner.site.x.map { SIMD2($0, y) } }
    return scoring
  }
}

/// The scores of forecasts by name, in the order in which names came up.
private struct ScoreLists {
  private var names: [String] = []
  private var scores: [String: [ForecastScores]] = [:]

  mutating func add(_ name: String, _ value: ForecastScores) {
    if scores[name] == nil { names.append(name) }
    scores[name, default: []].append(value)
  }

  func report(_ scoring: ForecastScoring) -> ForecastReport {
    var report = ForecastReport(scoring)
    for name in names { report.add(name, scores[name] ?? []) }
    return report
  }
}
