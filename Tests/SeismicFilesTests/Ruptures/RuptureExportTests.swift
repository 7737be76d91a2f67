import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite struct RuptureExportTests {
  @Test("A built rupture goes to SRF and back with its moment, its places and its times")
  func builtRupture() throws {
    let frame = LocalFrame(
      origin: GeographicPoint(latitude: 37.8, longitude: -122.2),
      xAzimuth: 143.638,
      yIsClockwise: true
    )
    let projection = try MapProjection(frame: frame)
    let model = HomogeneousModel(Material(density: 2700, pVelocity: 6000, sVelocity: 3464))
    let plane = try FaultPlane(
      hypocenter: LocalPoint(x: 2000, y: -3000, z: 9000),
      length: 12_000,
      width: 8000,
      strike: 144,
      dip: 80,
      hypocenterAlongStrike: 3000,
      hypocenterDownDip: 6000,
      frame: frame
    )
    let fault = try RuptureBuilder(
      plane: plane,
      rake: 170,
      magnitude: MomentMagnitude(6.1),
      subFaultSize: 500,
      seed: 5
    ).fault(in: model)
    let segment = StandardRupture.Segment(
      plane,
      strikeCount: 24,
      dipCount: 16,
      topCenter: try projection.geographicPoint(of: plane.topCenter)
    )
    let rupture = try StandardRupture(fault, in: model, segments: [segment]) {
      try projection.geographicPoint(of: $0)
    }
    let copy = try StandardRupture(rupture.encoded())
    #expect(copy.segments.count == 1 && copy.pointCount == 24 * 16)
    let back = try copy.fault { try projection.localPoint(of: $0, depth: $1) }
    // Sub-faults that do not slip are not sources.
    let slipping = (0..<fault.count).filter { fault[$0].slip != 0 }
    try #require(back.count == slipping.count)
    let (after, before) = (try back.pointSources(), try fault.pointSources())
    // Six digits of area, velocity, density and slip.
    #expect(abs(try back.magnitude().value - 6.1) < 1e-5)
    for index in stride(from: 0, to: back.count, by: 11) {
      let (a, b) = (back[index], fault[slipping[index]])
      // A degree with six decimals is 0.1 m.
      #expect(abs(a.location.x - b.location.x) < 0.15 && abs(a.location.y - b.location.y) < 0.15)
      #expect(abs(a.location.z - b.location.z) < 0.02)
      // The first sample is not zero, so the ramp before it begins one interval earlier.
      #expect(abs(a.initiationTime - (b.initiationTime - 0.02)) < 1e-5)
      #expect(abs(a.slip - b.slip) < 1e-5)
      let (f, g) = (after[index].timeFunction, before[index].timeFunction)
      // Straight lines over 0.02 s in a rise of 0.1 s leave a few per cent of the moment in time.
      #expect(abs(f.cumulative(at: 0.22) - g.cumulative(at: 0.2)) < 0.03)
    }
  }

  @Test("Impulses, tables and opposite slip are written so that rate times interval is slip")
  func otherSlipRates() throws {
    let model = HomogeneousModel(Material(density: 2700, pVelocity: 6000, sVelocity: 3464))
    var fault = FiniteFault()
    let rates: [FiniteFault.SlipRate] = [
      .impulse, .sampled([0, 3, 1, 0], interval: 0.25), .liu(riseTime: 0.5),
    ]
    for rate in rates {
      try fault.append(
        FiniteFault.SubSource(
          location: LocalPoint(x: 0, y: 0, z: 100),
          area: 100,
          strike: 0,
          dip: 90,
          rake: 0,
          slip: -2,
          rigidity: 1e10,
          initiationTime: 1,
          slipRate: rate
        )
      )
    }
    let rupture = try StandardRupture(fault, in: model) {
      GeographicPoint(latitude: $0.y, longitude: $0.x)
    }
    for index in 0..<3 {
      let point = rupture[index]
      let slip = point.slipRates[0].reduce(0) { $0 + Double($1) } * point.interval
      #expect(abs(slip + 2) < 1e-5)
      #expect(abs(point.density * point.sVelocity * point.sVelocity / 1e10 - 1) < 1e-6)
    }
    #expect(throws: SourceError.self) {
      try StandardRupture(fault, in: model, interval: 0) {
        GeographicPoint(latitude: $0.y, longitude: $0.x)
      }
    }
  }
}
