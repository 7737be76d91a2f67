/// One component of ground motion (or of counts), with times counted from the origin time of an earthquake.
public struct MotionRecord: Hashable, Sendable {
  /// Seconds from the origin time to the first sample.
  public var startTime: Double
  /// Seconds between samples.
  public var samplingInterval: Double
  /// The samples.
  public var samples: [Double]

  /// A record from its first sample's time and its sampling interval in s.
  public init(startTime: Double, samplingInterval: Double, samples: [Double]) {
    self.startTime = startTime
    self.samplingInterval = samplingInterval
    self.samples = samples
  }

  /// The time of the last sample.
  public var endTime: Double { startTime + Double(samples.count - 1) * samplingInterval }
  /// The highest frequency that the sampling carries, in Hz.
  public var nyquist: Double { 0.5 / samplingInterval }
}

/// A direction of ground motion.
public enum MotionComponent: String, Hashable, Sendable, CaseIterable {
  /// Towards east, north and up.
  case east = "E"
  case north = "N"
  case up = "Z"
  /// Away from the epicentre, and to the right of that seen from above.
  case radial = "R"
  case transverse = "T"

  /// The name at the head of a column.
  public var title: String { "\(self)".prefix(1).uppercased() + "\(self)".dropFirst() }
}

/// Equally spaced times in s after the origin time.
public struct TimeGrid: Hashable, Sendable {
  /// The first time and the step between times.
  public let start, interval: Double
  /// How many there are.
  public let count: Int

  /// Times that are whole multiples of an interval and span at least from one time to another.
  public init(covering range: ClosedRange<Double>, interval: Double) {
    let first = (range.lowerBound / interval + 1e-9).rounded(.down)
    let last = (range.upperBound / interval - 1e-9).rounded(.up)
    start = first * interval
    self.interval = interval
    count = Int(last - first) + 1
  }

  /// The index of the time nearest to one.
  public func index(of time: Double) -> Int { Int(((time - start) / interval).rounded()) }
  /// The time of an index.
  public func time(of index: Int) -> Double { start + Double(index) * interval }
}
