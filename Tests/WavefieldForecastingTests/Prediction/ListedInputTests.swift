import Foundation
import Seismology
import Tensors
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Forecasts of a model of a fixed list of stations")
struct ListedInputTests {
  private typealias Fixture = PredictionFixture

  /// A catalog of stations alone, with a motion for each code.
  private func recordings(
    _ stations: [Receiver],
    in folder: URL,
    _ name: String,
    value: @escaping (_ code: String, _ c: Int, _ t: Int) -> Float
  ) throws -> WaveformCatalog {
    let place = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return try Fixture.catalog(
      in: place,
      Fixture.description(ReceiverLayout(stations: stations)),
      value: { c, t, r in value(stations[r].code, c, t) },
      originTime: Date(timeIntervalSince1970: 1e9)
    )
  }

  private func value(_ code: String, _ c: Int, _ t: Int) -> Float {
    Fixture.value(c, t, Fixture.listed.firstIndex { $0.code == code } ?? 9)
  }

  private func setting(_ body: (ForecastRunner, URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.listedSite(in: folder)
      try body(try ForecastRunner(Fixture.model(.stations(4)), site: site), folder)
    }
  }

  private func input(_ runner: ForecastRunner, _ catalog: WaveformCatalog) throws -> ForecastInput {
    try ForecastInput(event: "E1", of: catalog, shape: runner.model.shape, site: runner.site)
  }

  private func words(_ body: () throws -> Void) -> String {
    let error = #expect(throws: ForecastingError.self) { try body() }
    return error.map { "\($0)" } ?? ""
  }

  @Test("On a grid, stations see what is interpolated at their places, in the order of the list")
  func grid() throws {
    try setting { runner, folder in
      let input = try input(runner, try Fixture.catalog(in: folder))
      let records = try #require(input.records)
      #expect(records.pointCount == 4 && records.count == 10 && input.notices.isEmpty)
      #expect(input.stations.map(\.code) == ["S3", "S0", "S2", "S1"])
      // S0 stands on point (4, 2), S1 half-way between points (8, 5) and (9, 5).
      let north = records.trace(component: 1, point: 1)
      #expect(north == (0..<10).map { Fixture.value(1, 2 * $0, 2 * 12 + 4) })
      for (frame, value) in records.trace(component: 2, point: 3).enumerated() {
        let pair = (0...1).map { Fixture.value(2, 2 * frame, 5 * 12 + 8 + $0) }
        #expect(value == 0.5 * pair[0] + 0.5 * pair[1])
      }
      // Two stations share a grid point there: one value is shown.
      #expect(input.frames.known.count { $0 } == 3)
      let forecast = try runner.forecast(input, frames: 23)
      #expect(forecast.frames.count == 23 && forecast.stations.count == 4)
      #expect(forecast.frames.samples.contains { $0 != 0 })
    }
  }

  @Test("The model is given records over deviations and their root mean square")
  func scaling() throws {
    try setting { runner, folder in
      let catalog = try recordings(Fixture.listed, in: folder, "same", value: value)
      let forecast = try runner.forecast(try input(runner, catalog), frames: 12)
      // Deviations at the stations, linearly between the points around them.
      let places = try #require(runner.site.stations).map {
        GridPlace(of: $0.receiver.location, x: runner.site.x, y: runner.site.y)
      }
      let grid = runner.model.deviations.floats
      let deviations = (0..<3).flatMap { component in
        places.map { place in
          (place?.corners ?? []).reduce(Float(0)) {
            $0 + $1.weight * grid[component * 96 + $1.index]
          }
        }
      }
      let codes = ["S3", "S0", "S2", "S1"]
      let scaled = (0..<10).flatMap { frame in
        (0..<12).map { value(codes[$0 % 4], $0 / 4, 2 * frame) / deviations[$0] }
      }
      let square = scaled.reduce(0.0) { $0 + Double($1 * $1) } / Double(scaled.count)
      let a = Float(square.squareRoot())
      let output = runner.model.forecast(
        Tensor(scaled.map { $0 / a }, shape: [1, 10, 3, 4]),
        frames: 12
      ).floats
      let expected = output.enumerated().map { Double($1 * a * grid[$0 % 288]) }
      // Rounding of a and of the deviations, 6e-8 each, enters everywhere.
      #expect(relativeError(forecast.frames.samples.map(Double.init), expected) < 1e-6)
    }
  }

  @Test("Another order, unknown stations beside, and what masked stations do make no difference")
  func matching() throws {
    try setting { runner, folder in
      let some = [0, 1, 3].map { Fixture.listed[$0] }
      let first = try recordings(some, in: folder, "first", value: value)
      let stranger = Fixture.station("NEW", 5000, 6000)
      let second = try recordings(
        [Fixture.listed[2], some[2], stranger, some[0], some[1]],
        in: folder,
        "second",
        // S2 has a gap within the input.
        value: { code, c, t in code == "S2" && t == 4 ? .nan : self.value(code, c, t) }
      )
      let (one, other) = (try input(runner, first), try input(runner, second))
      #expect(one.frames.known == other.frames.known)
      #expect(one.records?.known == other.records?.known)
      #expect(one.stations.map(\.code) == ["S3", "S0", "S1"])
      #expect(one.notices.count == 1)
      #expect(one.notices[0].contains("1 of the 4 stations") && one.notices[0].contains("XX.S2"))
      #expect(other.notices.contains { $0.contains("XX.S2") && $0.contains("NaN") })
      #expect(other.notices.contains { $0.contains("XX.NEW") && $0.contains("list") })
      let forecast = try runner.forecast(one, frames: 20).frames
      #expect(forecast == (try runner.forecast(other, frames: 20).frames))
      // Chosen out of all of them, the same three say the same.
      let all = try recordings(Fixture.listed, in: folder, "all", value: value)
      let chosen = try input(runner, all).seen(from: some + [stranger])
      #expect(chosen.notices.count == 1 && chosen.notices[0].contains("XX.NEW"))
      #expect(forecast == (try runner.forecast(chosen, frames: 20).frames))
    }
  }

  @Test("Random stations are of the list; more than there are, and none at all, are refused")
  func choices() throws {
    try setting { runner, folder in
      let input = try input(runner, try Fixture.catalog(in: folder))
      let two = try input.seen(fromRandom: 2, seed: 5)
      #expect(two.records?.known.count { $0 } == 2 && two.stations.count == 2)
      #expect(try input.seen(fromRandom: 2, seed: 5).stations == two.stations)
      let lists = try (0..<20).map { try input.seen(fromRandom: 2, seed: $0).stations.map(\.code) }
      #expect(Set(lists).count > 1)
      #expect(words { _ = try input.seen(fromRandom: 5, seed: 1) }.contains("from 1 to 4"))
      #expect(
        words { _ = try input.seen(from: [Fixture.station("NEW", 5000, 6000)]) }
          .contains("no motion at any of the 4 stations")
      )
      let silent = try recordings(Fixture.listed, in: folder, "none") { _, _, t in
        t < 20 ? .nan : 1e-4
      }
      let none = words { _ = try self.input(runner, silent) }
      #expect(none.contains("no motion at any of the 4") && none.contains("XX.S0"))
    }
  }

  @Test("Inputs of other models are refused")
  func foreign() throws {
    try setting { runner, folder in
      let catalog = try Fixture.catalog(in: folder)
      let dense = try Fixture.runner(.grid, catalog)
      let listed = try input(runner, catalog)
      #expect(words { _ = try dense.forecast(listed, frames: 1) }.contains("list"))
      let whole = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: dense.model.shape,
        site: dense.site
      )
      #expect(words { _ = try runner.forecast(whole, frames: 1) }.contains("the model's list"))
    }
  }

  @Test("A rolling forecast goes on from what it forecast at the stations")
  func rolling() throws {
    try setting { runner, folder in
      let input = try input(runner, try Fixture.catalog(in: folder)).seen(fromRandom: 3, seed: 1)
      let rolled = try runner.forecast(input, frames: 14, mode: .rolling).frames.samples
      let first = try runner.forecast(input, frames: 10).frames
      #expect(Array(rolled.prefix(first.samples.count)) == first.samples)
      let place = folder.appendingPathComponent("again")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      let again = try Fixture.catalog(
        in: place,
        Fixture.description(interval: 0.52, count: 10),
        value: { c, t, r in first.samples[(t * 3 + c) * 96 + r] }
      )
      let second = try runner.forecast(try self.input(runner, again), frames: 4).frames.samples
      // In the first way motion is divided by the grid's deviations and multiplied again: rounding alone.
      let rest = rolled.dropFirst(first.samples.count).map(Double.init)
      #expect(relativeError(rest, second.map(Double.init)) < 1e-5)
    }
  }
}
