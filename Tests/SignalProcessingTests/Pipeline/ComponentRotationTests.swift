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
    let nowhere = try pipeline.run(on: traces)
    #expect(nowhere.traces.map(\.trace.identifier.channel) == ["BHZ"])
    #expect(nowhere.findings.allSatisfy { $0.problem == .noBackAzimuth("no event is given") })
  }
}
