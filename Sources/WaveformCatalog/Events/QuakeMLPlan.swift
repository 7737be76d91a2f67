import Foundation
import SeismicFiles
import Seismology

/// Events of a QuakeML file as point sources.
struct QuakeMLPlan {
  let planner: EventPlanner
  let file: URL
  /// Mechanism where an event has none, and the stress drop of all.
  let source: SourcePattern

  func events(first: Int) throws -> [PlannedEvent] {
    try QuakeML.read(contentsOf: file).enumerated().map { index, event in
      try planned(event, number: first + index)
    }
  }

  private func planned(_ event: SeismicEvent, number: Int) throws -> PlannedEvent {
    let origin = event.sourceOrigin
    let stem = EventName.stem(of: event.publicID)
    let id = source.idPrefix.map { "\($0)-\(stem)" } ?? stem
    let place = try local(origin, id: id)
    let moment = try moment(of: event, id: id, number: number)
    let corner = try planner.cornerFrequency(source, moment: moment, at: place)
    let unlimited = PointSource(
      location: place,
      moment: moment,
      timeFunction: try BruneTimeFunction(cornerFrequency: corner),
      delay: origin.time.timeIntervalSince(event.origin.time)
    )
    return try PlannedEvent(
      event: CatalogEvent(
        id: id,
        originTime: event.origin.isTimeKnown ? event.origin.time : nil,
        epicenter: origin.epicenter,
        depth: place.z,
        magnitude: try MomentMagnitude(scalarMoment: moment.scalarMoment).value,
        plane: event.mechanism?.nodalPlanes.first ?? moment.nodalPlanes.first,
        moment: moment,
        cornerFrequency: corner,
        location: place,
        modelSeed: planner.modelSeed(number)
      ),
      unlimited: [unlimited],
      pulse: planner.pulse
    )
  }

  /// The place of an origin; refuses what is no place on Earth or has no depth.
  private func local(_ origin: SeismicEvent.Origin, id: String) throws -> LocalPoint {
    let name = "\(file.lastPathComponent), event \(id)"
    let (latitude, longitude) = (origin.epicenter.latitude, origin.epicenter.longitude)
    guard (-90...90).contains(latitude), (-180...360).contains(longitude) else {
      let isSwapped = (-90...90).contains(longitude) && (-180...360).contains(latitude)
      throw CatalogError.invalid(
        place: name,
        value: "\(latitude), \(longitude)",
        expected: "latitude within -90...90 and longitude within -180...360"
          + (isSwapped ? "; they are probably swapped" : "")
      )
    }
    guard let depth = origin.depth, depth.isFinite, depth >= 0 else {
      throw CatalogError.invalid(
        place: name,
        value: origin.depth.map { "\($0) m" } ?? "no depth",
        expected: "a depth in m from 0 down"
      )
    }
    return try planner.projection.localPoint(of: origin.epicenter, depth: depth)
  }

  /// The event's own moment, or a double couple of its magnitude on the pattern's plane.
  private func moment(of event: SeismicEvent, id: String, number: Int) throws -> MomentTensor {
    let mechanism = event.mechanism
    if mechanism?.momentTensor != nil || mechanism?.nodalPlanes.first != nil {
      return try event.moment()
    }
    guard let strike = source.strike else {
      throw CatalogError.invalid(
        place: "\(file.lastPathComponent), event \(id)",
        value: "no mechanism",
        expected: "an event with a moment tensor or a nodal plane, unless the pattern has strike, "
          + "dip and rake"
      )
    }
    let size = event.magnitudes.first(where: \.isMomentMagnitude) ?? event.magnitude
    return try MomentTensor(
      planner.draws(number).plane(source, strike: strike, dip: source.dip ?? 90),
      magnitude: size.map { MomentMagnitude($0.value) } ?? planner.draws(number).magnitude(source)
    )
  }
}
