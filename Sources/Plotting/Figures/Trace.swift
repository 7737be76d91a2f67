/// One component of ground motion at one place, as a figure draws it.
public struct Trace: Hashable, Sendable {
  /// The station's name.
  public var label: String
  /// Epicentral distance in km.
  public var distance: Double
  /// Seconds from the origin time to the first sample.
  public var startTime: Double
  /// Seconds between samples.
  public var timeStep: Double
  /// The samples, in the unit of ``RecordSection/motion`` or ``SeismogramFigure/motion``.
  public var samples: [Float]

  /// A trace of a station at a distance (km) with its first sample's time and its step (s).
  public init(
    label: String,
    distance: Double,
    startTime: Double,
    timeStep: Double,
    samples: [Float]
  ) {
    self.label = label
    self.distance = distance
    self.startTime = startTime
    self.timeStep = timeStep
    self.samples = samples
  }

  /// The time of the last sample in seconds after the origin time.
  public var endTime: Double { startTime + Double(max(samples.count - 1, 0)) * timeStep }

  /// The largest absolute sample.
  public var peak: Double { Double(samples.reduce(0) { max($0, abs($1)) }) }

  /// The trace as a line on the page.
  ///
  /// Where many samples fall on one point of the page, the extremes of each half point are kept.
  ///
  /// - Parameters:
  ///   - axes: the diagram; samples outside its time range are left out.
  ///   - baseline: the page height of zero.
  ///   - scale: points of the page for one unit, upwards.
  /// - Returns: the points in order of time.
  func line(in axes: Axes, baseline: Double, scale: Double) -> [PagePoint] {
    let range = axes.x.range
    let pointsPerSample = axes.area.width / (range.upperBound - range.lowerBound) * timeStep
    let group = max(1, Int((0.5 / max(pointsPerSample, 1e-9)).rounded(.down)))
    var line: [PagePoint] = []
    var index = 0
    while index < samples.count {
      let end = min(index + group, samples.count)
      let bucket = index..<end
      let low = bucket.min { samples[$0] < samples[$1] } ?? index
      let high = bucket.max { samples[$0] < samples[$1] } ?? index
      for sample in low == high ? [low] : [min(low, high), max(low, high)] {
        let time = startTime + Double(sample) * timeStep
        guard range.contains(time) else { continue }
        line.append(
          PagePoint(
            axes.area.x + axes.area.width * axes.x.share(of: time),
            baseline - scale * Double(samples[sample])
          )
        )
      }
      index = end
    }
    return line
  }
}

/// When a phase arrives at which distance.
public struct ArrivalCurve: Hashable, Sendable {
  /// A point of the curve.
  public struct Point: Hashable, Sendable {
    /// Epicentral distance in km and travel time in s.
    public var distance, time: Double

    /// A point from its distance (km) and time (s).
    public init(distance: Double, time: Double) {
      self.distance = distance
      self.time = time
    }
  }

  /// The phase's name, as "P".
  public var phase: String
  /// The curve in order of distance.
  public var points: [Point]

  /// A curve of a phase.
  public init(phase: String, points: [Point]) {
    self.phase = phase
    self.points = points
  }

  /// The time at a distance (km) by linear interpolation, or nil beyond the ends.
  public func time(at distance: Double) -> Double? {
    guard let upper = points.firstIndex(where: { $0.distance >= distance }) else { return nil }
    guard upper > 0 else { return points[0].distance == distance ? points[0].time : nil }
    let (a, b) = (points[upper - 1], points[upper])
    return a.time + (distance - a.distance) / (b.distance - a.distance) * (b.time - a.time)
  }

  /// The colour in which the phase is drawn: P red, S blue, others green.
  var color: Color {
    switch phase.first {
    case "P", "p": .red
    case "S", "s": .blue
    default: .green
    }
  }
}
