import Foundation
import Seismology
public import WaveSimulation

/// The observed order of the differences in space, from plane standing waves in a periodic box.
///
/// One oblique P and one oblique S mode, on two grids whose spacings differ by a factor of two. The time step goes
/// with the square of the spacing, so that the error of the leapfrog shrinks with the fourth power too and
/// cannot hide the spatial order; it is small from the start, so that the two do not cancel. Errors are
/// relative L2 over all velocities after one period.
public struct StandingWaveProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "standing-wave"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    try StandingWave.Phase.allCases.map { phase in
      let coarse = try error(phase: phase, nodes: 32, courant: 0.2, options: options)
      let fine = try error(phase: phase, nodes: 64, courant: 0.1, options: options)
      // Order 4 to within 5 %: the leading error dominates at 14 and 28 points per wavelength.
      return result(
        "4 − observed order in space, \(phase.rawValue.uppercased()) wave",
        error: 4 - log2(coarse / fine),
        tolerance: 0.2
      )
    }
  }

  private func error(
    phase: StandingWave.Phase,
    nodes: Int,
    courant: Double,
    options: SimulationOptions
  ) throws -> Double {
    let size = 3200.0
    let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)
    let wave = StandingWave(
      material: rock,
      phase: phase,
      periods: SIMD3(1, 2, 1),
      size: SIMD3(repeating: size)
    )
    let spacing = size / Double(nodes)
    let extent = 0...(size - spacing)
    var options = options
    options.attenuation = .elastic
    options.absorption = .periodic
    options.freeSurface = .none
    options.courantFraction = courant
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: try SimulationGrid(
        coveringX: extent,
        y: extent,
        depth: size - spacing,
        spacing: spacing,
        absorbingNodes: 0
      ),
      options: options
    )
    let (start, step) = (simulation.time, simulation.timeStep)
    simulation.setFields { component, place in
      Float(wave.value(of: component, at: place, stressTime: start, timeStep: step))
    }
    let period = 2 * .pi / wave.angularFrequency
    while simulation.time < start + period { simulation.advance() }
    let now = simulation.time
    var misfit = Misfit()
    for component in [WaveComponent.vx, .vy, .vz] {
      simulation.visit(component) { place, value in
        let exact = wave.value(of: component, at: place, stressTime: now, timeStep: step)
        misfit.add(Double(value), reference: exact)
      }
    }
    return misfit.relative
  }
}

extension StandingWave {
  /// One component where velocities stand half a step before the stresses.
  func value(
    of component: WaveComponent,
    at place: LocalPoint,
    stressTime: Double,
    timeStep: Double
  )
    -> Double
  {
    let motion = velocity(at: place, time: stressTime - 0.5 * timeStep)
    let stress = stress(at: place, time: stressTime)
    return switch component {
    case .vx: motion.x
    case .vy: motion.y
    case .vz: motion.z
    case .sxx: stress.xx
    case .syy: stress.yy
    case .szz: stress.zz
    case .sxy: stress.xy
    case .sxz: stress.xz
    case .syz: stress.yz
    }
  }
}
