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
  /// How many frames are forecast, in frames of the first model.
  let frames: Int
  let offset: Int
  let mode: ForecastRunner.Mode
  /// In m/s.
  let threshold: Double?

  /// The report over events; `progress` says whether to go on.
  func report(
    _ ids: [String],
    withBaselines: Bool,
    stations: ForecastStationFlags,
    progress: (Int, Int) -> Bool
  ) throws -> ForecastReport {
    let scoring = self.scoring
    let first = models[0].runner
    let baselines =
      withBaselines ? try EvaluationBaselines(catalog, for: first, frames: frames) : nil
    var names: [String] = []
    var scores: [String: [ForecastScores]] = [:]
    func add(_ name: String, _ value: ForecastScores) {
      if scores[name] == nil { names.append(name) }
      scores[name, default: []].append(value)
    }
    for (number, id) in ids.enumerated() {
      for model in models {
        let event = try event(id, model.runner)
        let input = try stations.choose(from: event.input, model.runner.model.shape)
        let forecast = try model.runner.forecast(
          input,
          frames: event.truth.truth.frameCount,
          mode: mode,
          seed: stations.seed
        )
        add(
          model.name,
          try ForecastScores(of: WavefieldFrames(forecast.frames), for: event.truth, scoring)
        )
      }
      if let baselines {
        let event = try event(id, first)
        for (name, value) in try baselines.scores(event, first, scoring) { add(name, value) }
      }
      guard progress(number + 1, ids.count) else {
        throw CatalogError.interrupted(complete: number + 1, of: ids.count)
      }
    }
    var report = ForecastReport(scoring)
    for name in names { report.add(name, scores[name] ?? []) }
    return report
  }

  private func event(_ id: String, _ runner: ForecastRunner) throws -> EvaluatedEvent {
    try EvaluatedEvent(id, of: catalog, for: runner, offset: offset, frames: frames)
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
