import Foundation
import SeismicFiles
import Seismology

/// Finite faults, from scenarios and from files.
struct RupturePlan {
  let planner: EventPlanner

  /// Scenarios on a fault, magnitude by magnitude.
  func events(_ pattern: ScenarioPattern, first: Int) throws -> [PlannedEvent] {
    let trace = try pattern.fault.trace()
    let prefix = pattern.idPrefix ?? pattern.fault.idPrefix
    var events: [PlannedEvent] = []
    for magnitude in pattern.magnitudes {
      guard let scenario = RuptureScenario.published(magnitude: magnitude) else {
        throw CatalogError.invalid(
          place: "events, magnitudes",
          value: ShortNumber.text(magnitude),
          expected: "one of 4.5, 5, 5.5, 6, 6.5, 7"
        )
      }
      for realization in 1...max(1, pattern.realizations) {
        let id = "\(prefix)-m\(String(format: "%.1f", magnitude))-r\(realization)"
        let number = first + events.count
        events.append(
          try event(id, number: number, scenario, on: trace, center: pattern.center)
        )
      }
    }
    return events
  }

  private func event(
    _ id: String,
    number: Int,
    _ scenario: RuptureScenario,
    on trace: FaultTrace,
    center: Double
  ) throws -> PlannedEvent {
    let draws = planner.draws(number)
    // The middle of the ruptures lies in the seismogenic crust: 10 km, deeper than half the widest fault.
    let top = max(1000, 10_000 - 0.5 * scenario.width)
    let (point, strike) = try trace.point(alongStrike: center, depth: top)
    let hypocenter = draws.hypocenter
    let placement = RuptureScenario.Placement(
      topCenter: try planner.projection.localPoint(of: point, depth: top),
      strike: strike,
      dip: trace.dip,
      hypocenterAlongStrike: hypocenter.alongStrike,
      hypocenterDownDip: hypocenter.downDip,
      frame: planner.projection.frame
    )
    let fault = try scenario.fault(at: placement, in: planner.model, seed: draws.ruptureSeed)
    return try planned(
      fault,
      id: id,
      number: number,
      description: String(
        format: "finite-fault %g x %g km",
        scenario.length / 1000,
        scenario.width / 1000
      )
    )
  }

  /// The rupture of an SRF file; its name is the file's unless there is an id.
  func event(_ url: URL, id: String?, number: Int) throws -> PlannedEvent {
    let rupture = try StandardRupture(contentsOf: url)
    let fault = try rupture.fault { point, depth in
      try planner.projection.localPoint(of: point, depth: depth)
    }
    let name = EventName.stem(of: url.deletingPathExtension().lastPathComponent)
    return try planned(
      fault,
      id: id ?? name,
      number: number,
      description: "SRF \(url.lastPathComponent)"
    )
  }

  private func planned(
    _ fault: FiniteFault,
    id: String,
    number: Int,
    description: String
  ) throws -> PlannedEvent {
    let sources = try fault.pointSources(model: planner.model)
    let moment = MomentTensor.sum(of: sources.map(\.moment))
    // The point that breaks first is the hypocenter.
    let first = sources.min { $0.delay < $1.delay } ?? sources[0]
    return try PlannedEvent(
      event: CatalogEvent(
        id: id,
        epicenter: try planner.projection.geographicPoint(of: first.location),
        depth: first.location.z,
        magnitude: try fault.magnitude(model: planner.model).value,
        plane: moment.nodalPlanes.first,
        moment: moment,
        location: first.location,
        modelSeed: planner.modelSeed(number),
        sourceDescription: description
      ),
      unlimited: sources,
      pulse: planner.pulse
    )
  }
}

extension MomentTensor {
  /// The sum of tensors in N·m.
  fileprivate static func sum(of tensors: [MomentTensor]) -> MomentTensor {
    MomentTensor(
      nn: tensors.reduce(0) { $0 + $1.nn },
      ee: tensors.reduce(0) { $0 + $1.ee },
      dd: tensors.reduce(0) { $0 + $1.dd },
      ne: tensors.reduce(0) { $0 + $1.ne },
      nd: tensors.reduce(0) { $0 + $1.nd },
      ed: tensors.reduce(0) { $0 + $1.ed }
    )
  }
}
