import Seismology
public import WaveSimulation

/// LOH.1 and LOH.3: a strike-slip point source below a soft layer, against a semi-analytic solution.
///
/// The S wavelength in the layer at the frequency of 5 % amplitude is 616 m: 6.2 spacings of 100 m, the spacing
/// at which codes are compared.
///
/// Reference: Day et al. (2001), *Tests of 3D elastodynamic codes*, PEER Lifelines Program 1A01 and 1A02.
public struct LayerOverHalfSpaceProblem: VerificationProblem {
  /// The name to select it by.
  public let name: String
  /// 0 if it belongs to every run; 1 if it takes minutes.
  public let level: Int
  private let reference: ReferenceSeismograms.Problem
  private let spacing: Double

  /// A problem at a grid spacing in metres.
  public init(_ reference: ReferenceSeismograms.Problem, spacing: Double = 100, level: Int = 0) {
    self.reference = reference
    self.spacing = spacing
    self.level = level
    let suffix = spacing == 100 ? "" : "-\(Int(spacing))m"
    name = (reference == .loh1 ? "loh1" : "loh3") + suffix
  }

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let stored = try ReferenceSeismograms(reference)
    let seismograms = try run(options: options).seismograms(until: stored.endTime)
    var together = Misfit()
    var worst = 0.0
    for (seismogram, exact) in zip(seismograms, stored.stations) {
      for component in 0..<3 {
        var misfit = Misfit()
        for (index, value) in exact[component].enumerated() {
          let time = Double(index) * stored.timeStep
          misfit.add(seismogram.value(of: component, at: time), reference: value)
        }
        together.add(misfit)
        worst = max(worst, misfit.relative)
      }
    }
    let where_ = "h = \(Int(spacing)) m"
    var results = [
      result(
        "\(where_), all stations and components",
        error: together.relative,
        tolerance: togetherTolerance
      )
    ]
    if level == 0 {
      results.append(
        result("\(where_), worst station and component", error: worst, tolerance: 0.12)
      )
    }
    return results
  }

  private var togetherTolerance: Double {
    if level > 0 { return 0.02 }
    return reference == .loh1 ? 0.05 : 0.06
  }

  /// The simulation of 9 s at this spacing.
  func run(options: SimulationOptions) throws -> SimulationRun {
    var options = options
    options.attenuation =
      reference == .loh1
      ? .elastic
      : .coarseGrained(
        AttenuationBand(minimumFrequency: 0.15, maximumFrequency: 10, referenceFrequency: 2.5)
      )
    let source = PointSource(
      location: LocalPoint(x: 0, y: 0, z: 2000),
      moment: MomentTensor(nn: 0, ee: 0, dd: 0, ne: 1e18, nd: 0, ed: 0),
      timeFunction: try GaussianTimeFunction(sigma: 0.12, centerTime: 0.72)
    )
    return SimulationRun(
      model: try LayeredModel(
        thicknesses: [1000, .infinity],
        materials: [Self.layer, Self.halfSpace]
      ),
      grid: try SimulationGrid(
        coveringX: -2000...8000,
        y: -2000...10000,
        depth: 5000,
        spacing: spacing
      ),
      sources: [source],
      receivers: (1...10).map { LocalPoint(x: 600 * Double($0), y: 800 * Double($0), z: 0) },
      options: options
    )
  }

  private static let layer = Material(
    density: 2600,
    pVelocity: 4000,
    sVelocity: 2000,
    pQuality: 120,
    sQuality: 40
  )
  private static let halfSpace = Material(
    density: 2700,
    pVelocity: 6000,
    sVelocity: 3464,
    pQuality: 155.9,
    sQuality: 69.3
  )
}
