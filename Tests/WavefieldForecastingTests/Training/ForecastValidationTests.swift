import NumericalRuntime
import Tensors
import TestSupport
import Testing
import WaveformCatalog

@testable import WavefieldForecasting

@Suite("Scores of validation events")
struct ForecastValidationTests {
  private static func motion(_ event: Int, _ c: Int, _ t: Int, _ point: Int) -> Float {
    PredictionFixture.value(c, t + 11 * event, point)
  }

  /// RFNE and ACC of a forecast in m/s, each the mean over components, by plain sums.
  private func scores(
    _ forecast: [Float],
    _ truth: [Float],
    _ deviations: [Double]
  ) -> (rfne: Double, acc: Double) {
    var (rfne, acc) = (0.0, 0.0)
    for component in 0..<3 {
      var (error, power, own, product) = (0.0, 0.0, 0.0, 0.0)
      for place in truth.indices where place / 96 % 3 == component {
        let scale = deviations[place % 288]
        let (p, y) = (Double(forecast[place]) / scale, Double(truth[place]) / scale)
        error += (p - y) * (p - y)
        power += y * y
        own += p * p
        product += p * y
      }
      rfne += (error / power).squareRoot() / 3
      acc += product / (power * own).squareRoot() / 3
    }
    return (rfne, acc)
  }

  @Test("RFNE and ACC are the means over events and components of those worked out by hand")
  func handScores() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 3, value: Self.motion)
      let model = PredictionFixture.model()
      let ids = ["E0", "E2"]
      let validation = try ForecastValidation(
        catalog,
        model.shape,
        ids,
        reading: TrainingFixture.reading(model.shape)
      )
      let metrics = try validation.metrics(of: model)
      #expect(metrics.keys.sorted() == ["validation_acc", "validation_rfne"])
      let runner = try PredictionFixture.runner(.grid, catalog)
      var (rfne, acc) = (0.0, 0.0)
      for id in ids {
        let input = try ForecastInput(
          event: id,
          of: catalog,
          shape: model.shape,
          site: runner.site
        )
        // 61 snapshots are 31 frames, of which 10 go in; the last is left out, as loaders want a snapshot behind a window.
        let forecast = try runner.forecast(input, frames: 20)
        let number = id == "E0" ? 0 : 2
        let truth = (10..<30).flatMap { frame in
          (0..<3).flatMap { c in (0..<96).map { Self.motion(number, c, 2 * frame, $0) } }
        }
        let own = scores(forecast.frames.samples, truth, model.deviations.doubles)
        rfne += own.rfne / 2
        acc += own.acc / 2
      }
      // Sums of 1920 singles on either side: some 1e-6.
      #expect(abs((metrics["validation_rfne"] ?? .nan) - rfne) < 1e-5)
      #expect(abs((metrics["validation_acc"] ?? .nan) - acc) < 1e-5)
    }
  }

  @Test("Models of stations see the same ones in every epoch")
  func sameStations() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(in: folder, events: 2, value: Self.motion)
      let model = PredictionFixture.model(.maskedGrid)
      func metrics(_ share: ClosedRange<Double>) throws -> [String: Double] {
        try ForecastValidation(
          catalog,
          model.shape,
          ["E0", "E1"],
          reading: TrainingFixture.reading(model.shape, share)
        ).metrics(of: model)
      }
      let once = try metrics(0.1...0.2)
      #expect(try metrics(0.1...0.2) == once)
      #expect(try metrics(0.5...0.6) != once)
      #expect(once.values.allSatisfy { $0.isFinite })
    }
  }

  @Test("Events that end with the input are refused")
  func tooShort() throws {
    try withTemporaryFolder { folder in
      let catalog = try TrainingFixture.catalog(
        in: folder,
        events: 1,
        snapshots: 20,
        value: Self.motion
      )
      #expect {
        try ForecastValidation(
          catalog,
          PredictionFixture.shape(),
          ["E0"],
          reading: TrainingFixture.reading(PredictionFixture.shape())
        )
      } throws: { error in
        "\(error)".contains("at least 23 snapshots") && "\(error)".contains("found 20")
      }
    }
  }
}
