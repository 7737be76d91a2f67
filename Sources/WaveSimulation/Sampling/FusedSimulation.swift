import CWaveKernels
import NumericalRuntime
public import Seismology

/// Several earthquakes in one medium, advanced together.
///
///     var simulation = try FusedSimulation(
///       model: model, grid: grid, events: earthquakes, receivers: stations,
///       sampling: ReceiverSampling(interval: 0.26, count: 461))
///     let samples = try simulation.run()
///
/// Each value of each field is a vector of sixteen floats, one an event, so that material, absorbing layers and
/// stencils are shared and every load is aligned. An event's samples do not depend on what shares its run, nor
/// on the number of threads, to the last bit. They agree with those of ``SampledSimulation`` to rounding.
/// A run with fewer events costs as much as a full one.
public struct FusedSimulation: ~Copyable {
  /// How many events one run carries at most.
  public static var laneCount: Int { Int(WK_LANES) }

  private let engine: SampledEngine

  /// Prepares a run: averages the model onto the grid, fixes the time step, ties sources and receivers to nodes.
  ///
  /// The time step is the largest stable one (or the one asked for) of which the sample interval is a whole
  /// multiple.
  ///
  /// - Parameters:
  ///   - model: the velocity model in the local frame.
  ///   - grid: the grid; sources and receivers must lie inside its absorbing layers.
  ///   - frame: the orientation of the grid's axes, for moment tensors and for components east, north, up.
  ///   - events: the point sources of each event, 1 … ``laneCount`` events.
  ///   - receivers: where motion is sampled; they need not stand on nodes.
  ///   - sampling: what is sampled, and when.
  ///   - options: how it is computed; order 4, absorbed by a PML or not at all.
  /// - Throws: ``SimulationError`` if the input is impossible or memory does not suffice.
  public init(
    model: any VelocityModel,
    grid: SimulationGrid,
    frame: LocalFrame = LocalFrame(),
    events: [[PointSource]],
    receivers: [Receiver],
    sampling: ReceiverSampling,
    options: SimulationOptions = SimulationOptions()
  ) throws {
    try Self.check(events)
    let engine = try SampledEngine(
      model: model,
      grid: grid,
      frame: frame,
      receivers: receivers,
      sampling: sampling,
      options: options,
      lanes: Self.laneCount
    )
    try engine.load(events)
    self.engine = engine
  }

  /// Brings the medium to rest and takes other events, which spares the set-up of a new simulation.
  ///
  /// - Throws: ``SimulationError`` as the initialiser does.
  public mutating func load(events: [[PointSource]]) throws {
    try Self.check(events)
    try engine.load(events)
  }

  private static func check(_ events: [[PointSource]]) throws(SimulationError) {
    guard (1...laneCount).contains(events.count) else {
      throw .invalidGrid("a fused run carries 1...\(laneCount) events, not \(events.count)")
    }
  }

  /// The grid, absorbing layers included.
  public var grid: SimulationGrid { engine.domain.grid }
  /// Seconds between time steps.
  public var timeStep: Double { engine.domain.timeStep }
  /// Number of time steps of a run.
  public var stepCount: Int { engine.stepCount }
  /// Seconds from the origin times to the start of step 0; negative.
  public var startTime: Double { engine.startTime }
  /// Smallest S (above zero) and largest P velocity on the grid in m/s, at infinite frequency.
  public var velocityRange: (minimumS: Double, maximumP: Double) { engine.domain.velocityRange }
  /// Bytes held for fields, material, memory variables, absorbing layers, receivers and records.
  public var allocatedBytes: Int { engine.allocatedBytes }

  /// Runs to the last sample.
  ///
  /// - Parameter progress: called about ten times a second; returns false to cancel.
  /// - Returns: for each event its samples, row after row of (component east, north, up; time; receiver), in m, m/s
  ///   or m/s².
  /// - Throws: ``SimulationError/nonFiniteWavefield(step:time:)``, ``SimulationError/cancelled(step:)``.
  public mutating func run(progress: ((RunProgress) -> Bool)? = nil) throws -> [[Float]] {
    try engine.run(progress: progress)
  }

  /// One time step with its sources and recordings.
  package mutating func advance() { engine.advance() }
}
