import Foundation
import Seismology
import SignalProcessing
import TestSupport
import Testing

@Suite("Turning the components of traces")
struct ComponentRotationTests {
  private let up = (0..<50).map { sin(0.2 * Double($0)) }
  private let north = (0..<50).map { cos(0.3 * Double($0)) }
  private let east = (0..<50).map { sin(0.5 * Double($0)) }

  private func project(azimuth: Double, dip: Double) -> [Double] {
    let (a, d) = (azimuth * .pi / 180, dip * .pi / 180)
    return up.indices.map {
      -sin(d) * up[$0] + cos(d) * (cos(a) * north[$0] + sin(a) * east[$0])
    }
  }

  private func orient(
    _ channels: [(String, azimuth: Double, dip: Double)],
    delays: [Double] = [0, 0, 0]
  ) throws -> ProcessingResult {
    let inventory = Fixture.inventory(
      channels.map { Fixture.channel($0.0, azimuth: $0.azimuth, dip: $0.dip) }
    )
    let traces = zip(channels, delays).map { channel, delay in
      Fixture.trace(
        project(azimuth: channel.azimuth, dip: channel.dip),
        channel: channel.0,
        delay: delay
      )
    }
    return try ProcessingPipeline(steps: [.orient])
      .run(on: traces, in: ProcessingContext(inventory: inventory))
  }

  @Test("Three channels of odd directions give back vertical, north and east, each in its place")
  func threeChannels() throws {
    let result = try orient([("BH1", 30, 5), ("BH2", 118, -2), ("BHZ", 0, -88)])
    #expect(result.findings.isEmpty)
    #expect(result.traces.map(\.trace.identifier.channel) == ["BHN", "BHE", "BHZ"])
    for (trace, expected) in zip(result.traces, [north, east, up]) {
      #expect(relativeError(trace.trace.samples.asDoubles, expected) < 1e-12)
    }
  }

  @Test("Two horizontals and a vertical that counts down are enough")
  func fewerChannels() throws {
    let pair = try orient([("BH1", 200, 0), ("BH2", 290, 0)])
    #expect(pair.traces.map(\.trace.identifier.channel) == ["BHN", "BHE"])
    #expect(relativeError(pair.traces[0].trace.samples.asDoubles, north) < 1e-12)
    #expect(relativeError(pair.traces[1].trace.samples.asDoubles, east) < 1e-12)
    let down = try orient([("BHZ", 0, 90)])
    #expect(relativeError(try #require(down.samples), up) < 1e-15)
  }

  @Test("Aligned channels keep their samples to the bit and get their names")
  func aligned() throws {
    let result = try orient([("BH2", 90, 0), ("BH1", 0, 0), ("BHZ", 0, -90)], delays: [1, 0, 0])
    #expect(result.traces.map(\.trace.identifier.channel) == ["BHE", "BHN", "BHZ"])
    #expect(result.traces.map(\.trace.count) == [50, 50, 50])
  }

  @Test("Channels that do not share their sample times, or stand alone, are dropped")
  func refused() throws {
    let shifted = try orient([("BH1", 30, 0), ("BH2", 120, 0)], delays: [0, 0.25])
    #expect(shifted.traces.isEmpty && shifted.findings.count == 2)
    let alone = try orient([("BH1", 30, 0)])
    #expect(
      alone.findings.map(\.problem) == [.noPartners(needed: "the other channels of its sensor")]
    )
    let plane = try orient([("BH1", 30, 0), ("BH2", 210, 0)])
    #expect(plane.traces.isEmpty)
    let unknown = try ProcessingPipeline(steps: [.orient])
      .run(on: [Fixture.trace(up, channel: "BH1"), Fixture.trace(up, station: "A02")])
    #expect(unknown.traces.map(\.trace.identifier.station) == ["A02"])
    #expect(Set(unknown.findings.map(\.problem)) == [.noOrientation, .orientationAssumed])
  }

  @Test("A gap in one channel splits the others and costs them nothing but the gap")
  func gaps() throws {
    let directions: [(String, azimuth: Double, dip: Double)] = [
      ("BH1", 30, 0), ("BH2", 118, 0), ("BHZ", 0, -89.5),
    ]
    let inventory = Fixture.inventory(
      directions.map { Fixture.channel($0.0, azimuth: $0.azimuth, dip: $0.dip) }
    )
    let all = directions.map { project(azimuth: $0.azimuth, dip: $0.dip) }
    // Samples 20 to 23 of the vertical are missing, and its first two.
    let traces = [
      Fixture.trace(all[0], channel: "BH1"), Fixture.trace(all[1], channel: "BH2"),
      Fixture.trace(Array(all[2][2..<20]), channel: "BHZ", delay: 1),
      Fixture.trace(Array(all[2][24...]), channel: "BHZ", delay: 12),
    ]
    let result = try ProcessingPipeline(steps: [.orient])
      .run(on: traces, in: ProcessingContext(inventory: inventory))
    let channels = result.traces.map(\.trace.identifier.channel)
    // The horizontals turn without the vertical where it is missing.
    #expect(
      channels == [
        "BHN", "BHN", "BHN", "BHN", "BHE", "BHE", "BHE", "BHE", "BHZ", "BHZ",
      ]
    )
    #expect(result.traces.map(\.trace.count) == [2, 18, 4, 26, 2, 18, 4, 26, 18, 26])
    let norths = result.traces[0..<4].flatMap { $0.trace.samples.asDoubles }
    #expect(relativeError(norths, north) < 1e-12)
    let verticals = result.traces[8...].flatMap { $0.trace.samples.asDoubles }
    #expect(relativeError(verticals, Array(up[2..<20]) + Array(up[24...])) < 1e-12)
    #expect(result.traces[3].trace.startTime == Fixture.start.addingTimeInterval(12))
    #expect(result.findings.allSatisfy { $0.problem == .gap(seconds: 2) })
  }

  @Test("Ends at which partners are missing are cut off and told")
  func raggedEnds() throws {
    let long = (0..<1000).map { sin(0.2 * Double($0)) }
    let channels = [
      Fixture.channel("BH1", azimuth: 30, dip: 0), Fixture.channel("BH2", azimuth: 120, dip: 0),
      Fixture.channel("BHZ", azimuth: 0, dip: -89.8),
    ]
    let result = try ProcessingPipeline(steps: [.orient]).run(
      on: [
        Fixture.trace(long, channel: "BH1"), Fixture.trace(long, channel: "BH2"),
        Fixture.trace(long, channel: "BHZ", delay: 1.5),
      ],
      in: ProcessingContext(inventory: Fixture.inventory(channels))
    )
    #expect(result.traces.map(\.trace.count) == [997, 997, 997])
    #expect(result.findings.map(\.problem) == [1, 2, 3].map { _ in .cutToPartners(seconds: 1.5) })
  }

  @Test("A vertical survives when a horizontal is missing, alone or for a time")
  func missingHorizontal() throws {
    let lone = try orient([("BHZ", 0, -89.6), ("BH1", 30, 0)])
    #expect(lone.traces.map(\.trace.identifier.channel) == ["BHZ"])
    #expect(lone.samples == project(azimuth: 0, dip: -89.6))
    #expect(
      lone.findings.map(\.problem) == [.noPartners(needed: "the other channels of its sensor")]
    )
    let apart = try orient(
      [("BHZ", 0, 89.6), ("BH1", 30, 0), ("BH2", 120, 0)],
      delays: [0, 0, 0.25]
    )
    #expect(apart.traces.map(\.trace.identifier.channel) == ["BHZ"])
    #expect(apart.samples == project(azimuth: 0, dip: 89.6).map { -$0 })
  }

  @Test("Motion away from the epicentre is radial, also where one channel starts later")
  func rotate() throws {
    // Straight south of the station: the back-azimuth is 180° and radial is north.
    let context = ProcessingContext(
      stationPositions: ["XX.A01": GeographicPoint(latitude: 38, longitude: -122)],
      epicentre: GeographicPoint(latitude: 37, longitude: -122)
    )
    let traces = [
      Fixture.trace(up), Fixture.trace(east, channel: "BHE", delay: 1),
      Fixture.trace(north, channel: "BHN"),
    ]
    let pipeline = try ProcessingPipeline(steps: [.rotate])
    let result = try pipeline.run(on: traces, in: context)
    #expect(result.traces.map(\.trace.identifier.channel) == ["BHZ", "BHT", "BHR"])
    // Two samples of delay: 48 in common, which start with the later channel.
    #expect(result.traces.map(\.trace.count) == [50, 48, 48])
    #expect(result.traces[2].trace.startTime == Fixture.start.addingTimeInterval(1))
    #expect(relativeError(result.traces[2].trace.samples.asDoubles, Array(north[2...])) < 1e-12)
    #expect(relativeError(result.traces[1].trace.samples.asDoubles, Array(east[..<48])) < 1e-12)
    #expect(result.findings.map(\.problem) == [1, 2].map { _ in .cutToPartners(seconds: 1) })
    let nowhere = try pipeline.run(on: traces)
    #expect(nowhere.traces.map(\.trace.identifier.channel) == ["BHZ"])
    #expect(nowhere.findings.allSatisfy { $0.problem == .noBackAzimuth("no event is given") })
  }
}
