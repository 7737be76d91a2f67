import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

@Suite struct EventPlannerTests {
  /// What random draws decide about an event.
  private static func draws(_ event: PlannedEvent) -> [Double] {
    let plane = event.event.plane
    return [event.event.magnitude, plane?.strike ?? 0, plane?.dip ?? 0, plane?.rake ?? 0]
  }

  @Test("Grid sources stand on their nodes with names by place")
  func grid() throws {
    let events = try EventPlanner(SampleSpecification.read()).events()
    #expect(events.count == 9)
    #expect(
      events[0].event.id == "grid-x010-y000-d05" && events[8].event.id == "grid-x030-y000-d09"
    )
    #expect(events[5].event.location == LocalPoint(x: 30_000, y: 0, z: 7000))
    #expect(events[5].event.depth == 7000)
    let epicenter = events[5].event.epicenter
    // 30 km east of 122 W at 38 N, on the ellipsoid.
    let line = Geodesic(from: GeographicPoint(latitude: 38, longitude: -122), to: epicenter)
    #expect(abs(line.distance - 30_000) < 1 && abs(line.azimuth - 90) < 0.2)
  }

  @Test("The same seed gives the same events, another seed others")
  func seeds() throws {
    let first = try EventPlanner(SampleSpecification.read()).events().map(Self.draws)
    #expect(first == (try EventPlanner(SampleSpecification.read()).events().map(Self.draws)))
    let other = try SampleSpecification.read(setting: [("seed", "6")])
    let second = try EventPlanner(other).events().map(Self.draws)
    #expect(zip(first, second).allSatisfy { $0 != $1 })
    #expect(Set(first).count == 9)
  }

  @Test("An event does not depend on the events after it, nor one quantity on another")
  func independence() throws {
    let all = try EventPlanner(SampleSpecification.read()).events().map(Self.draws)
    let short = try SampleSpecification.read(setting: [("events.1.depth-km", "5")])
    #expect(try EventPlanner(short).events().map(Self.draws) == Array(all.prefix(3)))
    let steady = try SampleSpecification.read(setting: [("events.1.strike-scatter", "0")])
    for (one, other) in zip(try EventPlanner(steady).events().map(Self.draws), all) {
      #expect(one[0] == other[0] && one[2] == other[2] && one[3] == other[3])
    }
  }

  @Test("Scatter is Gaussian, cut at two deviations; magnitudes fill their range evenly")
  func scatter() throws {
    let specification = try SampleSpecification.read(
      events: """
          - pattern: volume
            count: 2000
            x-km: [5, 35]
            y-km: [-15, 15]
            depth-km: [3, 15]
            strike: 90
            dip: 45
            rake: 0
            strike-scatter: 10
            dip-scatter: 5
            rake-scatter: 20
            magnitude: [3, 5]
        """
    )
    let events = try EventPlanner(specification).events().map(\.event)
    for (values, mean, deviation) in [
      (events.compactMap { $0.plane?.strike }, 90.0, 10.0),
      (events.compactMap { $0.plane?.dip }, 45, 5), (events.compactMap { $0.plane?.rake }, 0, 20),
    ] {
      let offsets = values.map { ($0 - mean) / deviation }
      #expect(offsets.allSatisfy { abs($0) <= 2 })
      // A Gaussian cut at two deviations has a deviation of 0.880; 2000 draws tell it and the mean to 0.02.
      let average = offsets.reduce(0, +) / 2000
      let spread = (offsets.reduce(0) { $0 + $1 * $1 } / 2000).squareRoot()
      #expect(abs(average) < 0.06 && abs(spread - 0.880) < 0.04)
    }
    let magnitudes = events.map(\.magnitude)
    #expect(magnitudes.allSatisfy { (3.0...5).contains($0) })
    #expect(abs(magnitudes.reduce(0, +) / 2000 - 4) < 0.04)
    let places = events.compactMap(\.location)
    #expect(places.allSatisfy { (5000...35_000).contains($0.x) && (3000...15_000).contains($0.z) })
    #expect(events[0].id == "volume-0001" && events[1999].id == "volume-2000")
  }

  @Test("A dip that scatters beyond the vertical keeps the mechanism close to its mean")
  func overturned() throws {
    let specification = try SampleSpecification.read(setting: [("events.1.dip", "90")])
    let mean = MomentTensor(strike: 30, dip: 90, rake: 180, scalarMoment: 1)
    for event in try EventPlanner(specification).events() {
      let moment = try #require(event.event.moment)
      let size = moment.scalarMoment
      let product =
        (moment.nn * mean.nn + moment.ee * mean.ee + moment.dd * mean.dd
          + 2 * (moment.ne * mean.ne + moment.nd * mean.nd + moment.ed * mean.ed)) / (2 * size)
      // Three turns of 20 degrees at most.
      #expect(product > 0.5, "\(event.event)")
    }
  }

  @Test("Sources are Brune's with the corner of their moment, limited to the band")
  func timeFunctions() throws {
    let specification = try SampleSpecification.read()
    let model = try specification.model.read(projection: specification.domain.projection()).model
    for event in try EventPlanner(specification, model: model).events() {
      let source = event.sources[0]
      let brune = try BruneSource(
        scalarMoment: MomentMagnitude(event.event.magnitude).scalarMoment,
        stressDrop: 3e6,
        sVelocity: model.material(at: source.location).sVelocity
      )
      let corner = try #require(event.event.cornerFrequency)
      #expect(abs(corner / brune.cornerFrequency - 1) < 1e-12)
      let base = event.baseTimeFunctions[0].spectralAmplitude(at: corner)
      #expect(abs(base - 0.5) < 1e-12)
      #expect(source.timeFunction.spectralAmplitude(at: 0.2) < 1e-3)
      #expect(event.startTime == -10)
    }
    let fixed = try SampleSpecification.read(setting: [("events.1.corner-frequency-hz", "0.7")])
    #expect(try EventPlanner(fixed).events()[0].event.cornerFrequency == 0.7)
  }

  @Test("Each event has a model of its own where asked for, and the same again")
  func modelSeeds() throws {
    #expect(try EventPlanner(SampleSpecification.read()).events()[0].event.modelSeed == nil)
    let specification = try SampleSpecification.read(setting: [("model.realization", "per-event")])
    let seeds = try EventPlanner(specification).events().map(\.event.modelSeed)
    #expect(Set(seeds).count == 9 && !seeds.contains(nil))
    #expect(seeds == (try EventPlanner(specification).events().map(\.event.modelSeed)))
  }

  // MARK: - What is refused

  private static func points(_ second: String) -> String {
    """
      - pattern: points
        strike: 30
        points:
          - {id: one, latitude: 38.02, longitude: -121.8, depth-km: 8, magnitude: 4}
          - \(second)
    """
  }

  @Test("Points stand where they are said to, with their own mechanism over the common one")
  func points() throws {
    let specification = try SampleSpecification.read(
      events: Self.points("{id: two, latitude: 38.1, longitude: -121.7, depth-km: 9, rake: 0}")
    )
    let events = try EventPlanner(specification).events().map(\.event)
    #expect(events.map(\.id) == ["one", "two"] && events[1].depth == 9000)
    #expect(events[0].plane?.rake == 180 && events[1].plane?.rake == 0)
    #expect(events[1].plane?.strike == 30)
    #expect(abs(events[1].epicenter.latitude - 38.1) < 1e-9)
  }

  @Test(
    "Events that cannot be are refused with their name",
    arguments: [
      (
        "{id: far, latitude: 39.5, longitude: -121.7, depth-km: 9}",
        ["event far", "39.500", "outside the box", "x 2.0...38.0 km"]
      ),
      (
        "{id: edge, latitude: 38, longitude: -121.995, depth-km: 9}",
        ["event edge", "outside the box"]
      ),
      (
        "{id: deep, latitude: 38, longitude: -121.8, depth-km: 19}",
        ["event deep", "depth 19.0 km", "0...18.0 km"]
      ),
      ("{id: one, latitude: 38, longitude: -121.8, depth-km: 9}", ["two events are called one"]),
      ("{id: ONE, latitude: 38, longitude: -121.8, depth-km: 9}", ["two events are called ONE"]),
      ("{id: _x, latitude: 38, longitude: -121.8, depth-km: 9}", ["'_x'", "starts with a letter"]),
      (
        "{id: two, latitude: -121.8, longitude: 38, depth-km: 9}",
        ["events.1.points.2.latitude", "probably swapped"]
      ),
      (
        "{id: two, latitude: .nan, longitude: -121.8, depth-km: 9}",
        ["events.1.points.2.latitude", "nan"]
      ),
      (
        "{id: two, latitude: 38, longitude: -121.8, depth-km: -9}",
        ["events.1.points.2.depth-km", "'-9'", "0...1000"]
      ),
      ("{id: a/b, latitude: 38, longitude: -121.8, depth-km: 9}", ["'a/b'", "letters, digits"]),
      ("{id: two, latitude: 38, depth-km: 9}", ["events.1.points.2.longitude is missing"]),
    ]
  )
  func refusals(second: String, parts: [String]) throws {
    let error = try #require(throws: CatalogError.self) {
      try EventPlanner(SampleSpecification.read(events: Self.points(second))).events()
    }
    for part in parts { #expect(error.description.contains(part), "'\(part)' in: \(error)") }
  }
  @Test("A prefix that makes names too long for files is refused when events are planned")
  func longNames() throws {
    let prefix = String(repeating: "p", count: 90)
    let error = try #require(throws: CatalogError.self) {
      try EventPlanner(SampleSpecification.read(setting: [("events.1.id-prefix", prefix)])).events()
    }
    #expect("\(error)".contains("at most 100"), "\(error)")
  }

  @Test("An event of QuakeML without a known origin time has none in the catalog either")
  func unknownTime() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      try folder.writeQuakeML([
        CatalogEvent(
          id: "one",
          epicenter: GeographicPoint(latitude: 38, longitude: -121.8),
          depth: 9000,
          magnitude: 4,
          plane: NodalPlane(strike: 30, dip: 90, rake: 180)
        )
      ])
      let specification = try SampleSpecification.read(
        events: "  - pattern: quakeml\n    file: \(folder.quakeML.path)"
      )
      let events = try EventPlanner(specification).events().map(\.event)
      #expect(events.map(\.id) == ["one"] && events[0].originTime == nil)
    }
  }
}
