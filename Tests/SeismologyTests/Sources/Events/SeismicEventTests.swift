import Foundation
import Seismology
import Testing

@Suite struct SeismicEventTests {
  private let origin = SeismicEvent.Origin(
    time: UTCTime.date(microseconds: 1_563_307_861_470_000),
    epicenter: GeographicPoint(latitude: 37.8187, longitude: -121.7568),
    depth: 12_000
  )

  private func event(
    _ magnitudes: [SeismicEvent.Magnitude],
    _ mechanism: SeismicEvent.Mechanism?
  ) -> SeismicEvent {
    SeismicEvent(publicID: "nc1", origin: origin, magnitudes: magnitudes, mechanism: mechanism)
  }

  @Test(
    "The moment comes from the tensor, else from plane and scalar moment, else from a magnitude"
  )
  func momentSources() throws {
    let plane = try NodalPlane(strike: 234, dip: 71, rake: -5)
    let tensor = MomentTensor(nn: 1e15, ee: -1e15, dd: 0, ne: 0, nd: 0, ed: 0)
    let local = SeismicEvent.Magnitude(4.6, type: "ML")
    let mw = SeismicEvent.Magnitude(4.37, type: "Mwr")
    var mechanism = SeismicEvent.Mechanism(
      momentTensor: tensor,
      scalarMoment: 2e15,
      nodalPlanes: [plane]
    )
    #expect(try event([local, mw], mechanism).moment() == tensor)
    mechanism.momentTensor = nil
    #expect(
      try event([local, mw], mechanism).moment() == MomentTensor(plane, scalarMoment: 2e15)
    )
    mechanism.scalarMoment = nil
    let expected = MomentMagnitude(4.37).scalarMoment
    #expect(abs(try event([local, mw], mechanism).moment().scalarMoment / expected - 1) < 1e-12)
    let fallback = MomentMagnitude(4.6).scalarMoment
    #expect(abs(try event([local], mechanism).moment().scalarMoment / fallback - 1) < 1e-12)
  }

  @Test("An event that says too little is refused with what it lacks")
  func incomplete() throws {
    let plane = try NodalPlane(strike: 0, dip: 90, rake: 0)
    #expect(
      throws: SourceError.incompleteEvent("nc1", missing: "a moment tensor or a nodal plane")
    ) { try event([SeismicEvent.Magnitude(4, type: "Mw")], nil).moment() }
    #expect(throws: SourceError.incompleteEvent("nc1", missing: "a scalar moment or a magnitude")) {
      try event([], SeismicEvent.Mechanism(nodalPlanes: [plane])).moment()
    }
    #expect(throws: SourceError.notPositive(quantity: "scalar moment", value: -1e15, unit: "N·m")) {
      try event([], SeismicEvent.Mechanism(scalarMoment: -1e15, nodalPlanes: [plane])).moment()
    }
  }

  @Test("A source without a given time function takes a triangle around the centroid time")
  func triangle() throws {
    let plane = try NodalPlane(strike: 234, dip: 71, rake: -5)
    var mechanism = SeismicEvent.Mechanism(scalarMoment: 2e15, nodalPlanes: [plane])
    let place = LocalPoint(x: 0, y: 0, z: 12_000)
    #expect(throws: SourceError.self) { try event([], mechanism).pointSource(at: place) }
    mechanism.halfDuration = 0.4
    #expect(try event([], mechanism).pointSource(at: place).delay == 0)
    mechanism.centroid = SeismicEvent.Origin(
      time: origin.time.addingTimeInterval(1.5),
      epicenter: origin.epicenter,
      depth: 11_000
    )
    let source = try event([], mechanism).pointSource(at: place)
    #expect(abs(source.delay - 1.1) < 1e-6 && source.timeFunction.support == 0...0.8)
    let gaussian = try GaussianTimeFunction(sigma: 0.1)
    #expect(
      abs(try event([], mechanism).pointSource(at: place, timeFunction: gaussian).delay - 1.5)
        < 1e-6
    )
    #expect(event([], mechanism).sourceOrigin.depth == 11_000)
  }
}
