import Foundation
import Seismology
public import WaveSimulation

/// Lamb's problem: a vertical force at the free surface, the surface's vertical motion.
///
/// The Rayleigh wave dominates, so that this is the test of the free surface. Receivers stand 5 and 10 S
/// wavelengths (of the frequency of 5 % amplitude) from the force. The same source and receivers at half the
/// spacing give the observed order.
public struct LambProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "lamb"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let coarse = try errors(spacing: Self.spacing, options: options)
    let fine = try errors(spacing: Self.spacing / 2, options: options)
    let order = zip(coarse, fine).map { log2($0 / $1) }.min() ?? .nan
    return [
      result("vertical motion at 5 wavelengths", error: coarse[0], tolerance: 0.03),
      result("vertical motion at 10 wavelengths", error: coarse[1], tolerance: 0.06),
      // Order 2 at least: that of stress imaging; higher orders are better still.
      result("2 − observed order, h halved", error: 2 - order, tolerance: 0),
    ]
  }

  private static let spacing = 100.0
  private static let rock = Material(density: 2600, pVelocity: 5200, sVelocity: 3000)

  /// Relative L2 errors at 5 and at 10 wavelengths.
  private func errors(spacing: Double, options: SimulationOptions) throws -> [Double] {
    let (rock, wavelength) = (Self.rock, 8 * Self.spacing)
    let function = try SourceScaling.gaussian(spacing: Self.spacing, sVelocity: rock.sVelocity)
    let distances = [5 * wavelength, 10 * wavelength]
    var options = options
    options.attenuation = .elastic
    let run = SimulationRun(
      model: HomogeneousModel(rock),
      grid: try SimulationGrid(
        coveringX: -1600...9600,
        y: -2400...2400,
        depth: 4000,
        spacing: spacing
      ),
      forces: [
        PointForce(
          location: LocalPoint(x: 0, y: 0, z: 0),
          north: 0,
          east: 0,
          down: 1e13,
          timeFunction: function
        )
      ],
      receivers: distances.map { LocalPoint(x: $0, y: 0, z: 0) },
      options: options
    )
    let exact = LambSurfaceForce(material: rock, impulse: 1e13, timeFunction: function)
    let end = 2 * function.centerTime + 10 * wavelength / exact.rayleighVelocity
    return try zip(distances, run.seismograms(until: end)).map { distance, seismogram in
      var misfit = Misfit()
      for (index, value) in seismogram.up.enumerated() {
        let time = seismogram.time(of: index)
        misfit.add(Double(value), reference: exact.upwardVelocity(distance: distance, time: time))
      }
      return misfit.relative
    }
  }
}
