import NumericalRuntime

/// How long before strong shaking a forecast tells of it, place by place.
public struct WarningTimes: Hashable, Sendable {
  /// The level of √(v_e² + v_n²) in m/s.
  public let threshold: Double
  /// When the forecast was issued, in s on the frames' clock.
  public let issueTime: Double
  /// Seconds from the issue of the forecast to the first frame that reaches the threshold, by place; nil where none does.
  ///
  /// Not above 0 where the motion that was given had reached it already.
  public let seconds: [Double?]

  /// The warning times of frames: a forecast, its input with it, or what came true.
  ///
  /// - Precondition: the threshold is above 0.
  public init(of frames: WavefieldFrames, threshold: Double, issueTime: Double) {
    require(
      threshold > 0 && threshold.isFinite,
      "WarningTimes: a threshold of \(threshold) m/s, not above 0"
    )
    self.threshold = threshold
    self.issueTime = issueTime
    let places = frames.placeCount
    let square = Float(threshold) * Float(threshold)
    var first = [Int](repeating: -1, count: places)
    first.withUnsafeMutableBufferPointer { first in
      nonisolated(unsafe) let first = first
      let shares = max(1, min(64, places / 128))
      parallelFor(shares) { index in
        let range = share(index, of: shares, in: places)
        frames.samples.withUnsafeBufferPointer { samples in
          for frame in 0..<frames.frameCount {
            let row = frame * 3 * places
            for place in range where first[place] < 0 {
              let (a, b) = (samples[row + place], samples[row + places + place])
              if a * a + b * b >= square { first[place] = frame }
            }
          }
        }
      }
    }
    seconds = first.map { $0 < 0 ? nil : frames.time($0) - issueTime }
  }
}
