import NumericalRuntime
public import Seismology

/// What a run will need, estimated without allocating its fields.
public struct RunPlan: Sendable {
  /// The grid, absorbing layers included.
  public let grid: SimulationGrid
  /// Time step in seconds.
  public let timeStep: Double
  /// Number of time steps, the lead of the first source included.
  public let stepCount: Int
  /// Smallest S (above zero) and largest P velocity found, in m/s.
  public let velocityRange: (minimumS: Double, maximumP: Double)
  /// Bytes of fields, material, memory variables and absorbing layers.
  public let memoryBytes: Int
  /// Estimated wall time in seconds on the cores of this machine.
  public let estimatedSeconds: Double

  /// Grid points in one wavelength of the slowest S wave at a frequency in Hz.
  public func pointsPerWavelength(at frequency: Double) -> Double {
    velocityRange.minimumS / (frequency * grid.spacing)
  }

  /// Plans a run until `duration` seconds after the origin time.
  ///
  /// A model that varies laterally is sampled at every node, or where that were more than 20 million points at every
  /// second, third, … one.
  ///
  /// - Parameters:
  ///   - model: the material.
  ///   - grid: the grid.
  ///   - options: how the run is computed.
  ///   - duration: the run's end in seconds after the origin time.
  ///   - startTime: when the first source begins, in seconds after the origin time, if before it.
  /// - Throws: ``SimulationError`` for a grid, a model or a time step that cannot be run.
  public init(
    model: any VelocityModel,
    grid: SimulationGrid,
    options: SimulationOptions,
    duration: Double,
    startTime: Double = 0
  ) throws {
    self.grid = grid
    try grid.checkRoom(for: options)
    let range = try Self.velocityRange(model, grid: grid, options: options)
    velocityRange = range
    let limit = StabilityLimit.timeStep(
      spacing: grid.spacing,
      maximumVelocity: range.maximumP,
      order: options.spatialOrder
    )
    if let requested = options.timeStep, requested > limit {
      throw SimulationError.unstableTimeStep(
        requested: requested,
        limit: limit,
        spacing: grid.spacing,
        maximumVelocity: range.maximumP
      )
    }
    timeStep = options.timeStep ?? options.courantFraction * limit
    guard duration / timeStep <= 1e9 else {
      throw SimulationError.invalidGrid(
        "a duration of \(duration) s takes \(duration / timeStep) steps"
      )
    }
    stepCount = Int(((duration - min(0, startTime)) / timeStep).rounded(.up))
    let points = Double(grid.pointCount)
    let (variables, rate): (Double, Double) =
      switch options.attenuation {
      case .elastic: (0, 300e6)
      case .coarseGrained: (6, 200e6)
      case .full(_, let mechanisms): (6 * Double(mechanisms), 400e6 / (1 + Double(mechanisms)))
      }
    let padded = Double((grid.nx + 16) * (grid.ny + 8) * (grid.nz + 8))
    let material = model.isLaterallyHomogeneous ? 0.0 : (options.attenuation == .elastic ? 12 : 14)
    let layer = Double(
      6
        * (grid.nz * grid.ny * 32 + grid.nz * 2 * grid.absorbingNodes * grid.nx
          + grid.absorbingNodes * grid.ny * grid.nx)
    )
    memoryBytes = Int(4 * (9 * padded + (variables + material) * points + layer))
    let slowdown = options.spatialOrder == 4 ? 1.0 : options.spatialOrder == 6 ? 1.4 : 1.8
    let threads = Double(options.threads ?? ThreadBudget.available)
    estimatedSeconds = points * Double(stepCount) * slowdown / (rate * threads / 2)
  }

  private static func velocityRange(
    _ model: any VelocityModel,
    grid: SimulationGrid,
    options: SimulationOptions
  ) throws -> (minimumS: Double, maximumP: Double) {
    let spectrum = Relaxation(options.attenuation)?.spectrum
    let conversion = MaterialConversion(spectrum: spectrum)
    let lateral = model.isLaterallyHomogeneous
    let skip = max(1, Int((Double(grid.pointCount) / 1e7).squareRoot().rounded(.up)))
    let columnsX = lateral ? [0] : Array(stride(from: 0, to: grid.nx, by: skip))
    let columnsY = lateral ? [0] : Array(stride(from: 0, to: grid.ny, by: skip))
    var range = (minimumS: Double.infinity, maximumP: 0.0)
    for k in 0..<(2 * grid.nz) {
      for j in columnsY {
        for i in columnsX {
          let point = LocalPoint(
            x: grid.origin.x + Double(i) * grid.spacing,
            y: grid.origin.y + Double(j) * grid.spacing,
            z: Double(k) * 0.5 * grid.spacing
          )
          let material = model.material(at: point)
          if let fault = conversion.fault(of: material) {
            throw SimulationError.invalidMaterial(
              "at x = \(point.x) m, y = \(point.y) m, z = \(point.z) m, \(fault)."
            )
          }
          let s = conversion.sample(material)
          range.maximumP = max(range.maximumP, (s.pModulus / s.density).squareRoot())
          if s.shearModulus > 0 {
            range.minimumS = min(range.minimumS, (s.shearModulus / s.density).squareRoot())
          }
        }
      }
    }
    return range
  }
}
