import Foundation
import Testing

@testable import Seismology

/// Reference coordinates come from pyproj 3.7 (PROJ 9) for absolute numbers, and from a station list whose
/// local coordinates another group computed for their finite-difference box.
struct MapProjectionTests {
  static let byron = GeographicPoint(latitude: 37.8187, longitude: -121.7568)
  static let sharedStations = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../../shared/data/stations")
    .standardizedFileURL
  static let boxStations = sharedStations.appendingPathComponent("wavecastnet_c002_sta_sim.csv")

  @Test("A point 120 km away has the coordinates that pyproj gives")
  func independentCoordinates() throws {
    let projection = try MapProjection(frame: LocalFrame(origin: Self.byron))
    let point = try projection.localPoint(
      of: GeographicPoint(latitude: 36.7640, longitude: -121.4472),
      depth: 5
    )
    // The same library through another language: only the decimal text of the parameters differs.
    #expect(abs(point.x - 27642.987_809) < 1e-5)
    #expect(abs(point.y + 117_009.195_263) < 1e-5)
    #expect(point.z == 5)
  }

  @Test("Forward and back returns to the same point in any frame", arguments: [0.0, 143.638, 300])
  func roundTrip(azimuth: Double) throws {
    for clockwise in [false, true] {
      let projection = try MapProjection(
        frame: LocalFrame(origin: Self.byron, xAzimuth: azimuth, yIsClockwise: clockwise)
      )
      let there = LocalPoint(x: 43_210.5, y: -98_765.25, z: 0)
      let back = try projection.localPoint(of: projection.geographicPoint(of: there))
      // PROJ states a tenth of a micrometre for this algorithm.
      #expect(abs(back.x - there.x) < 1e-5 && abs(back.y - there.y) < 1e-5)
    }
  }

  @Test("The origin is (0, 0) and x leaves it along its azimuth")
  func axes() throws {
    let frame = LocalFrame(origin: Self.byron, xAzimuth: 143.638, yIsClockwise: true)
    let projection = try MapProjection(frame: frame)
    #expect(projection.gridConvergence == 0)
    let ahead = try projection.geographicPoint(of: LocalPoint(x: 1000, y: 0, z: 0))
    let aside = try projection.geographicPoint(of: LocalPoint(x: 0, y: 1000, z: 0))
    // Within a kilometre of the centre the map is true to 1e-8.
    #expect(abs(Geodesic(from: Self.byron, to: ahead).azimuth - 143.638) < 1e-4)
    #expect(abs(Geodesic(from: Self.byron, to: aside).azimuth - 233.638) < 1e-4)
    #expect(abs(Geodesic(from: Self.byron, to: ahead).distance - 1000) < 1e-4)
  }

  @Test("Away from the centre, true azimuth is grid azimuth plus convergence")
  func convergence() throws {
    let origin = GeographicPoint(latitude: 38.33, longitude: -122.075)
    let projection = try MapProjection(
      frame: LocalFrame(origin: origin, xAzimuth: 143.638),
      center: GeographicPoint(latitude: 35, longitude: -123),
      scale: 0.9996
    )
    // pyproj's get_factors.
    #expect(abs(projection.gridConvergence - 0.573_706_668) < 1e-7)
    let ahead = try projection.geographicPoint(of: LocalPoint(x: 1000, y: 0, z: 0))
    let azimuth = Geodesic(from: origin, to: ahead).azimuth
    #expect(abs(azimuth - 143.638 - projection.gridConvergence) < 1e-4)
  }

  @Test(
    "The 656 stations of the Bay Area box fall where another code placed them",
    .enabled(
      if: FileManager.default.fileExists(atPath: boxStations.path),
      "the shared station lists are absent"
    )
  )
  func bayAreaBox() throws {
    // The list's own projection, found by least squares from it: transverse Mercator at 35 N 123 W, x along
    // grid azimuth 143.638°, local (0, 0) at 38.377458 N 122.178498 W, true metres (scale 1).
    let frame = LocalFrame(
      origin: GeographicPoint(latitude: 38.377_457_557, longitude: -122.178_498_088),
      xAzimuth: 143.638,
      yIsClockwise: true
    )
    let projection = try MapProjection(
      frame: frame,
      center: GeographicPoint(latitude: 35, longitude: -123)
    )
    let text = try String(contentsOf: Self.boxStations, encoding: .utf8)
    var count = 0
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = [3, 4, 8, 9].compactMap { Double(fields[$0]) }
      try #require(numbers.count == 4)
      let point = try projection.localPoint(
        of: GeographicPoint(latitude: numbers[1], longitude: numbers[0])
      )
      // The fit of the list to a transverse Mercator leaves 0.13 m, its azimuth is rounded to 1e-3 degrees
      // (at most 1.2 m at 140 km, here 0.4).
      #expect(abs(point.x - numbers[2]) < 1 && abs(point.y - numbers[3]) < 1)
      count += 1
    }
    #expect(count == 656)
  }

  @Test("Impossible places and frames without an origin are refused")
  func refusals() throws {
    #expect(throws: GeographyError.frameWithoutOrigin) { try MapProjection(frame: LocalFrame()) }
    let swapped = GeographicPoint(latitude: -122.075, longitude: 38.33)
    #expect(throws: GeographyError.impossibleCoordinates(latitude: -122.075, longitude: 38.33)) {
      try MapProjection(frame: LocalFrame(origin: swapped))
    }
    let frame = LocalFrame(origin: Self.byron)
    #expect(throws: GeographyError.impossibleScale(0)) { try MapProjection(frame: frame, scale: 0) }
    let projection = try MapProjection(frame: frame)
    let other = GeographicPoint(latitude: 0, longitude: -31.7568)
    #expect(throws: GeographyError.self) { try projection.localPoint(of: other) }
    #expect(throws: GeographyError.self) {
      try projection.geographicPoint(of: LocalPoint(x: .nan, y: 0, z: 0))
    }
  }

  @Test("Many threads may share one projection")
  func threads() async throws {
    let projection = try MapProjection(frame: LocalFrame(origin: Self.byron, xAzimuth: 30))
    let sums = try await withThrowingTaskGroup(of: Double.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var sum = 0.0
          for i in 0..<500 {
            let point = LocalPoint(x: Double(i) * 100, y: Double(i) * -50, z: 0)
            sum += try projection.geographicPoint(of: point).latitude
          }
          return sum
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(sums).count == 1)
  }
}
