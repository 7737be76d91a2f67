import Foundation
import Seismology
import Testing
import WaveformCatalog

@Suite struct CatalogPresetTests {
  private static func plan(_ name: String) throws -> (CatalogSpecification, [PlannedEvent]) {
    let specification = try CatalogSpecification(contentsOf: CatalogPreset.file(for: name))
    return (specification, try EventPlanner(specification).events())
  }

  @Test("Every preset can be read and planned, and its receivers stand in the box")
  func all() throws {
    #expect(CatalogPreset.all.count >= 5)
    for preset in CatalogPreset.all {
      let (specification, events) = try Self.plan(preset.name)
      #expect(!events.isEmpty, "\(preset.name)")
      let layout = try specification.layout(projection: specification.domain.projection())
      #expect(layout.count > 0)
    }
  }

  @Test("hayward-960 is the published geometry")
  func hayward960() throws {
    let (specification, events) = try Self.plan("hayward-960")
    #expect(events.count == 960 && Set(events.map(\.event.id)).count == 960)
    #expect(specification.surfaceGrid == SurfaceGridSize(columns: 84, rows: 56))
    #expect(specification.sampling == CatalogSampling(interval: 0.26, count: 461))
    #expect(specification.domain.x == 0...120_000 && specification.domain.y == 0...80_000)
    #expect(specification.domain.frame.yIsClockwise)
    #expect(specification.numerics.maximumFrequency == 0.2)
    let depths = Set(events.compactMap { $0.event.depth })
    #expect(depths == Set((2...17).map { 1000.0 * Double($0) }))
    #expect(events.allSatisfy { $0.sources.count == 1 && $0.baseTimeFunctions.count == 1 })
    for event in events {
      let place = try #require(event.event.location)
      // The fault runs along the middle of the box; no source is nearer than 13 km to a side.
      #expect((13_000...107_000).contains(place.x) && (38_000...48_000).contains(place.y))
      let plane = try #require(event.event.plane)
      // Strike-slip: within two deviations of 5 and 10 degrees of a vertical plane and horizontal slip.
      #expect(plane.dip >= 80 && abs(abs(plane.rake) - 180) <= 20)
      #expect((3.5...4.5).contains(event.event.magnitude))
    }
    // 1 km apart along strike: sources 10 places apart lie 9.8 to 10 km apart, the trace bends a little.
    let first = try #require(events[0].event.location)
    let tenth = try #require(events[10].event.location)
    let distance = hypot(first.x - tenth.x, first.y - tenth.y)
    #expect((9800...10_010).contains(distance))
    #expect(events[0].event.id == "hf-s014-d02" && events[959].event.id == "hf-s073-d17")
  }

  @Test("hayward-small has at least 48 events")
  func haywardSmall() throws {
    let (specification, events) = try Self.plan("hayward-small")
    #expect(events.count >= 48)
    #expect(specification.surfaceGrid == SurfaceGridSize(columns: 42, rows: 28))
  }

  @Test("hayward-finite-faults holds the six published sizes, each of its own magnitude")
  func finiteFaults() throws {
    let (specification, events) = try Self.plan("hayward-finite-faults")
    #expect(events.count == 18)
    // What was learned from hayward-960 must fit: the same box, grid and sampling.
    let points = try CatalogSpecification(contentsOf: CatalogPreset.file(for: "hayward-960"))
    #expect(specification.domain == points.domain && specification.numerics == points.numerics)
    #expect(specification.sampling == points.sampling)
    #expect(specification.surfaceGrid == points.surfaceGrid)
    for (magnitude, group) in Dictionary(
      grouping: events,
      by: { ($0.event.magnitude * 10).rounded() }
    ) {
      #expect(group.count == 3)
      for event in group {
        let released = event.sources.reduce(0) { $0 + $1.moment.scalarMoment }
        let wanted = MomentMagnitude(magnitude / 10).scalarMoment
        // Slips are stored in single precision.
        #expect(abs(released / wanted - 1) < 1e-5)
      }
      // Realizations differ.
      #expect(
        group[0].sources[0].location != group[1].sources[0].location
          || group[0].sources[0].moment != group[1].sources[0].moment
      )
    }
  }

  @Test("A misspelt preset is refused with the nearest name, a strange one with all of them")
  func unknown() throws {
    let near = try #require(throws: CatalogError.self) {
      try CatalogPreset.file(for: "hayward-690")
    }
    #expect(near.description.contains("'hayward-960'"))
    let far = try #require(throws: CatalogError.self) { try CatalogPreset.file(for: "nonsense") }
    #expect(far.description.contains("hayward-small"))
  }
}
