import Foundation
import NumericalRuntime
import Seismology
import Tensors
import TestSupport
import Testing
import WaveformCatalog

@testable import WavefieldForecasting

@Suite("What stations see of a grid")
struct StationSamplingTests {
  private typealias Fixture = PredictionFixture

  @Test("Motion that is linear in x and y is exact at any place, whatever the grid's deviations")
  func linearField() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.listedSite(in: folder)
      let deviations = Fixture.model().deviations
      let sampling = try StationSampling(site, deviations: deviations)
      func motion(_ component: Int, _ x: Double, _ y: Double) -> Float {
        Float(1e-4 * (Double(component + 1) + x / 12_000 - 0.7 * y / 8000))
      }
      let grid = (0..<3).flatMap { c in site.y.flatMap { y in site.x.map { motion(c, $0, y) } } }
      let frames = Tensor(grid + grid.map { 2 * $0 }, shape: [1, 2, 3, 8, 12])
      let records = sampling(frames / deviations)
      #expect(records.shape == [1, 2, 3, 4] && sampling.deviations.shape == [3, 4])
      let found = (records * sampling.deviations).floats
      let stations = try #require(site.stations)
      for component in 0..<3 {
        for (index, station) in stations.enumerated() {
          let expected = motion(component, station.x, station.y)
          let value = found[component * 4 + index]
          // Seven roundings of products and sums, 6e-8 each.
          #expect(abs(value - expected) < 1e-6 * abs(expected))
          #expect(abs(found[12 + component * 4 + index] - 2 * expected) < 2e-6 * abs(expected))
        }
      }
    }
  }

  @Test("A station on a grid point has that point's deviation and motion, bit for bit")
  func onPoint() throws {
    try withTemporaryFolder { folder in
      let site = try Fixture.site(in: folder).listing([Fixture.station("P", 4500, 2500)]).site
      let deviations = Fixture.model().deviations
      let sampling = try StationSampling(site, deviations: deviations)
      let point = 2 * 12 + 4
      #expect(
        sampling.deviations.floats == (0..<3).map { deviations.floats[$0 * 96 + point] }
      )
      var generator = SeededGenerator(seed: 5)
      let frames = Tensor(normal: [2, 3, 3, 8, 12], using: &generator)
      let values = frames.floats
      #expect(sampling(frames).floats == (0..<18).map { values[$0 * 96 + point] })
    }
  }

  @Test("In training and in forecasts stations see the same")
  func sameAsInput() throws {
    try withTemporaryFolder { folder in
      let catalog = try Fixture.catalog(in: folder)
      let site = try Fixture.listedSite(in: folder)
      let shape = Fixture.shape(.stations(4))
      let deviations = Fixture.model().deviations
      let sampling = try StationSampling(site, deviations: deviations)
      let whole = try ForecastInput(
        event: "E1",
        of: catalog,
        shape: Fixture.shape(),
        site: Fixture.site(in: folder.appendingPathComponent("bare"))
      )
      let input = try ForecastInput(event: "E1", of: catalog, shape: shape, site: site)
      let frames = Tensor(whole.frames.samples, shape: [1, 10, 3, 8, 12])
      let records = (sampling(frames / deviations) * sampling.deviations).floats
      let known = try #require(input.records).samples
      #expect(known.count == records.count)
      // Rounding of values of up to 1e-4 that may cancel.
      #expect(zip(known, records).allSatisfy { abs($0 - $1) < 1e-10 })
    }
  }
}
