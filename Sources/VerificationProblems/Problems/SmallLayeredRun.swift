import Seismology
import WaveSimulation

/// A small visco-elastic layered half space with everything on: free surface, absorbing layers, attenuation.
enum SmallLayeredRun {
  static let endTime = 1.6
  static let band = AttenuationBand(
    minimumFrequency: 0.2,
    maximumFrequency: 8,
    referenceFrequency: 1
  )

  static func make(options: SimulationOptions) throws -> SimulationRun {
    let spacing = 50.0
    let soft = Material(
      density: 2200,
      pVelocity: 3000,
      sVelocity: 1500,
      pQuality: 80,
      sQuality: 40
    )
    let hard = Material(
      density: 2600,
      pVelocity: 5000,
      sVelocity: 2800,
      pQuality: 200,
      sQuality: 100
    )
    let function = try SourceScaling.gaussian(spacing: spacing, sVelocity: soft.sVelocity)
    var options = options
    options.attenuation = .coarseGrained(band)
    return SimulationRun(
      model: try LayeredModel(thicknesses: [420, .infinity], materials: [soft, hard]),
      grid: try SimulationGrid(coveringX: 0...1500, y: 0...1200, depth: 900, spacing: spacing),
      sources: [
        PointSource(
          location: LocalPoint(x: 412, y: 333, z: 610),
          moment: MomentTensor(strike: 30, dip: 60, rake: 80, scalarMoment: 1e15),
          timeFunction: function
        )
      ],
      receivers: [
        LocalPoint(x: 1010, y: 888, z: 0), LocalPoint(x: 620, y: 404, z: 212),
      ],
      options: options
    )
  }
}
