import Seismology

/// What sources and receivers need to know of the grid.
struct GridPlace {
  let grid: SimulationGrid
  let frame: LocalFrame
  let field: Wavefield
  let medium: Medium
  let stencils: FreeSurfaceStencils?

  /// c_13 / c_33 and c_23 / c_33 at the surface node nearest to a point.
  func surfaceRatios(at point: LocalPoint) -> (x: Double, y: Double) {
    let i = min(max(Int(((point.x - grid.origin.x) / grid.spacing).rounded()), 0), grid.nx - 1)
    let j = min(max(Int(((point.y - grid.origin.y) / grid.spacing).rounded()), 0), grid.ny - 1)
    let c33 = Double(medium.value(term: 5, i: i, j: j, k: 0))
    return (
      Double(medium.value(term: 7, i: i, j: j, k: 0)) / c33,
      Double(medium.value(term: 8, i: i, j: j, k: 0)) / c33
    )
  }

  /// Velocity along a horizontal or vertical direction given along the grid's axes.
  func velocity(x: Double, y: Double, z: Double, at point: LocalPoint) -> FieldFunctional {
    var functional = FieldFunctional()
    for (component, share) in [(WavefieldComponent.vx, x), (.vy, y), (.vz, z)] where share != 0 {
      functional.add(
        .velocity(
          component,
          at: point,
          grid: grid,
          field: field,
          medium: medium,
          stencils: stencils
        ),
        scale: share
      )
    }
    return functional
  }
}

/// Sources and forces with their rates, ready to act.
struct SourceCoupling {
  private let moments: [MomentInjection]
  private let momentSchedule: SourceSchedule
  private let forces: [FieldFunctional]
  private let forceSchedule: SourceSchedule

  /// Where the spectra of the seismograms may be cut, in Hz; infinite if that is not known cheaply.
  let maximumFrequency: Double

  init(
    sources: [PointSource],
    forces: [PointForce],
    place: GridPlace,
    startTime: Double,
    dispersion: TimeDispersion
  ) {
    moments = sources.map {
      MomentInjection(
        $0,
        place: place,
        timeStep: dispersion.timeStep
      )
    }
    momentSchedule = SourceSchedule(
      sources.map { ($0.timeFunction, $0.delay) },
      startTime: startTime,
      offset: 0.5,
      dispersion: dispersion
    )
    self.forces = forces.map { Self.functional($0, place: place) }
    forceSchedule = SourceSchedule(
      forces.map { ($0.timeFunction, $0.delay) },
      startTime: startTime,
      offset: 0,
      dispersion: dispersion
    )
    let functions = sources.map(\.timeFunction) + forces.map(\.timeFunction)
    maximumFrequency =
      !dispersion.corrects
      ? .infinity : functions.map { 1.25 * $0.frequency(atAmplitude: 1e-5) }.max() ?? .infinity
  }

  /// The transpose of the velocity along the force with respect to the grid's mass: dv = Δt F / (ρ h³).
  private static func functional(_ force: PointForce, place: GridPlace) -> FieldFunctional {
    let f = force.components(in: place.frame)
    var functional = place.velocity(x: f.x, y: f.y, z: f.z, at: force.location)
    let (grid, h) = (place.grid, place.grid.spacing)
    functional.scale { term in
      let i = term.record % grid.nx
      let j = term.record / grid.nx % grid.ny
      // Buoyancy is stored as Δt / (h ρ).
      let buoyancy = place.medium.value(term: term.component.rawValue, i: i, j: j, k: term.k)
      let half = term.component == .vz
      let share = place.stencils?.weight(of: term.k, half: half) ?? 1
      return buoyancy / Float(h * h * share)
    }
    return functional
  }

  /// Adds to the velocities what the forces do in a step.
  ///
  /// Called before the step: it is linear.
  func injectForces(step: Int, into field: Wavefield) {
    for (n, force) in forces.enumerated() {
      let rate = forceSchedule.rate(of: n, step: step)
      if rate != 0 { force.add(rate, to: field) }
    }
  }

  /// Adds to the stresses what the moments do in a step.
  ///
  /// Called after the step.
  func injectMoments(step: Int, into field: Wavefield, lane: Int = 0) {
    for (n, moment) in moments.enumerated() {
      moment.inject(rate: momentSchedule.rate(of: n, step: step), into: field, lane: lane)
    }
  }
}
