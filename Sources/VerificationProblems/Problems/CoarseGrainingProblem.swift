import Seismology
public import WaveSimulation

/// One relaxation mechanism a point against all of them at every point.
///
/// In a layered half space with Q_s = 40 in the layer; free surface and absorbing layers on.
public struct CoarseGrainingProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "coarse-graining"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let coarse = try SmallLayeredRun.make(options: options)
    var full = coarse
    full.options.attenuation = .full(SmallLayeredRun.band, mechanisms: 8)
    let end = SmallLayeredRun.endTime
    let pairs = try zip(coarse.seismograms(until: end), full.seismograms(until: end))
    var together = Misfit()
    for (a, b) in pairs {
      for misfit in a.misfits(to: b) { together.add(misfit) }
    }
    return [
      // Day & Bradley (2001) find a per cent at Q = 20 and several wavelengths.
      result(
        "coarse-grained against full memory variables",
        error: together.relative,
        tolerance: 0.02
      )
    ]
  }
}
