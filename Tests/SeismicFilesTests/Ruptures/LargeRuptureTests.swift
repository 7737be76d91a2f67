import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// A vertical fault of two segments with 200,000 points each and 30 samples a point.
private func largeRupture() -> StandardRupture {
  let segment = StandardRupture.Segment(
    topCenter: GeographicPoint(latitude: 37.8, longitude: -122.2),
    strikeCount: 1000,
    dipCount: 200,
    length: 100e3,
    width: 20e3,
    strike: 144,
    dip: 90,
    topDepth: 0,
    hypocenterAlongStrike: 0,
    hypocenterDownDip: 1e4
  )
  var rupture = StandardRupture(name: "large.srf", version: .two, segments: [segment, segment])
  let shape = (0..<30).map { Float($0 * (29 - $0)) / 210 }
  for block in 0..<2 {
    rupture.appendBlock(
      (0..<200_000).lazy.map { index in
        let slip = 0.5 + Double(index % 977) / 977
        return StandardRupture.Point(
          epicenter: GeographicPoint(latitude: 37 + Double(index) * 1e-6, longitude: -122),
          depth: Double(index % 200) * 100,
          strike: 144,
          dip: 90,
          rake: Double(index % 180),
          area: 1e4,
          initiationTime: Double(block) + Double(index) * 1e-4,
          interval: 0.05,
          sVelocity: 3500,
          density: 2700,
          slip: SIMD3(slip, 0, 0),
          slipRates: [shape.map { $0 * Float(slip) }[...], [], []]
        )
      }
    )
  }
  return rupture
}

@Suite struct LargeRuptureTests {
  @Test("Two segments with 400,000 points are read in seconds, whole", .timeLimit(.minutes(5)))
  func readsLargeRupture() throws {
    let rupture = largeRupture()
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("large.srf")
      let clock = ContinuousClock()
      let writing = try clock.measure { try rupture.write(to: url) }
      var copy = rupture
      let reading = try clock.measure { copy = try StandardRupture(contentsOf: url) }
      var sources: [PointSource] = []
      let placing = try clock.measure {
        sources = try copy.fault { LocalPoint(x: $0.longitude, y: $0.latitude, z: $1) }
          .pointSources()
      }
      let size = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
      print(
        "SRF with 400,000 points, \(size / 1_000_000) MB:",
        "written in \(writing), read in \(reading), placed in \(placing)"
      )
      #expect(copy.pointCount == 400_000 && copy.blockCounts == [200_000, 200_000])
      #expect(copy.segments == rupture.segments && sources.count == 400_000)
      for index in [0, 1, 199_999, 200_000, 399_999] {
        let (a, b) = (copy[index], rupture[index])
        #expect(
          abs(a.slip[0] - b.slip[0]) < 1e-6 && abs(a.initiationTime - b.initiationTime) < 2e-6
        )
        #expect(zip(a.slipRates[0], b.slipRates[0]).allSatisfy { abs($0 - $1) <= 1e-5 * abs($1) })
      }
      // The bar is 5 s on an idle machine of two cores; the limit leaves room for a busy one.
      #expect(reading < .seconds(30))
    }
  }
}
