import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Peaks and warnings of a forecast")
struct WavefieldForecastTests {
  /// A forecast at four points (2 × 2) with horizontal velocities (3, 4)-shaped, so that their size is exact.
  ///
  /// Sizes over two input frames at 0 and 0.5 s and three forecast frames at 1, 1.5 and 2 s:
  /// point 0: 0 0 | 5 10 0; point 1: 0 20 | 5 0 0; point 2: unknown | 0 0 5; point 3: 0 0 | 0 0 0.
  private func forecast(in folder: URL) throws -> WavefieldForecast {
    let grid = SurfaceGrid(x: [0, 1000], y: [0, 1000])
    let catalog = try PredictionFixture.catalog(
      in: folder,
      PredictionFixture.description(ReceiverLayout(grid: grid), count: 3)
    )
    func frames(_ start: Double, _ sizes: [[Float]]) -> MotionFrames {
      MotionFrames(
        startTime: start,
        interval: 0.5,
        pointCount: 4,
        samples: sizes.flatMap { row in
          row.map { 0.6 * $0 } + row.map { -0.8 * $0 } + row.map { -2 * $0 }
        }
      )
    }
    return WavefieldForecast(
      site: try ForecasterSite(of: catalog),
      event: catalog.events[0],
      input: frames(0, [[0, 0, .nan, 0], [0, 20, .nan, 0]]),
      frames: frames(1, [[5, 5, 0, 0], [10, 0, 0, 0], [0, 0, 5, 0]]),
      stations: []
    )
  }

  @Test("PGV and its time are those of the largest horizontal motion of input and forecast")
  func peaks() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      #expect(forecast.issueTime == 0.5)
      #expect(forecast.peaks.horizontal == [10, 20, 5, 0])
      #expect(forecast.peaks.time == [1.5, 0.5, 2, 0])
      #expect(forecast.peaks.vertical == [20, 40, 10, 0])
      #expect(forecast.forecastPeaks.horizontal == [10, 5, 5, 0])
      #expect(forecast.forecastPeaks.time == [1.5, 1, 2, 1])
    }
  }

  @Test(
    "Warning times count from issue, negative or zero where it was exceeded before, NaN where never"
  )
  func warnings() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      let four = forecast.warningTimes(threshold: 4)
      #expect(Array(four[..<3]) == [0.5, 0, 1.5] && four[3].isNaN)
      let seven = forecast.warningTimes(threshold: 7)
      #expect(seven[0] == 1 && seven[1] == 0 && seven[2].isNaN && seven[3].isNaN)
    }
  }

  @Test("Sites get the motion between grid points, and their distance")
  func sites() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      let sites = [
        PredictionFixture.station("MID", 500, 0), PredictionFixture.station("ONE", 1000, 0),
        PredictionFixture.station("TWO", 0, 1000),
      ]
      let rows = try forecast.forecasts(at: sites, threshold: 4)
      // Between points 0 and 1 the sizes are 0 10 | 5 5 0.
      #expect(rows.map { Float($0.pgv) } == [10, 20, 5] && rows.map(\.pgvTime) == [0.5, 0.5, 2])
      #expect(rows.map(\.warningTime) == [0, 0, 1.5])
      #expect(rows[0].seismogram.startTime == 1 && rows[0].seismogram.up == [-10, -10, 0])
      let projection = try #require(try forecast.site.projection())
      let place = try projection.geographicPoint(of: sites[0].location)
      #expect(
        rows[0].distance == Geodesic(from: forecast.event.epicenter, to: place).distance
      )
      let traces = try forecast.waveforms(at: sites).traces
      #expect(traces.map(\.identifier.channel).prefix(3) == ["MXE", "MXN", "MXZ"])
      #expect(traces[0].startTime.timeIntervalSince1970 == 1 && traces.count == 9)
      let error = #expect(throws: ForecastingError.self) {
        try forecast.forecasts(at: [PredictionFixture.station("FAR", 9000, 0)])
      }
      #expect(error.map { "\($0)".contains("XX.FAR") && "\($0)".contains("9000") } == true)
    }
  }
}
