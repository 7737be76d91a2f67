/// A moment-tensor point source.
public struct PointSource: Sendable {
  /// Where it acts, in the local frame (metres).
  public var location: LocalPoint
  /// Its moment tensor in north, east, down coordinates (N·m).
  public var moment: MomentTensor
  /// Its moment-rate function, of unit area.
  public var timeFunction: any SourceTimeFunction
  /// Seconds from the simulation's origin time to this source's origin.
  public var delay: Double

  /// A point source from where, what and when.
  public init(
    location: LocalPoint,
    moment: MomentTensor,
    timeFunction: any SourceTimeFunction,
    delay: Double = 0
  ) {
    self.location = location
    self.moment = moment
    self.timeFunction = timeFunction
    self.delay = delay
  }
}

/// A single force.
public struct PointForce: Sendable {
  /// Where it acts, in the local frame (metres).
  public var location: LocalPoint
  /// The impulse of the force towards north, east and down, in N·s.
  public var north, east, down: Double
  /// Its time function, of unit area (1/s), so that force = impulse × rate.
  public var timeFunction: any SourceTimeFunction
  /// Seconds from the simulation's origin time to this force's origin.
  public var delay: Double

  /// A force from where, what (N·s along north, east, down) and when.
  public init(
    location: LocalPoint,
    north: Double,
    east: Double,
    down: Double,
    timeFunction: any SourceTimeFunction,
    delay: Double = 0
  ) {
    self.location = location
    self.north = north
    self.east = east
    self.down = down
    self.timeFunction = timeFunction
    self.delay = delay
  }
}
