import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// What ObsPy finds in a file of events, as far as we keep it.
private struct ObsPyEvent: Decodable {
  var time: String
  var latitude, longitude: Double
  var depth: Double?
  var magnitude: Double?
  var type: String?
  var planes: [[Double]]
  var tensor: [Double]?
  var moment: Double?
  var duration: Double?
}

private let description = """
  import json, sys, obspy
  events = []
  for event in obspy.read_events(sys.argv[1]):
      origin = event.preferred_origin() or event.origins[0]
      magnitude = event.preferred_magnitude() or (event.magnitudes or [None])[0]
      mechanism = event.preferred_focal_mechanism() or (event.focal_mechanisms or [None])[0]
      planes, tensor, moment, duration = [], None, None, None
      if mechanism is not None:
          if mechanism.nodal_planes is not None:
              both = mechanism.nodal_planes
              planes = [[p.strike, p.dip, p.rake] for p in (both.nodal_plane_1, both.nodal_plane_2) if p]
          if mechanism.moment_tensor is not None:
              moment = mechanism.moment_tensor.scalar_moment
              m = mechanism.moment_tensor.tensor
              if m is not None:
                  tensor = [m.m_rr, m.m_tt, m.m_pp, m.m_rt, m.m_rp, m.m_tp]
              if mechanism.moment_tensor.source_time_function is not None:
                  duration = mechanism.moment_tensor.source_time_function.duration
      events.append(dict(
          time=str(origin.time), latitude=origin.latitude, longitude=origin.longitude,
          depth=origin.depth, magnitude=magnitude and magnitude.mag,
          type=magnitude and magnitude.magnitude_type, planes=planes, tensor=tensor, moment=moment,
          duration=duration))
  print(json.dumps(events))
  """

private func obsPyEvents(in url: URL) throws -> [ObsPyEvent] {
  let text = try PythonEnvironment.run(description, arguments: [url.path])
  return try JSONDecoder().decode([ObsPyEvent].self, from: Data(text.utf8))
}

/// A folder with ObsPy's own test files.
private func obsPyData(_ module: String) throws -> URL {
  let path = try PythonEnvironment.run("import obspy, os; print(os.path.dirname(obspy.__file__))")
  return URL(fileURLWithPath: path.trimmingCharacters(in: .whitespacesAndNewlines))
    .appendingPathComponent("io/\(module)/tests/data")
}

private func tensor(_ m: [Double]) -> MomentTensor {
  MomentTensor(rr: m[0], tt: m[1], pp: m[2], rt: m[3], rp: m[4], tp: m[5])
}

private func compareOrigins(_ ours: SeismicEvent, _ theirs: ObsPyEvent) {
  #expect(UTCTime.text(ours.origin.time) == theirs.time)
  #expect(ours.origin.epicenter.latitude == theirs.latitude)
  #expect(ours.origin.epicenter.longitude == theirs.longitude)
  #expect(ours.origin.depth == theirs.depth)
  #expect(ours.magnitude?.value == theirs.magnitude)
}

@Suite(.enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy"))
struct ObsPyEventTests {
  @Test("ObsPy reads our QuakeML")
  func obsPyReadsQuakeML() throws {
    let event = try eastBayEvent()
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("event.xml")
      try QuakeML.write([event], to: url)
      let found = try obsPyEvents(in: url)
      #expect(found.count == 1)
      compareOrigins(event, found[0])
      #expect(found[0].type == "Mw" && found[0].moment == 4.03e15 && found[0].duration == 0.5)
      #expect(found[0].planes == [[234, 71, -5], [325, 85, -161]])
      #expect(tensor(try #require(found[0].tensor)) == event.mechanism?.momentTensor)
    }
  }

  @Test("Our QuakeML fulfils the schema as ObsPy checks it")
  func validQuakeML() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("event.xml")
      try QuakeML.write([eastBayEvent()], to: url)
      let script = """
        import sys
        from obspy.io.quakeml.core import _validate
        print(_validate(sys.argv[1], verbose=True))
        """
      let answer = try PythonEnvironment.run(script, arguments: [url.path])
      #expect(answer.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("True"), "\(answer)")
    }
  }

  @Test("ObsPy reads our CMTSOLUTION")
  func obsPyReadsCMTSolution() throws {
    let event = try eastBayEvent()
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("CMTSOLUTION")
      try CMTSolution.write([event, event], to: url)
      let found = try obsPyEvents(in: url)
      #expect(found.count == 2)
      // ObsPy prefers the centroid.
      let centroid = event.sourceOrigin
      #expect(found[0].time == UTCTime.text(centroid.time))
      #expect(found[0].latitude == centroid.epicenter.latitude && found[0].depth == centroid.depth)
      #expect(found[0].duration == 0.5)
      let theirs = tensor(try #require(found[1].tensor))
      let ours = try event.moment()
      #expect(abs(theirs.ne - ours.ne) < 1e-6 * ours.scalarMoment)
      #expect(abs(theirs.ed - ours.ed) < 1e-6 * ours.scalarMoment)
    }
  }

  @Test(
    "We read the CMTSOLUTION files that come with ObsPy as it does",
    arguments: ["CMTSOLUTION", "CMTSOLUTION_NEW", "CMTSOLUTION_EXPLOSION", "MULTIPLE_EVENTS"]
  )
  func readsTheirCMTSolutions(name: String) throws {
    let url = try obsPyData("cmtsolution").appendingPathComponent(name)
    let (ours, theirs) = (try CMTSolution.read(contentsOf: url), try obsPyEvents(in: url))
    #expect(ours.count == theirs.count)
    for (our, their) in zip(ours, theirs) {
      let centroid = our.sourceOrigin
      #expect(UTCTime.text(centroid.time) == their.time)
      #expect(centroid.epicenter.latitude == their.latitude)
      #expect(abs((centroid.depth ?? 0) - (their.depth ?? 0)) < 1e-6)
      #expect(our.mechanism?.halfDuration == their.duration.map { 0.5 * $0 })
      let tensors = (try our.moment(), tensor(try #require(their.tensor)))
      #expect(abs(tensors.0.scalarMoment / tensors.1.scalarMoment - 1) < 1e-12)
      #expect(abs(tensors.0.ne - tensors.1.ne) < 1e-12 * tensors.0.scalarMoment)
      // ObsPy's magnitude has the constant 9.1 and two decimals: smaller by 0.0333.
      #expect(abs((our.magnitude?.value ?? 0) - (their.magnitude ?? 0) - 0.0333) < 0.006)
    }
  }

  @Test(
    "We read the QuakeML files that come with ObsPy as it does",
    arguments: ["neries_events.xml", "iris_events.xml", "usgs_event.xml", "preferred.xml"]
  )
  func readsTheirQuakeML(name: String) throws {
    let url = try obsPyData("quakeml").appendingPathComponent(name)
    let (ours, theirs) = (try QuakeML.read(contentsOf: url), try obsPyEvents(in: url))
    // ObsPy leaves out the event of type "quarry" that the USGS file has last.
    #expect(ours.count == theirs.count + (name == "usgs_event.xml" ? 1 : 0))
    for (our, their) in zip(ours, theirs) {
      compareOrigins(our, their)
    }
  }

  @Test("We read what ObsPy writes of a CMTSOLUTION as QuakeML")
  func readsTheirTranslation() throws {
    let source = try obsPyData("cmtsolution").appendingPathComponent("MULTIPLE_EVENTS")
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("translated.xml")
      let script = """
        import sys, obspy
        obspy.read_events(sys.argv[1]).write(sys.argv[2], format="QUAKEML")
        """
      _ = try PythonEnvironment.run(script, arguments: [source.path, url.path])
      let (translated, direct) = (
        try QuakeML.read(contentsOf: url), try CMTSolution.read(contentsOf: source)
      )
      #expect(translated.count == direct.count)
      for (a, b) in zip(translated, direct) {
        #expect(a.sourceOrigin.time == b.sourceOrigin.time)
        #expect(a.sourceOrigin.epicenter == b.sourceOrigin.epicenter)
        let (m, n) = (try a.moment(), try b.moment())
        #expect(abs(m.nd - n.nd) < 1e-9 * n.scalarMoment)
        #expect(abs((a.mechanism?.scalarMoment ?? 0) / n.scalarMoment - 1) < 1e-9)
        #expect(a.mechanism?.halfDuration == b.mechanism?.halfDuration)
      }
    }
  }
}
