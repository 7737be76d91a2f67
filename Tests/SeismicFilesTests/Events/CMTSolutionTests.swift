import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

private let iran = """
   PDE 2003 12 26 01 56 52.40   29.0000   58.3100  10.0 6.0 6.8 SOUTHERN IRAN
  event name:          122603B
  time shift:           5.7300
  half duration:        4.8000
  latitude:            29.1000
  longitude:           58.2400
  depth:               12.8361
  Mrr:            1.412220E+25
  Mtt:           -1.357770E+25
  Mpp:           -5.444900E+23
  Mrt:           -4.331480E+25
  Mrp:           -1.828920E+25
  Mtp:            6.446100E+25

  """

private func failure(_ text: String) -> EventFileError? {
  do {
    _ = try CMTSolution.read(text, name: "bad")
    return nil
  } catch {
    return error
  }
}

@Suite struct CMTSolutionTests {
  @Test("A solution of the Global CMT catalog is read into SI units")
  func readsSolution() throws {
    let events = try CMTSolution.read(iran)
    #expect(events.count == 1)
    let event = events[0]
    #expect(event.publicID == "122603B" && event.name == "SOUTHERN IRAN")
    #expect(UTCTime.text(event.origin.time) == "2003-12-26T01:56:52.400000Z")
    #expect(event.origin.depth == 10_000)
    let centroid = try #require(event.mechanism?.centroid)
    #expect(UTCTime.text(centroid.time) == "2003-12-26T01:56:58.130000Z")
    #expect(abs((centroid.depth ?? 0) - 12_836.1) < 1e-9)
    #expect(centroid.epicenter == GeographicPoint(latitude: 29.1, longitude: 58.24))
    let tensor = try event.moment()
    #expect(abs(tensor.dd / 1.41222e18 - 1) < 1e-12 && abs(tensor.ne / -6.4461e18 - 1) < 1e-12)
    // Global CMT gives Bam as Mw 6.6.
    #expect(abs((event.magnitude?.value ?? 0) - 6.6) < 0.05)
    #expect(event.magnitudes.map(\.type) == ["Mw", "mb", "MS"])
  }

  @Test("A solution becomes a triangle around the centroid time")
  func becomesSource() throws {
    let event = try CMTSolution.read(iran)[0]
    let source = try event.pointSource(at: LocalPoint(x: 0, y: 0, z: 12_836.1))
    #expect(source.timeFunction.support == 0...9.6)
    #expect(abs(source.delay - (5.73 - 4.8)) < 1e-6)
  }

  @Test("What is written is read back the same, several events too")
  func roundTrip() throws {
    let events = [try CMTSolution.read(iran)[0], try eastBayEvent()]
    let copies = try CMTSolution.read(CMTSolution.text(of: events))
    #expect(copies.count == 2)
    #expect(copies[0] == events[0])
    let (a, b) = (copies[1].sourceOrigin, events[1].sourceOrigin)
    #expect(abs(a.time.timeIntervalSince(b.time)) < 1e-4 && a.epicenter == b.epicenter)
    #expect(a.depth == b.depth)
    #expect(abs(try copies[1].moment().ed / events[1].moment().ed - 1) < 1e-6)
    #expect(copies[1].mechanism?.halfDuration == 0.25)
  }

  @Test("An event without depth or mechanism cannot be written")
  func notWritable() throws {
    var event = try eastBayEvent()
    event.mechanism = nil
    #expect(throws: EventFileError.self) { try CMTSolution.text(of: [event]) }
    event = try eastBayEvent()
    event.mechanism?.centroid?.depth = nil
    #expect(throws: EventFileError.self) { try CMTSolution.text(of: [event]) }
  }

  @Test("Cut, swapped and mistaken lines are refused with the line and the value")
  func refusals() {
    #expect(failure(iran) == nil)
    #expect(failure("\n\n") == .empty(file: "bad"))
    let lines = iran.split(separator: "\n")
    #expect(
      failure(lines.prefix(9).joined(separator: "\n"))
        == .endOfFile(file: "bad", line: 9, expected: "Mpp:")
    )
    #expect(
      failure(iran.replacing("depth:               12.8361", with: "depth: 12836.1"))
        == .outOfRange(
          file: "bad",
          line: 7,
          quantity: "depth",
          value: 12_836.1,
          limits: -10...1000,
          remedy: "CMTSOLUTION gives depths in km; divide metres by 1000"
        )
    )
    #expect(
      failure(iran.replacing("6.446100E+25", with: "NaN"))
        == .malformed(
          file: "bad",
          line: 13,
          quantity: "Mtp",
          found: "NaN",
          expected: "a finite number"
        )
    )
    guard
      case .outOfRange(_, 5, "latitude", 129.1, _, _) = failure(
        iran.replacing(" 29.1000", with: "129.1")
      )
    else {
      Issue.record("a latitude of 129° was accepted")
      return
    }
    guard
      case .malformed(_, 1, "origin time", _, _) = failure(
        iran.replacing("2003 12 26", with: "2003 13 26")
      )
    else {
      Issue.record("month 13 was accepted")
      return
    }
    guard
      case .malformed(_, 1, "mb", "SOUTHERN", _) = failure(
        iran.replacing("10.0 6.0 6.8", with: "10.0")
      )
    else {
      Issue.record("a first line without magnitudes was accepted")
      return
    }
    let zero = lines.map { $0.hasPrefix("M") ? "\($0.prefix(4)) 0.0" : String($0) }
    guard case .impossibleMechanism(_, 13, _) = failure(zero.joined(separator: "\n")) else {
      Issue.record("a tensor of zeros was accepted")
      return
    }
  }

  @Test(
    "Times that no calendar has are refused, however large",
    arguments: [
      "1e19 7 16 20 11 1.5", "1e300 7 16 20 11 1.5", "0 7 16 20 11 1.5", "10000 7 16 20 11 1.5",
      "2019.5 7 16 20 11 1.5", "2019 1e19 16 20 11 1.5", "2019 2 30 20 11 1.5",
      "2019 7 -1e19 20 11 1.5", "2019 7 16 20.5 11 1.5", "2019 7 16 1e19 11 1.5",
      "2019 7 16 20 11 1e19",
    ]
  )
  func impossibleTimes(time: String) {
    #expect(
      failure(iran.replacing("2003 12 26 01 56 52.40", with: time))
        == .malformed(
          file: "bad",
          line: 1,
          quantity: "origin time",
          found: time,
          expected: "year (1 to 9999), month, day, hour, minute and second"
        )
    )
  }
}
