import Evaluation
import Foundation
import Tensors
import WavefieldForecasting
import WaveformCatalog

/// What a model is compared with: forecasts that need no learning, and one that knows magnitude and place.
struct EvaluationBaselines {
  private let extrapolation: DampedExtrapolation
  /// Nil where magnitudes or distances are all alike.
  private let attenuation: FittedAttenuation?
  private let published = BooreAtkinson2014()

  /// What stands in tables; no model may be named so.
  static let names = [
    Persistence().name, "damped extrapolation", "fitted attenuation", BooreAtkinson2014().name,
  ]

  /// The most training events from which baselines are fitted.
  static let mostEvents = 64

  /// Fits the baselines to training events.
  init(_ windows: EventWindows) throws {
    let training = try windows.trainingEvents()
    let runner = windows.runner
    let step = (training.count + Self.mostEvents - 1) / Self.mostEvents
    var extrapolation = DampedExtrapolationFit()
    var attenuation = FittedAttenuation.Fit()
    for place in stride(from: 0, to: training.count, by: step) {
      let event = try windows.event(training[place].id)
      let (input, truth) = (event.truth.input ?? event.truth.truth, event.truth.truth)
      let deviations = runner.model.deviations
      extrapolation.add(
        input: Self.tensor(input, runner) / deviations,
        target: Self.tensor(truth, runner) / deviations
      )
      guard let distances = event.truth.distances else { continue }
      attenuation.add(
        magnitude: training[place].magnitude,
        depth: (training[place].depth ?? 0) / 1000,
        epicentralDistances: distances,
        peaks: event.truth.peaks.values
      )
    }
    self.extrapolation = try extrapolation.solved()
    do {
      self.attenuation = try attenuation.solved()
    } catch {
      Console.warning("fitted attenuation is left out: \(error)")
      self.attenuation = nil
    }
  }

  /// The scores of all baselines of one event, by name.
  func scores(
    _ event: EvaluatedEvent,
    _ runner: ForecastRunner,
    _ scoring: ForecastScoring
  ) throws -> [(name: String, scores: ForecastScores)] {
    guard let input = event.truth.input else { return [] }
    let tensor = Self.tensor(input, runner)
    let count = event.truth.truth.frameCount
    let fields: [any BaselineForecast] = [Persistence(), extrapolation]
    var result = try fields.map { baseline in
      let frames = WavefieldFrames(
        samples: baseline.forecast(tensor, frames: count).floats,
        placeCount: input.placeCount,
        frameInterval: input.frameInterval,
        start: event.truth.truth.start
      )
      return (baseline.name, try ForecastScores(of: frames, for: event.truth, scoring))
    }
    guard let distances = event.truth.distances, let magnitude = event.truth.magnitude else {
      return result
    }
    let models: [(any PeakVelocityModel)?] = [attenuation, published]
    for model in models.compactMap(\.self) {
      let peaks = model.peakVelocities(
        magnitude: magnitude,
        depth: (event.input.event.depth ?? 0) / 1000,
        epicentralDistances: distances
      )
      let map = PeakMap(values: peaks)
      result.append((model.name, ForecastScores(ofPeaks: map, for: event.truth, scoring)))
    }
    return result
  }

  private static func tensor(_ frames: WavefieldFrames, _ runner: ForecastRunner) -> Tensor {
    let shape = runner.model.shape
    return Tensor(
      frames.samples,
      shape: [1, frames.frameCount, 3, shape.height, shape.width]
    )
  }
}
