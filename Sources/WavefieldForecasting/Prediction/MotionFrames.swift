import NumericalRuntime

/// Ground velocity towards east, north and up at some points, one frame after another at equal intervals.
///
/// NaN stands where nothing is known.
public struct MotionFrames: Hashable, Sendable {
  /// Seconds from the time zero of the event to the first frame.
  public let startTime: Double
  /// Seconds from one frame to the next.
  public let interval: Double
  /// The number of points; of a grid row by row (y slow, x fast).
  public let pointCount: Int
  /// Velocities in m/s, row-major (frame, component, point).
  public let samples: [Float]

  /// Frames from their samples in m/s, (frame, component, point).
  ///
  /// - Precondition: the samples fill whole frames.
  public init(startTime: Double, interval: Double, pointCount: Int, samples: [Float]) {
    require(
      pointCount > 0 && samples.count % (3 * pointCount) == 0,
      "MotionFrames: \(samples.count) samples do not fill frames of 3 x \(pointCount)"
    )
    self.startTime = startTime
    self.interval = interval
    self.pointCount = pointCount
    self.samples = samples
  }

  /// The number of frames.
  public var count: Int { samples.count / (3 * pointCount) }
  /// Seconds from the time zero of the event to the last frame.
  public var endTime: Double { time(count - 1) }

  /// Seconds from the time zero of the event to a frame.
  public func time(_ frame: Int) -> Double { startTime + Double(frame) * interval }

  /// One component (0 east, 1 north, 2 up), (frame, point).
  public func component(_ component: Int) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count * pointCount)
    for frame in 0..<count {
      let start = (frame * 3 + component) * pointCount
      values += samples[start..<(start + pointCount)]
    }
    return values
  }

  /// One component at one point, a value a frame.
  public func trace(component: Int, point: Int) -> [Float] {
    (0..<count).map { samples[($0 * 3 + component) * pointCount + point] }
  }

  /// Whether the motion at each point is known in all frames and components.
  public var known: [Bool] {
    var known = [Bool](repeating: true, count: pointCount)
    for row in 0..<(3 * count) {
      for point in 0..<pointCount where !samples[row * pointCount + point].isFinite {
        known[point] = false
      }
    }
    return known
  }

  /// The same frames with NaN wherever a point is not kept.
  ///
  /// - Precondition: as many marks as points.
  public func keeping(_ isKept: [Bool]) -> MotionFrames {
    require(
      isKept.count == pointCount,
      "MotionFrames: \(isKept.count) marks for \(pointCount) points"
    )
    var kept = samples
    for row in 0..<(3 * count) {
      for point in 0..<pointCount where !isKept[point] { kept[row * pointCount + point] = .nan }
    }
    return MotionFrames(
      startTime: startTime,
      interval: interval,
      pointCount: pointCount,
      samples: kept
    )
  }

  /// The motion at places between the points of a grid: one point for each place.
  ///
  /// Where motion is known at some of the points around a place only, these count; NaN where at none.
  public func interpolated(at places: [GridPlace]) -> MotionFrames {
    var values: [Float] = []
    values.reserveCapacity(3 * count * places.count)
    for row in 0..<(3 * count) {
      for place in places {
        var (sum, weight): (Float, Float) = (0, 0)
        for corner in place.corners {
          let value = samples[row * pointCount + corner.index]
          guard !value.isNaN else { continue }
          sum += corner.weight * value
          weight += corner.weight
        }
        values.append(weight == 0 ? .nan : weight < 0.999 ? sum / weight : sum)
      }
    }
    return MotionFrames(
      startTime: startTime,
      interval: interval,
      pointCount: places.count,
      samples: values
    )
  }
}
