import Foundation
import NeuralLayers
import Seismology
import Tensors
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Forecasts of a model")
struct ForecastRunnerTests {
  private typealias Fixture = PredictionFixture

  private func setting(
    _ kind: ForecasterShape.InputKind = .grid,
    _ body: (ForecastRunner, ForecastInput, URL) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let catalog = try Fixture.catalog(in: folder)
      let runner = try Fixture.runner(kind, catalog)
      try body(
        runner,
        try ForecastInput(event: "E1", of: catalog, shape: runner.model.shape, site: runner.site),
        folder
      )
    }
  }

  @Test("One shot is the model on v / (s a), times s a, a being the root mean square of the input")
  func oneShot() throws {
    try setting { runner, input, _ in
      let forecast = try runner.forecast(input, frames: 23)
      #expect(forecast.frames.count == 23 && forecast.issueTime == 9 * 0.52)
      // The interval is added once more in another order.
      #expect(abs(forecast.frames.startTime - 10 * 0.52) < 1e-12)
      let deviations = runner.model.deviations.floats
      let scaled = input.frames.samples.enumerated().map { $1 / deviations[$0 % 288] }
      let mean = scaled.reduce(0.0) { $0 + Double($1 * $1) } / Double(scaled.count)
      let a = Float(mean.squareRoot())
      let output = runner.model.forecast(
        Tensor(scaled.map { $0 / a }, shape: [1, 10, 3, 8, 12]),
        frames: 23
      ).floats
      let expected = output.enumerated().map { $1 * a * deviations[$0 % 288] }
      let error = relativeError(
        forecast.frames.samples.map(Double.init),
        expected.map(Double.init)
      )
      // Rounding of a alone, 6e-8, enters everywhere.
      #expect(error < 1e-6)
      #expect(forecast.frames.samples.contains { abs($0) > 1e-6 })
    }
  }

  @Test("Four times the motion is exactly four times the forecast")
  func linearity() throws {
    try setting { runner, input, folder in
      let place = folder.appendingPathComponent("strong")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let catalog = try Fixture.catalog(in: place, value: { 4 * Fixture.value($0, $1, $2) })
      let strong = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: runner.model.shape,
        site: runner.site
      )
      let weak = try runner.forecast(input, frames: 20).frames.samples
      let forecast = try runner.forecast(strong, frames: 20).frames.samples
      #expect(forecast == weak.map { 4 * $0 })
    }
  }

  @Test("A rolling forecast goes on from the last frames of what it forecast")
  func rolling() throws {
    try setting { runner, input, folder in
      let rolled = try runner.forecast(input, frames: 17, mode: .rolling).frames.samples
      let first = try runner.forecast(input, frames: 10).frames
      #expect(Array(rolled.prefix(first.samples.count)) == first.samples)
      // The second round, from a catalog that holds the first.
      let second = try again(first, known: [Bool](repeating: true, count: 96), runner, folder)
      #expect(Array(rolled.dropFirst(first.samples.count)) == second)
      let straight = try runner.forecast(input, frames: 17).frames.samples
      #expect(rolled != straight)
    }
  }

  @Test("From stations a second round sees the whole forecast")
  func rollingFromStations() throws {
    try setting(.maskedGrid) { runner, input, folder in
      let sparse = try input.seen(fromRandom: 20, seed: 1)
      let rolled = try runner.forecast(sparse, frames: 14, mode: .rolling).frames.samples
      let first = try runner.forecast(sparse, frames: 10).frames
      let second = try again(first, known: first.known, runner, folder)
      #expect(Array(rolled.dropFirst(first.samples.count)) == second)
    }
  }

  /// The frames up to the end of a rolling forecast, from frames as input.
  private func again(
    _ frames: MotionFrames,
    known: [Bool],
    _ runner: ForecastRunner,
    _ folder: URL
  ) throws -> [Float] {
    let place = folder.appendingPathComponent("again")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let catalog = try Fixture.catalog(
      in: place,
      Fixture.description(interval: 0.52, count: 10),
      value: { c, t, r in frames.samples[(t * 3 + c) * 96 + r] }
    )
    let input = try ForecastInput(
      event: "E1",
      of: catalog,
      shape: runner.model.shape,
      site: runner.site
    )
    #expect(input.frames.known == known)
    let count = runner.model.shape.input == .maskedGrid ? 4 : 7
    return try runner.forecast(input, frames: count).frames.samples
  }

  @Test("Motion at points that are not seen does not matter")
  func masking() throws {
    try setting(.maskedGrid) { runner, input, folder in
      let sparse = try input.seen(from: [Fixture.station("A", 4500, 2500)])
      let place = folder.appendingPathComponent("other")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let seen = 2 * 12 + 4
      let catalog = try Fixture.catalog(
        in: place,
        value: { c, t, r in (r == seen ? 1 : -3) * Fixture.value(c, t, r) }
      )
      let other = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: runner.model.shape,
        site: runner.site
      ).seen(from: sparse.stations)
      let forecast = try runner.forecast(sparse, frames: 20)
      let unseen = try runner.forecast(other, frames: 20)
      #expect(forecast.frames == unseen.frames)
      #expect(forecast.stations.map(\.code) == ["A"])
      // Input peaks are known at the station alone.
      #expect(forecast.input.known.count { $0 } == 1)
      #expect(forecast.peaks.horizontal.allSatisfy { $0.isFinite })
    }
  }

  @Test("A still ground and a model of another input are refused")
  func refusals() throws {
    try setting { runner, _, folder in
      let place = folder.appendingPathComponent("still")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let catalog = try Fixture.catalog(in: place, value: { _, _, _ in 0 })
      let still = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: runner.model.shape,
        site: runner.site
      )
      let error = #expect(throws: ForecastingError.self) { try runner.forecast(still, frames: 1) }
      #expect(error.map { "\($0)".contains("does not move") } == true)
      let sparse = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: Fixture.shape(.maskedGrid),
        site: runner.site
      ).seen(fromRandom: 3, seed: 1)
      let dense = #expect(throws: ForecastingError.self) { try runner.forecast(sparse, frames: 1) }
      #expect(dense.map { "\($0)".contains("3 of 96 points") } == true)
      var damaged = runner.model
      damaged.deviations = damaged.deviations * Float.nan
      let broken = try ForecastRunner(damaged, site: runner.site)
      let moving = try ForecastInput(
        event: "E1",
        of: try Fixture.catalog(in: folder),
        shape: runner.model.shape,
        site: runner.site
      )
      let nan = #expect(throws: ForecastingError.self) { try broken.forecast(moving, frames: 1) }
      #expect(nan.map { "\($0)".contains("damaged") } == true)
    }
  }

  @Test("A duration takes as many frames as reach its end")
  func frameCount() throws {
    try setting { runner, _, _ in
      #expect(runner.frameCount(of: 104) == 200)
      #expect(runner.frameCount(of: 104.1) == 201)
      #expect(runner.frameCount(of: 0.1) == 1)
    }
  }
}
