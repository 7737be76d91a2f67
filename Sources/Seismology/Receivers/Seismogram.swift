/// The kind of ground motion that a record holds.
public enum GroundMotion: String, Sendable, CaseIterable {
  /// Displacement in m.
  case displacement
  /// Particle velocity in m/s.
  case velocity
  /// Acceleration in m/s².
  case acceleration

  /// The unit as CF writes it.
  public var units: String {
    switch self {
    case .displacement: "m"
    case .velocity: "m s-1"
    case .acceleration: "m s-2"
    }
  }

  /// How often displacement is differentiated in time to get it: 0, 1 or 2.
  public var derivativeOrder: Int {
    switch self {
    case .displacement: 0
    case .velocity: 1
    case .acceleration: 2
    }
  }

  /// The motion of an order of differentiation; nil outside 0…2.
  public init?(derivativeOrder: Int) {
    guard let motion = Self.allCases.first(where: { $0.derivativeOrder == derivativeOrder }) else {
      return nil
    }
    self = motion
  }
}

/// Three components of ground motion at one receiver.
///
/// Samples are equally spaced; sample i is at `startTime + i * timeStep` seconds after the origin time.
public struct Seismogram: Sendable {
  /// Where it was recorded.
  public var receiver: Receiver
  /// What it holds; the samples are in `motion.units`.
  public var motion: GroundMotion
  /// Seconds from the origin time to the first sample.
  public var startTime: Double
  /// Seconds between samples.
  public var timeStep: Double
  /// Ground motion towards east, of `count` samples; north and up likewise.
  public var east, north, up: [Float]

  /// A seismogram from its samples towards east, north and up.
  public init(
    receiver: Receiver,
    motion: GroundMotion,
    startTime: Double,
    timeStep: Double,
    east: [Float],
    north: [Float],
    up: [Float]
  ) {
    self.receiver = receiver
    self.motion = motion
    self.startTime = startTime
    self.timeStep = timeStep
    self.east = east
    self.north = north
    self.up = up
  }

  /// The number of samples of each component.
  public var count: Int { east.count }
}
