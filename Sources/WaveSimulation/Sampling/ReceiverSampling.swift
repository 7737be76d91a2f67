public import Seismology

/// What receivers record when only the output times are wanted.
///
/// Samples stand at 0, `interval`, 2 · `interval`, … seconds after the origin time.
public struct ReceiverSampling: Hashable, Sendable {
  /// What is recorded; displacement costs an evaluation of every receiver at each time step.
  public var motion: GroundMotion
  /// Seconds between samples.
  public var interval: Double
  /// The number of samples, the one at the origin time included.
  public var count: Int

  /// `count` samples, `interval` seconds apart.
  public init(motion: GroundMotion = .velocity, interval: Double, count: Int) {
    self.motion = motion
    self.interval = interval
    self.count = count
  }

  /// The time of the last sample in seconds after the origin time.
  public var duration: Double { Double(count - 1) * interval }

  /// Refuses what cannot be recorded.
  func check(receivers: Int) throws(SimulationError) {
    guard interval.isFinite, interval > 0 else {
      throw .invalidGrid("a sample interval of \(interval) s is not positive")
    }
    guard count >= 1, count <= 10_000_000 else {
      throw .invalidGrid("\(count) samples are outside 1...10000000")
    }
    guard receivers >= 1 else { throw .invalidGrid("there is no receiver to sample") }
  }
}
