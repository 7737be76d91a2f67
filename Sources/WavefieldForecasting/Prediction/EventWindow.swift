/// Some snapshots of an event, (component, time, receiver).
struct EventWindow {
  let samples: [Float]
  let receivers, length, stride: Int

  /// Every `stride`-th snapshot at so many points, each of which takes the motion of a receiver, or NaN.
  func frames(
    points: Int,
    start: Double,
    interval: Double,
    source: (_ point: Int) -> Int?
  ) -> MotionFrames {
    let sources = (0..<points).map(source)
    var values: [Float] = []
    values.reserveCapacity((length / stride + 1) * 3 * points)
    for time in Swift.stride(from: 0, to: length, by: stride) {
      for component in 0..<3 {
        let row = (component * length + time) * receivers
        for source in sources { values.append(source.map { samples[row + $0] } ?? .nan) }
      }
    }
    return MotionFrames(startTime: start, interval: interval, pointCount: points, samples: values)
  }

  /// Whether a receiver has motion in every snapshot that becomes a frame.
  func isKnown(_ receiver: Int) -> Bool {
    Swift.stride(from: 0, to: length, by: stride).allSatisfy { time in
      (0..<3).allSatisfy { samples[($0 * length + time) * receivers + receiver].isFinite }
    }
  }
}
