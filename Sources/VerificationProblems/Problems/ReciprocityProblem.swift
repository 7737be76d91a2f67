import Seismology
public import WaveSimulation

/// Exchanging force and receiver leaves the seismogram as it is.
///
/// In a layered half space with the free surface and absorbing layers: a force along x, y or z at A gives at B
/// along x, y or z what the exchanged pair gives. Places lie between the nodes, A at the surface.
public struct ReciprocityProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "reciprocity"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let (a, b) = (LocalPoint(x: 213, y: 371, z: 0), LocalPoint(x: 1640, y: 1290, z: 877))
    let forward = try (0..<3).map { try motion(at: b, ofForce: $0, at: a, options: options) }
    let backward = try (0..<3).map { try motion(at: a, ofForce: $0, at: b, options: options) }
    var misfit = Misfit()
    for i in 0..<3 {
      for j in 0..<3 {
        for (x, y) in zip(forward[i][j], backward[j][i]) { misfit.add(x, reference: y) }
      }
    }
    return [
      result("force and receiver exchanged, 9 pairs", error: misfit.relative, tolerance: 1e-4)
    ]
  }

  /// Motion towards east, north, down of a force towards east, north or down.
  private func motion(
    at receiver: LocalPoint,
    ofForce direction: Int,
    at place: LocalPoint,
    options: SimulationOptions
  ) throws -> [[Double]] {
    var options = options
    options.attenuation = .elastic
    let spacing = 50.0
    let soft = Material(density: 2200, pVelocity: 3000, sVelocity: 1500)
    let hard = Material(density: 2600, pVelocity: 5000, sVelocity: 2800)
    let function = try SourceScaling.gaussian(spacing: spacing, sVelocity: soft.sVelocity)
    let run = SimulationRun(
      model: try LayeredModel(thicknesses: [420, .infinity], materials: [soft, hard]),
      grid: try SimulationGrid(
        coveringX: 0...1900,
        y: 0...1700,
        depth: 1300,
        spacing: spacing
      ),
      forces: [
        PointForce(
          location: place,
          north: direction == 1 ? 1e12 : 0,
          east: direction == 0 ? 1e12 : 0,
          down: direction == 2 ? 1e12 : 0,
          timeFunction: function
        )
      ],
      receivers: [receiver],
      options: options
    )
    let seismogram = try run.seismograms(until: 3)[0]
    return [
      seismogram.east.map(Double.init), seismogram.north.map(Double.init),
      seismogram.up.map { -Double($0) },
    ]
  }
}
