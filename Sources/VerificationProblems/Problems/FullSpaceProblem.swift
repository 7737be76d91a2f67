import Seismology
public import WaveSimulation

/// A double couple in a homogeneous full space: near, intermediate and far field of every component.
///
/// Source and receivers lie between grid nodes. Directions avoid nodal planes, so that each component of each
/// receiver has a signal of its own. Distances: one S wavelength (of the frequency of 5 % amplitude) and seven.
public struct FullSpaceProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "full-space"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let spacing = 100.0
    let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)
    let function = try SourceScaling.gaussian(spacing: spacing, sVelocity: rock.sVelocity)
    let center = LocalPoint(x: 17, y: -31, z: 5043)
    let source = PointSource(
      location: center,
      moment: MomentTensor(strike: 27, dip: 63, rake: 38, scalarMoment: 1e16),
      timeFunction: function
    )
    let wavelength = 8 * spacing
    let near = Self.directions.map { moved(center, by: $0 * wavelength) }
    let far = Self.directions.map { moved(center, by: $0 * (7 * wavelength)) }

    var options = options
    options.attenuation = .elastic
    options.freeSurface = .none
    let run = SimulationRun(
      model: HomogeneousModel(rock),
      grid: try SimulationGrid(
        coveringX: -4200...4200,
        y: -4200...4200,
        depth: 9300,
        spacing: spacing
      ),
      sources: [source],
      receivers: near + far,
      options: options
    )
    let end = 2 * function.centerTime + 7 * wavelength / rock.sVelocity
    let seismograms = try run.seismograms(until: end)

    let exact = FullSpaceMomentTensor(material: rock, source: source)
    let errors = seismograms.map { seismogram in
      seismogram.misfits(to: exact).map(\.relative).max() ?? .nan
    }
    let (nearError, farError) = (errors.prefix(near.count), errors.suffix(far.count))
    return [
      result(
        "near field, 1 wavelength: worst component",
        error: nearError.max() ?? .nan,
        tolerance: 0.02
      ),
      result(
        "far field, 7 wavelengths: worst component",
        error: farError.max() ?? .nan,
        tolerance: 0.02
      ),
    ]
  }

  /// Unit vectors along x, y, z (down).
  private static let directions: [SIMD3<Double>] = [
    SIMD3(0.48, 0.64, 0.6), SIMD3(-0.64, 0.48, 0.6), SIMD3(0.6, -0.48, -0.64),
    SIMD3(-0.48, -0.6, 0.64),
  ]
}

/// A point moved by a vector along x, y, z.
func moved(_ point: LocalPoint, by offset: SIMD3<Double>) -> LocalPoint {
  LocalPoint(x: point.x + offset.x, y: point.y + offset.y, z: point.z + offset.z)
}
