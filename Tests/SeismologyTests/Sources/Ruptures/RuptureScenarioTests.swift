import Foundation
import Testing

@testable import Seismology

private let layers = try? LayeredModel(
  thicknesses: [1000, 2000, 1000, 1000, 12_000, 8000],
  materials: [
    (3200, 1500, 2280), (4500, 2400, 2280), (4800, 2780, 2580), (5510, 3180, 2580),
    (6210, 3400, 2680), (6890, 3980, 3000),
  ].map { Material(density: $0.2, pVelocity: $0.0, sVelocity: $0.1) }
)

@Suite struct RuptureScenarioTests {
  static let place = RuptureScenario.Placement(
    topCenter: LocalPoint(x: 60_000, y: 40_000, z: 2000),
    strike: 144,
    frame: LocalFrame(xAzimuth: 143.638, yIsClockwise: true)
  )

  @Test("The six published ruptures grow in size and duration")
  func published() throws {
    let all = RuptureScenario.published
    #expect(all.map(\.magnitude.value) == [4.5, 5, 5.5, 6, 6.5, 7])
    for (small, large) in zip(all, all.dropFirst()) {
      #expect(small.length < large.length && small.width < large.width)
      #expect(small.duration < large.duration)
    }
    #expect(RuptureScenario.published(magnitude: 6.5)?.length == 26_000)
    #expect(RuptureScenario.published(magnitude: 6.4) == nil)
  }

  @Test("Moment is exact and duration within 10 %", arguments: RuptureScenario.published)
  func momentAndDuration(scenario: RuptureScenario) throws {
    let model = try #require(layers)
    let fault = try scenario.fault(at: Self.place, in: model, seed: 4)
    let magnitude = try fault.magnitude().value
    // Slips are rounded to seven digits.
    #expect(abs(magnitude - scenario.magnitude.value) < 1e-6)
    #expect(abs(fault.duration / scenario.duration - 1) < 1e-3)
    #expect(abs(fault.totalArea / (scenario.length * scenario.width) - 1) < 1e-6)
    // As many point sources as a catalog can bear: at most one a square kilometre, or 7 × 7.
    #expect(try fault.pointSources().count <= 990)
    let builder = try scenario.builder(at: Self.place, in: model, seed: 4)
    #expect(RuptureScenario.speedFractions.contains(builder.speedFraction))
    guard case .uniform(let riseTime) = builder.riseTime else {
      Issue.record("the rise time varies")
      return
    }
    #expect(riseTime > 0 && riseTime < scenario.duration)
  }

  @Test("The rupture starts where it was asked for; the seed changes the slip, not the duration")
  func placement() throws {
    let model = try #require(layers)
    let scenario = try #require(RuptureScenario.published(magnitude: 6.5))
    var place = Self.place
    place.hypocenterAlongStrike = 0.75
    place.hypocenterDownDip = 0.5
    let (a, b) = (
      try scenario.fault(at: place, in: model, seed: 1),
      try scenario.fault(at: place, in: model, seed: 2)
    )
    let first = try #require(
      (0..<a.count).min { a[$0].initiationTime < a[$1].initiationTime }
    )
    // 0.25 of 26 km from the middle along 144°, which is 0.362° from x; centers are 1 km apart.
    let hypocenter = LocalPoint(x: 66_500, y: 40_000, z: 8000)
    #expect(abs(a[first].location.x - hypocenter.x) < 600)
    #expect(abs(a[first].location.y - hypocenter.y) < 100)
    #expect(abs(a[first].location.z - hypocenter.z) < 600)
    #expect((0..<a.count).contains { a[$0].slip != b[$0].slip })
    #expect(a.duration == b.duration)
  }

  @Test("A rupture that cannot end in time is refused with the shortest duration")
  func tooShort() throws {
    let model = try #require(layers)
    let scenario = try RuptureScenario(
      magnitude: MomentMagnitude(7),
      length: 66_000,
      width: 15_000,
      duration: 10
    )
    let error = try #require(throws: SourceError.self) {
      try scenario.fault(at: Self.place, in: model, seed: 1)
    }
    guard case .outOfRange(_, 10, let limits, "s", _) = error else {
      Issue.record("\(error)")
      return
    }
    // 56 km at 0.9 · 3.4 km/s take 18.3 s, the slow top of the fault and half a rise time up to 3 s more.
    #expect((18...21.5).contains(limits.lowerBound))
    var place = Self.place
    place.hypocenterDownDip = 1.2
    #expect(throws: SourceError.self) { try scenario.fault(at: place, in: model, seed: 1) }
    #expect(throws: SourceError.self) {
      try RuptureScenario(magnitude: MomentMagnitude(7), length: -1, width: 1, duration: 1)
    }
  }
}
