public import Seismology

/// One earthquake (or any set of sources) in one visco-elastic medium.
///
///     let grid = try SimulationGrid(coveringX: 0...30_000, y: 0...30_000, depth: 15_000, spacing: 200)
///     var simulation = try WaveSimulation(model: model, grid: grid, sources: [quake], receivers: receivers)
///     var recording = InMemorySink()
///     try simulation.run(until: 30, into: &recording)
///
/// Velocity–stress finite differences on the standard staggered grid (Virieux 1986; Levander 1988; Graves 1996)
/// with leapfrog in time. It owns gigabytes, so it cannot be copied. The same input gives the same bytes whatever
/// the number of threads.
public struct WaveSimulation: ~Copyable {
  let engine: SimulationEngine

  /// Prepares a run: averages the model onto the grid, fixes the time step, ties sources and receivers to nodes.
  ///
  /// - Parameters:
  ///   - model: the velocity model in the local frame.
  ///   - grid: the grid; sources and receivers must lie inside its absorbing layers.
  ///   - frame: the orientation of the grid's axes, for moment tensors and for components east, north, up.
  ///   - sources: moment-tensor point sources.
  ///   - forces: single forces.
  ///   - receivers: where seismograms are recorded.
  ///   - strainReceivers: where strain is recorded, for reciprocal runs (see ``StrainRecord``).
  ///   - outputs: what else is recorded, and as what.
  ///   - options: how it is computed.
  /// - Throws: ``SimulationError`` if the input is impossible, with what, which value and which limit.
  public init(
    model: any VelocityModel,
    grid: SimulationGrid,
    frame: LocalFrame = LocalFrame(),
    sources: [PointSource] = [],
    forces: [PointForce] = [],
    receivers: [Receiver] = [],
    strainReceivers: [Receiver] = [],
    outputs: OutputRequest = OutputRequest(),
    options: SimulationOptions = SimulationOptions()
  ) throws {
    engine = try SimulationEngine(
      model: model,
      grid: grid,
      frame: frame,
      sources: sources,
      forces: forces,
      receivers: receivers,
      strainReceivers: strainReceivers,
      outputs: outputs,
      options: options
    )
  }

  /// The grid, absorbing layers included.
  public var grid: SimulationGrid { engine.grid }
  /// Seconds between time steps.
  public var timeStep: Double { engine.timeStep }
  /// Seconds from the origin time to the start of step 0; negative if a source starts before its origin.
  public var startTime: Double { engine.startTime }
  /// Seconds after the origin time at which the stresses stand; the velocities stand half a step earlier.
  public var time: Double { engine.time }
  /// Number of steps taken.
  public var stepIndex: Int { engine.stepIndex }
  /// Smallest S (above zero) and largest P velocity on the grid in m/s, at infinite frequency.
  public var velocityRange: (minimumS: Double, maximumP: Double) { engine.velocityRange }
  /// Bytes held for fields, material, memory variables and absorbing layers.
  public var allocatedBytes: Int { engine.allocatedBytes }

  /// Runs on until `endTime` seconds after the origin time and delivers everything to the sink.
  ///
  /// - Parameters:
  ///   - endTime: when to stop, in seconds after the origin time.
  ///   - sink: where results go.
  ///   - checkpoints: where and how often the state is saved on the way.
  ///   - progress: called about ten times a second; returns false to cancel.
  /// - Throws: ``SimulationError/nonFiniteWavefield(step:time:)``, ``SimulationError/cancelled(step:)``, and
  ///   what the sink throws.
  public mutating func run(
    until endTime: Double,
    into sink: inout some WavefieldSink,
    checkpoints: CheckpointPlan? = nil,
    progress: ((RunProgress) -> Bool)? = nil
  ) throws {
    try engine.run(until: endTime, into: &sink, checkpoints: checkpoints, progress: progress)
  }

  /// The number of steps from ``startTime`` to a time in seconds.
  public func stepCount(until endTime: Double) -> Int { engine.stepCount(until: endTime) }

  /// One time step with its sources and recordings.
  package mutating func advance() { engine.advance() }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  /// Steps taken and steps to take in all.
  public var step, stepCount: Int
  /// Seconds after the origin time.
  public var time: Double
  /// Wall time of this run so far in seconds.
  public var elapsedSeconds: Double
}
