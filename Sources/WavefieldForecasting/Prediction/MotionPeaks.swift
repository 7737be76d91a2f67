import NumericalRuntime

/// The largest motion at each point, and when it came; NaN where no motion is known.
public struct MotionPeaks: Hashable, Sendable {
  /// The largest horizontal velocity √(e² + n²) in m/s.
  public let horizontal: [Float]
  /// When it came first, in seconds after the time zero of the event.
  public let time: [Float]
  /// The largest upward or downward velocity in m/s.
  public let vertical: [Float]

  /// The peaks over pieces of one record, such as input and forecast.
  ///
  /// - Precondition: all pieces have the same points.
  public init(over pieces: [MotionFrames]) {
    let points = pieces.first?.pointCount ?? 0
    require(
      pieces.allSatisfy { $0.pointCount == points },
      "MotionPeaks: pieces of \(pieces.map(\.pointCount)) points"
    )
    var squares = [Float](repeating: -1, count: points)
    var times = [Float](repeating: .nan, count: points)
    var upward = [Float](repeating: -1, count: points)
    for piece in pieces {
      for frame in 0..<piece.count {
        let time = Float(piece.time(frame))
        piece.forEachPoint(of: frame) { point, east, north, up in
          let square = east * east + north * north
          if square > squares[point] {
            squares[point] = square
            times[point] = time
          }
          upward[point] = max(upward[point], abs(up))
        }
      }
    }
    horizontal = squares.map { $0 < 0 ? .nan : $0.squareRoot() }
    time = times
    vertical = upward.map { $0 < 0 ? .nan : $0 }
  }
}

extension MotionFrames {
  /// Calls `body` with the velocities at each point whose motion is known in a frame.
  func forEachPoint(
    of frame: Int,
    _ body: (_ point: Int, _ east: Float, _ north: Float, _ up: Float) -> Void
  ) {
    let start = frame * 3 * pointCount
    for point in 0..<pointCount {
      let east = samples[start + point]
      let north = samples[start + pointCount + point]
      let up = samples[start + 2 * pointCount + point]
      if east.isFinite, north.isFinite, up.isFinite { body(point, east, north, up) }
    }
  }

  /// When the horizontal velocity at each point first exceeds a threshold in m/s, in seconds after the time zero of the
  /// event; NaN where it never does.
  func firstExceedance(of threshold: Double) -> [Float] {
    var times = [Float](repeating: .nan, count: pointCount)
    let square = Float(threshold * threshold)
    for frame in 0..<count {
      let time = Float(self.time(frame))
      forEachPoint(of: frame) { point, east, north, _ in
        if times[point].isNaN, east * east + north * north > square { times[point] = time }
      }
    }
    return times
  }
}
