import Foundation
import Seismology
import Tensors
import TestSupport
import Testing
import WavefieldForecasting

@Suite("A list of stations")
struct ForecasterStationTests {
  private typealias Fixture = PredictionFixture

  @Test("Stations outside the grid and second ones of a name are left out with a notice")
  func listing() throws {
    try withTemporaryFolder { folder in
      let bare = try Fixture.site(in: folder)
      let (site, notices) = try bare.listing([
        Fixture.station("B", 2600, 3400), Fixture.station("FAR", 40_000, 0),
        Fixture.station("A", 100, 7900), Fixture.station("B", 9000, 900),
      ])
      #expect(site.stations?.map(\.code) == ["B", "A"])
      #expect(site.stations?.first?.receiver == Fixture.station("B", 2600, 3400))
      #expect(notices.count == 2)
      #expect(notices[0].contains("XX.FAR") && notices[0].contains("outside"))
      #expect(notices[1].contains("XX.B") && notices[1].contains("already"))
      let empty = #expect(throws: ForecastingError.self) { try bare.listing([]) }
      #expect(empty.map { "\($0)".contains("empty") } == true)
      let far = #expect(throws: ForecastingError.self) {
        try bare.listing([Fixture.station("FAR", 40_000, 0)])
      }
      #expect(far.map { "\($0)".contains("none of the 1 stations") } == true)
    }
  }

  @Test("A model's file brings back its list, in its order")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      let site = try Fixture.listedSite(in: folder)
      let model = Fixture.model(.stations(4))
      try ForecasterFile.write(model, site: site, to: url)
      let file = try ForecasterFile(reading: url)
      #expect(file.site == site && file.model.shape == model.shape)
      #expect(file.site.stations?.map(\.code) == ["S3", "S0", "S2", "S1"])
      let records = Tensor(ones: [1, 10, 3, 4])
      #expect(
        file.model.forecast(records, frames: 3).floats == model.forecast(records, frames: 3).floats
      )
    }
  }

  @Test("Files of before there were lists still load, and others do not change")
  func oldFiles() throws {
    let old = """
      {"catalog": "T", "components": "east, north, up", "motion": "velocity", "x": [0, 1], "xAzimuth": 90,
      "y": [0], "yIsClockwise": false}
      """
    let site = try JSONDecoder().decode(ForecasterSite.self, from: Data(old.utf8))
    #expect(site.stations == nil && site.x == [0, 1])
    let text = String(decoding: try JSONEncoder().encode(site), as: UTF8.self)
    #expect(!text.contains("stations"))
  }

  @Test(
    "A model of a list without one, with another number, or with a place off the grid is refused"
  )
  func refusals() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.listedSite(in: folder)
      func words(_ model: WavefieldForecaster, _ site: ForecasterSite) -> String {
        let error = #expect(throws: ForecastingError.self) {
          _ = try ForecastRunner(model, site: site)
        }
        return error.map { "\($0)" } ?? ""
      }
      var bare = site
      bare.stations = nil
      #expect(words(Fixture.model(.stations(4)), bare).contains("does not tell where"))
      #expect(words(Fixture.model(.stations(5)), site).contains("expected 5 stations"))
      #expect(words(Fixture.model(.grid), site).contains("found 4 stations"))
      var moved = site
      moved.stations?[1].x = 50_000
      #expect(words(Fixture.model(.stations(4)), moved).contains("XX.S0"))
    }
  }
}
