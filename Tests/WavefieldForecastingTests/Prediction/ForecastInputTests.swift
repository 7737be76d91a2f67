import Foundation
import Seismology
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("What goes into a forecast")
struct ForecastInputTests {
  private typealias Fixture = PredictionFixture

  private func input(
    _ catalog: WaveformCatalog,
    _ kind: ForecasterShape.InputKind = .grid,
    site: ForecasterSite? = nil,
    offset: Int = 0
  ) throws -> ForecastInput {
    try ForecastInput(
      event: "E1",
      of: catalog,
      shape: Fixture.shape(kind),
      site: try site ?? ForecasterSite(of: catalog),
      offset: offset
    )
  }

  /// The text of the error that `body` throws.
  private func text(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(type(of: error)): \(error)" }
  }

  @Test("Frames are every second snapshot of the grid from the offset on")
  func grid() throws {
    try withTemporaryFolder { folder in
      let input = try input(try Fixture.catalog(in: folder), offset: 3)
      #expect(input.frames.count == 10 && input.stations.isEmpty && input.notices.isEmpty)
      #expect(input.frames.startTime == 3 * 0.26 && input.frames.interval == 0.52)
      for (frame, c, point) in [(0, 0, 0), (4, 1, 17), (9, 2, 95)] {
        let value = input.frames.samples[(frame * 3 + c) * 96 + point]
        #expect(value == Fixture.value(c, 3 + 2 * frame, point))
      }
    }
  }

  @Test("Stations of another local frame come to their nearest grid points, through the globe")
  func stations() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.site(in: folder)
      let home = try #require(try site.projection())
      // The same places in a frame with north up and its origin on the grid.
      let other = LocalFrame(origin: GeographicPoint(latitude: 38.3, longitude: -122.05))
      let away = try MapProjection(frame: other)
      let places = [(2600.0, 3400.0), (11_300, 7700), (13_000, 100)]
      let receivers = try places.enumerated().map { index, place in
        let point = try home.geographicPoint(of: LocalPoint(x: place.0, y: place.1, z: 0))
        return Receiver(network: "XX", code: "S\(index)", location: try away.localPoint(of: point))
      }
      let catalog = try Fixture.catalog(
        in: folder,
        Fixture.description(ReceiverLayout(stations: receivers), frame: other)
      )
      let input = try input(catalog, .maskedGrid, site: site)
      #expect(input.stations.map(\.code) == ["S0", "S1"])
      // Points stand at 500, 1500, ... m.
      let points = [3 * 12 + 2, 7 * 12 + 11]
      #expect(input.frames.known.indices.filter { input.frames.known[$0] } == points)
      for (station, point) in points.enumerated() {
        let value = input.frames.samples[(4 * 3 + 1) * 96 + point]
        #expect(value == Fixture.value(1, 8, station))
      }
      #expect(input.notices.count == 1 && input.notices[0].contains("XX.S2"))
      let dense = text { _ = try self.input(catalog, .grid, site: site) }
      #expect(dense.contains("surface grid") && dense.contains("laptop-sparse"))
    }
  }

  @Test(
    "A station with NaN in the input, and one that shares a grid point, are left out with a notice"
  )
  func gaps() throws {
    try withTemporaryFolder { folder in
      let layout = ReceiverLayout(stations: [
        Fixture.station("A", 500, 500), Fixture.station("B", 2500, 500),
        Fixture.station("C", 2600, 600), Fixture.station("D", 5500, 500),
      ])
      let site = try Fixture.site(in: folder)
      let catalog = try Fixture.catalog(
        in: folder,
        Fixture.description(layout),
        value: { c, t, r in
          // A has a gap within the input, D one after it.
          r == 0 && c == 2 && t == 4 || r == 3 && t == 30 ? .nan : Fixture.value(c, t, r)
        },
        originTime: Date(timeIntervalSince1970: 1e9)
      )
      let input = try input(catalog, .maskedGrid, site: site)
      #expect(input.stations.map(\.code) == ["B", "D"])
      #expect(input.notices.count == 2)
      #expect(input.notices[0].contains("XX.A") && input.notices[0].contains("NaN"))
      #expect(input.notices[1].contains("XX.C") && input.notices[1].contains("XX.B"))
    }
  }

  @Test("Without any station that has motion there is nothing to forecast from")
  func nothing() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.site(in: folder)
      let layout = ReceiverLayout(stations: [Fixture.station("A", 500, 500)])
      let catalog = try Fixture.catalog(
        in: folder,
        Fixture.description(layout),
        value: { c, t, r in t < 20 ? .nan : Fixture.value(c, t, r) },
        originTime: Date(timeIntervalSince1970: 1e9)
      )
      let words = text { _ = try self.input(catalog, .maskedGrid, site: site) }
      #expect(words.contains("none of the 1 stations") && words.contains("XX.A"))
    }
  }

  @Test("NaN on the grid is refused by a dense model and masked for one from stations")
  func gappyGrid() throws {
    try withTemporaryFolder { folder in
      let catalog = try Fixture.catalog(
        in: folder,
        value: { c, t, r in r == 5 && t == 2 ? .nan : Fixture.value(c, t, r) },
        originTime: Date(timeIntervalSince1970: 1e9)
      )
      let words = text { _ = try self.input(catalog) }
      #expect(words.contains("1 of 96 grid points") && words.contains("laptop-sparse"))
      let input = try input(catalog, .maskedGrid)
      #expect(input.frames.known.count { !$0 } == 1 && input.notices.count == 1)
    }
  }

  @Test("Points of a grid are seen from stations, or at random: as many as asked for, repeatably")
  func seen() throws {
    try withTemporaryFolder { folder in
      let input = try input(try Fixture.catalog(in: folder), .maskedGrid)
      let some = try input.seen(from: [
        Fixture.station("A", 510, 490), Fixture.station("B", 90_000, 0),
      ])
      #expect(some.stations.map(\.code) == ["A"] && some.notices[0].contains("XX.B"))
      #expect(some.frames.known.indices.filter { some.frames.known[$0] } == [0])
      let random = try input.seen(fromRandom: 17, seed: 2)
      // Worked out from Philox and algorithm S in another language: a seed keeps its stations.
      #expect(
        random.frames.known.indices.filter { random.frames.known[$0] }
          == [0, 10, 15, 16, 25, 26, 30, 33, 34, 37, 57, 59, 63, 70, 74, 81, 85]
      )
      #expect(random.stations.count == 17)
      #expect(try input.seen(fromRandom: 17, seed: 2).frames.known == random.frames.known)
      #expect(try input.seen(fromRandom: 17, seed: 3).frames.known != random.frames.known)
      #expect(try input.seen(fromRandom: 96, seed: 3).frames == input.frames)
      #expect(text { _ = try input.seen(fromRandom: 97, seed: 3) }.contains("from 1 to 96"))
      #expect(text { _ = try input.seen(from: []) }.contains("there are no stations"))
    }
  }

  @Test(
    "A catalog of another sampling or length, and an offset too far, are refused with the limits"
  )
  func sampling() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.site(in: folder)
      func text(_ interval: Double, _ count: Int, offset: Int = 0) throws -> String {
        let place = folder.appendingPathComponent("\(interval)-\(count)-\(offset)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let catalog = try Fixture.catalog(
          in: place,
          Fixture.description(interval: interval, count: count)
        )
        return self.text { _ = try self.input(catalog, site: site, offset: offset) }
      }
      let other = try text(0.3, 61)
      #expect(other.contains("0.26 s") && other.contains("0.3 s") && other.contains("sampling"))
      #expect(try text(1.04, 61).contains("sampling"))
      // Snapshots every 0.52 s make the same frames, every 0.13 s too.
      #expect(try text(0.52, 10) == "no error")
      #expect(try text(0.13, 37) == "no error")
      let short = try text(0.26, 18)
      #expect(short.contains("at least 19 snapshots") && short.contains("found 18"))
      #expect(try text(0.26, 19) == "no error")
      #expect(try text(0.26, 61, offset: 42) == "no error")
      let late = try text(0.26, 61, offset: 43)
      #expect(late.contains("offset 43") && late.contains("from 0 to 42"))
    }
  }

  @Test(
    "A catalog of another grid, frame, motion or component order, and an unknown event, are refused"
  )
  func foreign() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.site(in: folder)
      func text(_ description: CatalogDescription, _ site: ForecasterSite) throws -> String {
        let place = folder.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let catalog = try Fixture.catalog(in: place, description)
        return self.text { _ = try self.input(catalog, site: site) }
      }
      let wide = SurfaceGrid(filling: 0...13_000, 0...8000, columns: 13, rows: 8)
      let grid = try text(Fixture.description(ReceiverLayout(grid: wide)), site)
      #expect(grid.contains("12 x 8") && grid.contains("13 x 8"))
      let coarse = SurfaceGrid(filling: 0...24_000, 0...8000, columns: 12, rows: 8)
      #expect(try text(Fixture.description(ReceiverLayout(grid: coarse)), site).contains("x axis"))
      var turned = Fixture.frame
      turned.xAzimuth = 90
      let axes = try text(Fixture.description(frame: turned), site)
      #expect(axes.contains("local axes") && axes.contains("90.0000"))
      let motion = try text(Fixture.description(motion: .acceleration), site)
      #expect(motion.contains("expected velocity") && motion.contains("found acceleration"))
      var swapped = site
      swapped.components = "north, east, up"
      let order = try text(Fixture.description(), swapped)
      #expect(order.contains("expected north, east, up") && order.contains("found east, north, up"))
      let catalog = try Fixture.catalog(in: folder)
      let unknown = self.text {
        _ = try ForecastInput(event: "E9", of: catalog, shape: Fixture.shape(), site: site)
      }
      #expect(unknown.contains("E9") && unknown.contains("such as E1"))
    }
  }
}
