import Seismology
public import WaveSimulation

/// Energy never grows: 20,000 steps in a rigid box with a free surface and v_p/v_s = 4.
///
/// High v_p/v_s at the surface is where free-surface schemes become unstable. Nothing absorbs, so that energy
/// stays; what is measured is its growth from the first tenth of the run (after the source) to any later one.
public struct EnergyProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "energy"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let spacing = 10.0
    let mud = Material(density: 1800, pVelocity: 1600, sVelocity: 400)
    var options = options
    options.attenuation = .elastic
    options.absorption = .none
    let function = try SourceScaling.gaussian(spacing: spacing, sVelocity: mud.sVelocity)
    let run = SimulationRun(
      model: HomogeneousModel(mud),
      grid: try SimulationGrid(
        coveringX: 0...310,
        y: 0...230,
        depth: 200,
        spacing: spacing,
        absorbingNodes: 0
      ),
      sources: [
        PointSource(
          location: LocalPoint(x: 122, y: 97, z: 34),
          moment: MomentTensor(strike: 30, dip: 60, rake: 80, scalarMoment: 1e12),
          timeFunction: function
        )
      ],
      receivers: [LocalPoint(x: 200, y: 150, z: 0)],
      options: options
    )
    let means = try tenths(of: run, steps: 20_000, after: 2 * function.centerTime)
    let growth = (means.dropFirst().max() ?? .nan) / means[0] - 1
    return [
      // Rounding to float32 lets the energy of a lossless box wander by about 1e-4 in 20,000 steps.
      result(
        "growth in 20,000 steps, v_p/v_s = 4, free surface",
        error: max(0, growth),
        tolerance: 1e-3
      )
    ]
  }

  /// Mean energy of each tenth of a run, from samples every 10 steps.
  private func tenths(of run: SimulationRun, steps: Int, after start: Double) throws -> [Double] {
    var simulation = try run.makeSimulation()
    while simulation.time < start { simulation.advance() }
    var sums = [Double](repeating: 0, count: 10)
    for step in 0..<steps {
      simulation.advance()
      if step % 10 == 0 { sums[step * 10 / steps] += simulation.energy() }
    }
    return sums.map { $0 / Double(steps / 100) }
  }
}
