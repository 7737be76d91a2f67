import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

struct EventTableTests {
  private func read(_ text: String, name: String = "events.csv") throws -> [RecordedEvent] {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent(name)
      try text.write(to: url, atomically: true, encoding: .utf8)
      return try EventTable.read(url)
    }
  }

  @Test("A table's columns are found by their names")
  func columns() throws {
    let events = try read(
      """
      magnitude,id,time,lat,lon,depth_km,p_time
      4.5,a1,2019-07-16T20:11:01.47Z,37.8,-121.7,12.5,2019-07-16T20:11:05Z
      3,a2,2019-07-17T00:00:00Z,38,-122,,
      """
    )
    #expect(events.map(\.event.id) == ["a1", "a2"])
    #expect(events[0].event.depth == 12_500)
    #expect(events[1].event.depth == nil && events[1].pickedP == nil)
    #expect(events[0].event.magnitude == 4.5)
    #expect(events[0].event.epicenter == GeographicPoint(latitude: 37.8, longitude: -121.7))
    #expect(events[0].event.originTime == UTCTime.date("2019-07-16T20:11:01.47Z"))
    #expect(events[0].pickedP == UTCTime.date("2019-07-16T20:11:05Z"))
  }

  @Test("Impossible places, times, names and duplicates are refused with their lines")
  func refusals() {
    let head = "event_id,origin_time,latitude,longitude,magnitude\n"
    #expect(throws: CatalogError.duplicateID("a")) {
      try read(head + "a,2019-01-01T00:00:00Z,1,1,3\na,2019-01-02T00:00:00Z,1,1,3\n")
    }
    for row in ["a,2019-01-01T00:00:00Z,91,1,3", "a,soon,1,1,3", "a/b,2019-01-01T00:00:00Z,1,1,3"] {
      do {
        _ = try read(head + row + "\n")
        Issue.record("\(row) was read")
      } catch CatalogError.invalid(let place, _, _) {
        #expect(place.hasSuffix("line 2"))
      } catch {
        Issue.record("\(error)")
      }
    }
    #expect(throws: StationFileError.self) { try read("id,latitude\na,1\n") }
  }

  @Test("QuakeML gives the same events, named by the end of their identifiers")
  func quakeML() throws {
    let event = SeismicEvent(
      publicID: "quakeml:nc.anss.org/Event/NC/73201181",
      origin: SeismicEvent.Origin(
        time: Date(timeIntervalSince1970: 1_563_307_861.5),
        epicenter: GeographicPoint(latitude: 37.8, longitude: -121.7),
        depth: 12_500
      ),
      magnitudes: [SeismicEvent.Magnitude(4.3, type: "Mw")]
    )
    let events = try read(QuakeML.text(of: [event]), name: "events.xml")
    #expect(events.count == 1)
    #expect(events[0].event.id == "73201181")
    #expect(events[0].event.magnitudeType == "Mw" && events[0].event.depth == 12_500)
  }
  @Test("QuakeML without a magnitude is refused with the event's name")
  func noMagnitude() throws {
    let event = SeismicEvent(
      publicID: "smi:local/query?eventid=73201181",
      origin: SeismicEvent.Origin(
        time: Date(timeIntervalSince1970: 0),
        epicenter: GeographicPoint(latitude: 37.8, longitude: -121.7),
        depth: nil
      )
    )
    let error = try #require(throws: CatalogError.self) {
      try read(QuakeML.text(of: [event]), name: "events.xml")
    }
    #expect("\(error)".contains("event 73201181: magnitude is missing"), "\(error)")
  }
}
