import NumericalRuntime
import SeismicFiles
public import Seismology

/// Makes the events of a specification.
///
///     let specification = try CatalogSpecification(contentsOf: file)
///     let events = try EventPlanner(specification).events()
///
/// Each event's random numbers follow from the seed and its number alone. Point sources have Brune's moment rate
/// with the corner frequency that ``/Seismology/BruneSource`` gives for the shear velocity of the velocity model at
/// the source; all sources are limited to the catalog's band by ``CatalogSpecification/pulse()``.
public struct EventPlanner: Sendable {
  /// What is planned.
  public let specification: CatalogSpecification
  /// From and to the globe.
  public let projection: MapProjection
  /// Where shear velocities and rigidities at the sources come from.
  public let model: any VelocityModel

  let pulse: LowPassPulse

  /// A planner.
  ///
  /// - Parameters:
  ///   - specification: what to plan.
  ///   - model: the velocity model; nil to read the specification's.
  /// - Throws: `GeographyError`, `SourceError` or `VelocityModelError` if frame, band or model are impossible.
  public init(_ specification: CatalogSpecification, model: (any VelocityModel)? = nil) throws {
    self.specification = specification
    projection = try specification.domain.projection()
    pulse = try specification.pulse()
    self.model = try model ?? specification.model.read(projection: projection).model
  }

  /// The events in the order of the specification.
  ///
  /// - Throws: ``CatalogError`` if an event lies outside the box, two have one id or there are none; errors of the
  ///   files that the specification names.
  public func events() throws -> [PlannedEvent] {
    var events: [PlannedEvent] = []
    var names: Set<String> = []
    for pattern in specification.events {
      let planned = try planned(pattern, first: events.count)
      for event in planned {
        try Self.require(event.event.id, newAmong: &names)
        try SourceRegion(specification).check(event)
      }
      events += planned
    }
    guard !events.isEmpty else {
      throw CatalogError.invalid(place: "events", value: "[]", expected: "a list with an event")
    }
    return events
  }

  /// Refuses an event's name that no file can have, or that another event has but for the case of its letters.
  private static func require(
    _ id: String,
    newAmong names: inout Set<String>
  ) throws(CatalogError) {
    guard CatalogEvent.isUsable(id: id) else {
      throw .invalid(place: "events", value: id, expected: CatalogEvent.usableIDs)
    }
    // File systems that do not tell letters' cases apart would let one file replace another.
    guard names.insert(id.lowercased()).inserted else { throw .duplicateID(id) }
  }

  /// The events of a pattern; the first has this number in the catalog.
  private func planned(_ pattern: EventPattern, first: Int) throws -> [PlannedEvent] {
    switch pattern {
    case .fault(let fault): return try events(on: fault, first: first)
    case .grid(let x, let y, let depth, let source):
      let places = depth.flatMap { z in
        y.flatMap { y in x.map { LocalPoint(x: $0, y: y, z: z) } }
      }
      return try places.enumerated().map { index, place in
        let name = Self.name(of: place, prefix: source.idPrefix ?? "grid")
        return try event(name, number: first + index, at: place, source)
      }
    case .volume(let count, let x, let y, let depth, let source):
      let digits = max(4, String(count).count)
      return try (0..<count).map { index in
        let place = draws(first + index).place(x: x, y: y, depth: depth)
        let number = String(index + 1)
        let padding = String(repeating: "0", count: digits - number.count)
        let name = "\(source.idPrefix ?? "volume")-\(padding)\(number)"
        return try event(name, number: first + index, at: place, source)
      }
    case .points(let points):
      return try points.enumerated().map { index, point in
        let place = try projection.localPoint(of: point.epicenter, depth: point.depth)
        return try event(point.id, number: first + index, at: place, point.source)
      }
    case .quakeML(let url, let source):
      return try QuakeMLPlan(planner: self, file: url, source: source).events(first: first)
    case .scenarios(let scenarios):
      return try RupturePlan(planner: self).events(scenarios, first: first)
    case .rupture(let url, let id):
      return [try RupturePlan(planner: self).event(url, id: id, number: first)]
    }
  }

  private func events(on pattern: FaultPattern, first: Int) throws -> [PlannedEvent] {
    let trace = try pattern.fault.trace()
    let prefix = pattern.source.idPrefix ?? pattern.fault.idPrefix
    var events: [PlannedEvent] = []
    for depth in pattern.depth {
      for along in pattern.alongStrike {
        let (point, strike) = try trace.point(alongStrike: along, depth: depth)
        let name =
          "\(prefix)-s\(EventName.kilometres(along, digits: 3))"
          + "-d\(EventName.kilometres(depth, digits: 2))"
        events.append(
          try event(
            name,
            number: first + events.count,
            at: try projection.localPoint(of: point, depth: depth),
            pattern.source,
            fault: (strike, trace.dip)
          )
        )
      }
    }
    return events
  }

  private static func name(of place: LocalPoint, prefix: String) -> String {
    "\(prefix)-x\(EventName.kilometres(place.x, digits: 3))"
      + "-y\(EventName.kilometres(place.y, digits: 3))"
      + "-d\(EventName.kilometres(place.z, digits: 2))"
  }

  func draws(_ number: Int) -> EventDraws { EventDraws(seed: specification.seed, index: number) }

  /// The seed of the model's random part, where events have their own.
  func modelSeed(_ number: Int) -> UInt64? {
    specification.model.isRealizedPerEvent ? draws(number).modelSeed : nil
  }
}

// MARK: - Point sources

extension EventPlanner {
  /// A point source at a place of the local frame; `fault` gives strike and dip where the pattern has none.
  func event(
    _ id: String,
    number: Int,
    at place: LocalPoint,
    _ pattern: SourcePattern,
    fault: (strike: Double, dip: Double) = (0, 90)
  ) throws -> PlannedEvent {
    let draws = draws(number)
    let magnitude = draws.magnitude(pattern)
    let plane = try draws.plane(
      pattern,
      strike: pattern.strike ?? fault.strike,
      dip: pattern.dip ?? fault.dip
    )
    let moment = try MomentTensor(plane, magnitude: magnitude)
    let corner = try cornerFrequency(pattern, moment: moment, at: place)
    let event = CatalogEvent(
      id: id,
      epicenter: try projection.geographicPoint(of: place),
      depth: place.z,
      magnitude: magnitude.value,
      plane: plane,
      moment: moment,
      cornerFrequency: corner,
      location: place,
      modelSeed: modelSeed(number)
    )
    let source = PointSource(
      location: place,
      moment: moment,
      timeFunction: try BruneTimeFunction(cornerFrequency: corner)
    )
    return try PlannedEvent(event: event, unlimited: [source], pulse: pulse)
  }

  /// The corner frequency in Hz that a pattern gives a source.
  func cornerFrequency(_ pattern: SourcePattern, moment: MomentTensor, at place: LocalPoint)
    throws(SourceError) -> Double
  {
    if let corner = pattern.cornerFrequency { return corner }
    return try BruneSource(
      scalarMoment: moment.scalarMoment,
      stressDrop: pattern.stressDrop,
      sVelocity: model.material(at: place).sVelocity
    ).cornerFrequency
  }
}

extension FaultChoice {
  /// The fault's line at the surface.
  ///
  /// - Throws: `SourceError` if a plane's angles or places are impossible.
  public func trace() throws(SourceError) -> FaultTrace {
    switch self {
    case .hayward: return .hayward
    case .plane(let start, let strike, let dip, let length):
      let end = Geodesic.end(from: start, azimuth: strike, distance: length)
      return try FaultTrace(name: "plane", points: [start, end], dip: dip)
    }
  }
}
