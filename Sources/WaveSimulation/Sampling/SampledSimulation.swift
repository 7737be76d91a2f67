public import Seismology

/// One earthquake (or any set of sources), recorded at the output times alone.
///
/// What ``WaveSimulation`` records at every step and resamples, this samples where and when it is wanted: thousands of
/// receivers then cost little. Its samples agree with those of ``FusedSimulation`` to rounding, and with the resampled
/// seismograms of ``WaveSimulation`` for sources that the sample interval resolves.
public struct SampledSimulation: ~Copyable {
  private let engine: SampledEngine

  /// Prepares a run, as ``FusedSimulation`` does, of one event; any order of differences.
  ///
  /// - Parameters:
  ///   - model: the velocity model in the local frame.
  ///   - grid: the grid; sources and receivers must lie inside its absorbing layers.
  ///   - frame: the orientation of the grid's axes, for moment tensors and for components east, north, up.
  ///   - sources: moment-tensor point sources.
  ///   - receivers: where motion is sampled; they need not stand on nodes.
  ///   - sampling: what is sampled, and when.
  ///   - options: how it is computed; absorbed by a PML or not at all.
  /// - Throws: ``SimulationError`` if the input is impossible.
  public init(
    model: any VelocityModel,
    grid: SimulationGrid,
    frame: LocalFrame = LocalFrame(),
    sources: [PointSource],
    receivers: [Receiver],
    sampling: ReceiverSampling,
    options: SimulationOptions = SimulationOptions()
  ) throws {
    let engine = try SampledEngine(
      model: model,
      grid: grid,
      frame: frame,
      receivers: receivers,
      sampling: sampling,
      options: options,
      lanes: 1
    )
    try engine.load([sources])
    self.engine = engine
  }

  /// Brings the medium to rest and takes other sources, which spares the set-up of a new simulation.
  ///
  /// - Throws: ``SimulationError`` if a source is impossible.
  public mutating func load(sources: [PointSource]) throws { try engine.load([sources]) }

  /// The grid, absorbing layers included.
  public var grid: SimulationGrid { engine.domain.grid }
  /// Seconds between time steps.
  public var timeStep: Double { engine.domain.timeStep }
  /// Number of time steps of a run.
  public var stepCount: Int { engine.stepCount }
  /// Seconds from the origin time to the start of step 0; negative.
  public var startTime: Double { engine.startTime }
  /// Smallest S (above zero) and largest P velocity on the grid in m/s, at infinite frequency.
  public var velocityRange: (minimumS: Double, maximumP: Double) { engine.domain.velocityRange }
  /// Bytes held for fields, material, memory variables, absorbing layers, receivers and records.
  public var allocatedBytes: Int { engine.allocatedBytes }

  /// Runs to the last sample.
  ///
  /// - Parameter progress: called about ten times a second; returns false to cancel.
  /// - Returns: the samples, row after row of (component east, north, up; time; receiver), in m, m/s or m/s².
  /// - Throws: ``SimulationError/nonFiniteWavefield(step:time:)``, ``SimulationError/cancelled(step:)``.
  public mutating func run(progress: ((RunProgress) -> Bool)? = nil) throws -> [Float] {
    try engine.run(progress: progress).first ?? []
  }

  /// One time step with its sources and recordings.
  package mutating func advance() { engine.advance() }
}
