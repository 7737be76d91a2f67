import Foundation
import Seismology
import TestSupport
import Testing

/// Points along the fault, drawn by others (a table of longitude and latitude).
private let surveyed = PythonEnvironment.packageRoot
  .appendingPathComponent("../shared/data/ruptures/fault_geometry/bay_area_traces/Hayward.txt")
  .standardizedFileURL

@Suite struct FaultTraceTests {
  /// The smallest distance in metres from a place to the trace, and the metres along strike where it is reached.
  private static func nearest(_ trace: FaultTrace, to place: GeographicPoint) throws
    -> (distance: Double, alongStrike: Double)
  {
    var best = (distance: Double.infinity, alongStrike: 0.0)
    for step in 0...970 {
      let along = trace.length * Double(step) / 970
      let point = try trace.point(alongStrike: along, depth: 0).point
      let distance = Geodesic(from: point, to: place).distance
      if distance < best.distance { best = (distance, along) }
    }
    return best
  }

  @Test("The Hayward fault runs through the stadium, the lake and the town hall that it offsets")
  func landmarks() throws {
    // The fault crosses the stadium from goal to goal, passes along Lake Temescal and under Hayward's old city
    // hall: Stoffer (2008), Where's the Hayward Fault?, U.S. Geological Survey Open-File Report 2008-1135.
    let places = [
      ("Memorial Stadium, Berkeley", 37.8711, -122.2508, 31_200.0),
      ("Lake Temescal, Oakland", 37.847, -122.231, 34_400),
      ("old City Hall, Hayward", 37.6715, -122.083, 57_900),
    ]
    for (name, latitude, longitude, along) in places {
      let place = GeographicPoint(latitude: latitude, longitude: longitude)
      let nearest = try Self.nearest(.hayward, to: place)
      // The corners are rounded to 100 m and between them the line is straight over 6 to 18 km.
      #expect(nearest.distance < 300, "\(name)")
      #expect(abs(nearest.alongStrike - along) < 500, "\(name)")
    }
  }

  @Test(
    "It is more than 60 km long, strikes south-east, and its distances are those on the ellipsoid"
  )
  func length() throws {
    let trace = FaultTrace.hayward
    // The sum over its segments by ObsPy's gps2dist_azimuth.
    #expect(abs(trace.length - 97_422.5) < 1)
    for along in stride(from: 0, through: trace.length, by: 1000) {
      let (point, strike) = try trace.point(alongStrike: along, depth: 12_000)
      #expect((130...155).contains(strike))
      // The fault is vertical: depth moves nothing.
      #expect(try trace.point(alongStrike: along, depth: 0).point == point)
      guard along > 0 else { continue }
      let before = try trace.point(alongStrike: along - 1000, depth: 0).point
      let distance = Geodesic(from: before, to: point).distance
      // Across a corner of up to 14 degrees the chord is shorter, by 1000 (1 − cos 7°) = 7.5 m at most.
      #expect(distance < 1000.001 && distance > 992)
    }
  }

  @Test("Ends, corners and strikes are those of the points")
  func corners() throws {
    let trace = FaultTrace.hayward
    let start = try trace.point(alongStrike: 0, depth: 0).point
    // The way to the geodesic and back rounds in the last place of an angle.
    #expect(Geodesic(from: start, to: trace.points[0]).distance < 1e-6)
    let end = try trace.point(alongStrike: trace.length, depth: 0)
    #expect(Geodesic(from: end.point, to: trace.points[9]).distance < 1e-3)
    // Azimuths of the first and last segment by ObsPy at their starts; half way they differ by 0.03 degrees.
    #expect(abs(end.strikeDegrees - 133.631) < 0.05)
    #expect(abs(try trace.point(alongStrike: 100, depth: 0).strikeDegrees - 153.423) < 0.05)
  }

  @Test("A dipping fault moves to the right of its trace with depth")
  func dip() throws {
    let trace = try FaultTrace(
      name: "south to north",
      points: [
        GeographicPoint(latitude: 37, longitude: -122),
        GeographicPoint(latitude: 38, longitude: -122),
      ],
      dip: 60
    )
    let (surface, strike) = try trace.point(alongStrike: 50_000, depth: 0)
    let line = Geodesic(from: surface, to: try trace.point(alongStrike: 50_000, depth: 9000).point)
    #expect(strike < 1e-9 || strike > 360 - 1e-9)
    // Depth over tan 60°, due east.
    #expect(abs(line.distance - 9000 / 3.0.squareRoot()) < 1e-3 && abs(line.azimuth - 90) < 1e-6)
  }

  @Test("Places off the fault and traces that are none are refused with the limit")
  func refusals() throws {
    let error = try #require(throws: SourceError.self) {
      try FaultTrace.hayward.point(alongStrike: 98_000, depth: 0)
    }
    #expect(error.description.contains("98000.0 m") && error.description.contains("97422"))
    #expect(throws: SourceError.self) {
      try FaultTrace.hayward.point(alongStrike: 5, depth: -1)
    }
    let here = GeographicPoint(latitude: 37, longitude: -122)
    for points in [[here], [here, here], [here, GeographicPoint(latitude: 95, longitude: 0)]] {
      #expect(throws: SourceError.self) { try FaultTrace(name: "none", points: points) }
    }
    #expect(throws: SourceError.self) {
      try FaultTrace(
        name: "flat",
        points: [here, GeographicPoint(latitude: 37.5, longitude: -122)],
        dip: 0
      )
    }
  }

  @Test(
    "It lies within 2 km of a trace that others drew",
    .enabled(if: FileManager.default.fileExists(atPath: surveyed.path), "shared data absent")
  )
  func otherTrace() throws {
    let table = try String(contentsOf: surveyed, encoding: .utf8)
    let places = table.split(separator: "\n").dropFirst().compactMap { line -> GeographicPoint? in
      let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      guard numbers.count == 2 else { return nil }
      return GeographicPoint(latitude: numbers[1], longitude: numbers[0])
    }.filter { (37.396...38.106).contains($0.latitude) }
    #expect(places.count > 20)
    for place in places { #expect(try Self.nearest(.hayward, to: place).distance < 2000) }
  }
}
