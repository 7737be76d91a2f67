import Seismology
public import WaveSimulation

/// What the perfectly matched layer sends back, and that it stays stable.
///
/// The same source in a small and in a much larger grid: the difference at receivers two spacings from the layer
/// is what the layer reflects. Then 20,000 steps of the small grid: nothing may be left of the motion.
public struct AbsorbingLayerProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "absorbing-layer"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let function = try SourceScaling.gaussian(
      spacing: Self.spacing,
      sVelocity: Self.rock.sVelocity
    )
    let end = 2 * function.centerTime + 60 * Self.spacing / Self.rock.sVelocity
    let small = try run(Self.rock, margin: 0, options: options).seismograms(until: end)
    // P waves cannot come back from the edge of this one before the end.
    let margin = 0.5 * (end - function.centerTime) * Self.rock.pVelocity
    let large = try run(Self.rock, margin: margin, options: options).seismograms(until: end)
    return [
      result(
        "reflected at the layer, share of the direct wave",
        error: residual(small, large),
        tolerance: 0.005
      ),
      result(
        "motion left after 20,000 steps, share of the peak",
        error: try remainder(of: Self.rock, steps: 20_000, options: options),
        tolerance: 1e-4
      ),
      result(
        "the same with v_p/v_s = 4",
        error: try remainder(of: Self.mud, steps: 20_000, options: options),
        tolerance: 1e-4
      ),
    ]
  }

  private static let spacing = 100.0
  private static let rock = Material(density: 2600, pVelocity: 5200, sVelocity: 3000)
  private static let mud = Material(density: 1800, pVelocity: 1600, sVelocity: 400)

  /// The largest difference of a receiver, as a share of its largest motion; the worst receiver.
  private func residual(_ small: [Seismogram], _ large: [Seismogram]) -> Double {
    var worst = 0.0
    for (a, b) in zip(small, large) {
      var (difference, peak) = (0.0, 0.0)
      for (x, y) in zip(a.components, b.components) {
        for (p, q) in zip(x, y) {
          difference = max(difference, Double(abs(p - q)))
          peak = max(peak, Double(abs(q)))
        }
      }
      worst = max(worst, difference / peak)
    }
    return worst
  }

  private func remainder(of material: Material, steps: Int, options: SimulationOptions) throws
    -> Double
  {
    var run = try run(material, margin: -1200, options: options)
    run.receivers = [LocalPoint(x: 700, y: 600, z: 0), LocalPoint(x: -600, y: 500, z: 1100)]
    run.options.timeDispersionCorrection = false
    let simulation = try run.makeSimulation()
    let seismograms = try run.seismograms(until: Double(steps) * simulation.timeStep)
    var (late, peak) = (0.0, 0.0)
    for seismogram in seismograms {
      for component in seismogram.components {
        peak = max(peak, Double(component.map { abs($0) }.max() ?? 0))
        late = max(late, Double(component.suffix(steps / 10).map { abs($0) }.max() ?? .infinity))
      }
    }
    return late / peak
  }

  /// The grid of 40 × 40 × 28 spacings inside the layer, widened by a margin in m on each side.
  private func run(_ material: Material, margin: Double, options: SimulationOptions) throws
    -> SimulationRun
  {
    var options = options
    options.attenuation = .elastic
    let extent = (-2000 - margin)...(2000 + margin)
    let function = try SourceScaling.gaussian(
      spacing: Self.spacing,
      sVelocity: material.sVelocity
    )
    return SimulationRun(
      model: HomogeneousModel(material),
      grid: try SimulationGrid(
        coveringX: extent,
        y: extent,
        depth: 2800 + margin,
        spacing: Self.spacing
      ),
      sources: [
        PointSource(
          location: LocalPoint(x: 0, y: 0, z: 800),
          moment: MomentTensor(strike: 27, dip: 63, rake: 38, scalarMoment: 1e16),
          timeFunction: function
        )
      ],
      receivers: [
        LocalPoint(x: 1800, y: 350, z: 0), LocalPoint(x: -1800, y: -1800, z: 0),
        LocalPoint(x: 300, y: -1800, z: 1300), LocalPoint(x: 500, y: 400, z: 2600),
        LocalPoint(x: 1800, y: -1800, z: 2600),
      ],
      options: options
    )
  }
}
