import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// An East Bay event with everything that can be kept.
func eastBayEvent() throws -> SeismicEvent {
  let origin = SeismicEvent.Origin(
    time: try #require(UTCTime.date("2019-07-16T20:11:01.470000Z")),
    epicenter: GeographicPoint(latitude: 37.8187, longitude: -121.7568),
    depth: 12_380
  )
  let centroid = SeismicEvent.Origin(
    time: try #require(UTCTime.date("2019-07-16T20:11:02.125000Z")),
    epicenter: GeographicPoint(latitude: 37.82, longitude: -121.75),
    depth: 12_000
  )
  return SeismicEvent(
    publicID: "smi:local/east_bay?id=1",
    name: "Byron & Brentwood, <California>",
    origin: origin,
    magnitudes: [
      SeismicEvent.Magnitude(4.37, type: "Mw"), SeismicEvent.Magnitude(4.5, type: "ML"),
    ],
    mechanism: SeismicEvent.Mechanism(
      momentTensor: MomentTensor(
        nn: -2.931e15,
        ee: 3.717e15,
        dd: -1.661e14,
        ne: -1.133e15,
        nd: 8.376e14,
        ed: 8.608e14
      ),
      scalarMoment: 4.03e15,
      nodalPlanes: [
        try NodalPlane(strike: 234, dip: 71, rake: -5),
        try NodalPlane(strike: 325, dip: 85, rake: -161),
      ],
      centroid: centroid,
      halfDuration: 0.25
    )
  )
}

@Suite struct QuakeMLTests {
  @Test("An event survives writing and reading to the last digit")
  func roundTrip() throws {
    let event = try eastBayEvent()
    var plain = SeismicEvent(publicID: "smi:local/two", origin: event.origin)
    plain.origin.depth = nil
    let copies = try QuakeML.read(Data(QuakeML.text(of: [event, plain]).utf8))
    #expect(copies == [event, plain])
    #expect(copies[0].sourceOrigin.depth == 12_000 && copies[1].magnitude == nil)
  }

  @Test("A time that stands in for an unknown one is told by a comment, and known again")
  func unknownTime() throws {
    var event = try eastBayEvent()
    event.origin.isTimeKnown = false
    let text = QuakeML.text(of: [event])
    #expect(text.contains("<text>The origin time is not known; 2019-07-16T"), "\(text)")
    #expect(try QuakeML.read(Data(text.utf8)) == [event])
  }

  @Test("Identifiers that QuakeML forbids get a local authority")
  func identifiers() throws {
    var event = try eastBayEvent()
    event.publicID = "nc 73225421"
    #expect(
      try QuakeML.read(Data(QuakeML.text(of: [event]).utf8))[0].publicID == "smi:local/nc_73225421"
    )
    event.publicID = ""
    #expect(
      try QuakeML.read(Data(QuakeML.text(of: [event]).utf8))[0].publicID == "smi:local/event1"
    )
  }

  @Test(
    "The East Bay event of 2019-07-16 is read from its service's QuakeML",
    .enabled(if: SharedData.has("byron_m43_20190716/quakes.xml"), "needs ../shared/data")
  )
  func eastBay() throws {
    let events = try QuakeML.read(contentsOf: SharedData.url("byron_m43_20190716/quakes.xml"))
    #expect(events.count == 1)
    let event = events[0]
    #expect(UTCTime.text(event.origin.time) == "2019-07-16T20:11:01.470000Z")
    #expect(event.origin.epicenter == GeographicPoint(latitude: 37.818667, longitude: -121.756833))
    #expect(event.origin.depth == 12_380)
    #expect(event.magnitude == SeismicEvent.Magnitude(4.31, type: "Mw"))
    #expect(event.name == "CENTRAL CALIFORNIA" && event.mechanism == nil)
    #expect(throws: SourceError.self) { try event.moment() }
  }

  @Test(
    "The South Napa moment tensor is read with its scalar moment, magnitude and shares",
    .enabled(
      if: SharedData.has("catalogues_and_intensities/south_napa_2014/moment.xml"),
      "needs ../shared/data"
    )
  )
  func southNapa() throws {
    let folder = "catalogues_and_intensities/south_napa_2014"
    let event = try QuakeML.read(contentsOf: SharedData.url("\(folder)/moment.xml"))[0]
    let tensor = try event.moment()
    #expect(event.magnitude?.value == 6.02 && event.mechanism?.scalarMoment == 1.323e18)
    #expect(tensor.dd == -3.216e16 && tensor.ne == -8.667e17)
    #expect(event.mechanism?.centroid?.depth == 11_000 && event.origin.depth == 10_730)
    // The file gives 87 % double couple, 13 % CLVD and the principal axes to three decimals.
    #expect(abs(tensor.decomposition.doubleCouple - 0.87) < 0.005)
    let axes = tensor.principalAxes
    #expect(abs(axes.tension.azimuth - 110.967) < 0.02 && abs(axes.tension.plunge - 11.232) < 0.02)
    #expect(abs(axes.pressure.plunge - 0.341) < 0.02)
    #expect(abs(axes.tension.moment / 1.367e18 - 1) < 1e-3)
    let catalog = try QuakeML.read(
      contentsOf: SharedData.url("\(folder)/south_napa_with_some_aftershocks.quakeml.xml")
    )
    #expect(
      catalog.count > 3 && catalog.allSatisfy { $0.magnitude != nil && $0.origin.depth != nil }
    )
  }

  @Test("Damaged and foreign documents are refused with the line and the value")
  func refusals() throws {
    let text = QuakeML.text(of: [try eastBayEvent()])
    func failure(_ text: String) -> EventFileError? {
      do {
        _ = try QuakeML.read(Data(text.utf8), name: "bad.xml")
        return nil
      } catch {
        return error
      }
    }
    #expect(failure(text) == nil)
    guard case .malformedXML = failure(String(text.prefix(text.count / 2))) else {
      Issue.record("a document cut in the middle was read")
      return
    }
    #expect(failure("<a/>") == .notQuakeML(file: "bad.xml", root: "a"))
    #expect(failure("<quakeml><eventParameters/></quakeml>") == .empty(file: "bad.xml"))
    guard case .malformedXML = failure("") else {
      Issue.record("an empty document was read")
      return
    }
    func replaced(_ a: String, _ b: String) -> EventFileError? {
      failure(text.replacingOccurrences(of: a, with: b))
    }
    guard
      case .malformed(_, let line, "time", "yesterday", _) = replaced(
        "2019-07-16T20:11:01.470000Z",
        "yesterday"
      )
    else {
      Issue.record("an unreadable time was accepted")
      return
    }
    #expect(line == 10)
    guard case .malformed(_, _, "latitude", "nan", _) = replaced("37.8187", "nan") else {
      Issue.record("a latitude of NaN was accepted")
      return
    }
    guard case .outOfRange(_, _, "depth", 12_380_000, _, _) = replaced("12380.0", "12380000") else {
      Issue.record("a depth of 12,380 km was accepted")
      return
    }
    guard case .impossibleMechanism = replaced("<value>71.0</value>", "<value>171</value>") else {
      Issue.record("a dip of 171° was accepted")
      return
    }
    guard case .missing(_, _, "Mrp") = replaced("Mrp", "Mxx") else {
      Issue.record("a tensor of five elements was accepted")
      return
    }
    guard case .missing(_, _, "origin") = replaced("origin publicID", "nothing publicID") else {
      // The closing tags no longer fit either way.
      return
    }
  }
}
