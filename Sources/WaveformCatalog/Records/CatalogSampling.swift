public import Seismology

/// When and as what a catalog's ground motion is sampled.
public struct CatalogSampling: Hashable, Sendable {
  /// What the samples hold.
  public var motion: GroundMotion
  /// Seconds between samples.
  public var interval: Double
  /// Samples of each event; the first stands at the origin time.
  public var count: Int

  /// A sampling; by default velocity.
  public init(motion: GroundMotion = .velocity, interval: Double, count: Int) {
    self.motion = motion
    self.interval = interval
    self.count = count
  }

  /// Seconds from the first to the last sample.
  public var duration: Double { Double(max(count - 1, 0)) * interval }
  /// The times of the samples in seconds after the origin time.
  public var times: [Double] { (0..<count).map { Double($0) * interval } }
}
