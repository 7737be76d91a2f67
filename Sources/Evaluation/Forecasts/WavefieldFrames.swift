import NumericalRuntime

/// Ground velocity at places, frame after frame: a forecast, or what came true.
///
/// Components are east, north, up in m/s. Places are the points of a grid, row by row, or stations. Where nothing was
/// recorded a truth is NaN; a forecast is finite everywhere.
public struct WavefieldFrames: Hashable, Sendable {
  /// Ground velocity in m/s, row-major (frame, component, place).
  public let samples: [Float]
  /// Grid points or stations.
  public let placeCount: Int
  /// Seconds from one frame to the next, and the time of the first frame in s on any clock that forecast and truth share.
  public let frameInterval, start: Double

  /// Frames from row-major (frame, component, y, x) or (frame, component, station).
  ///
  /// - Precondition: the samples fill whole frames, one at least; the interval is positive.
  public init(samples: [Float], placeCount: Int, frameInterval: Double, start: Double) {
    require(
      placeCount > 0 && !samples.isEmpty && samples.count % (3 * placeCount) == 0,
      "WavefieldFrames: \(samples.count) samples are no frames of 3 components at \(placeCount) places"
    )
    require(
      frameInterval > 0 && frameInterval.isFinite && start.isFinite,
      "WavefieldFrames: an interval of \(frameInterval) s from \(start) s on"
    )
    self.samples = samples
    self.placeCount = placeCount
    self.frameInterval = frameInterval
    self.start = start
  }

  /// The number of frames.
  public var frameCount: Int { samples.count / (3 * placeCount) }

  /// The time of a frame in s.
  public func time(_ frame: Int) -> Double { start + Double(frame) * frameInterval }

  /// One component (0 east, 1 north, 2 up) of one place over time.
  public func trace(_ component: Int, at place: Int) -> [Double] {
    let step = 3 * placeCount
    let first = component * placeCount + place
    return (0..<frameCount).map { Double(samples[first + $0 * step]) }
  }

  /// The frames of a range as frames of their own.
  ///
  /// - Precondition: the range is not empty and within the frames.
  public func frames(_ range: Range<Int>) -> Self {
    require(
      !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= frameCount,
      "WavefieldFrames: frames \(range) of \(frameCount)"
    )
    let size = 3 * placeCount
    return Self(
      samples: Array(samples[range.lowerBound * size..<range.upperBound * size]),
      placeCount: placeCount,
      frameInterval: frameInterval,
      start: time(range.lowerBound)
    )
  }

  /// These frames with later ones behind them, as a forecast behind its input.
  ///
  /// - Precondition: the later ones follow at the same places and interval, to a thousandth of it.
  public func followed(by later: Self) -> Self {
    require(
      later.placeCount == placeCount
        && abs(later.frameInterval - frameInterval) <= 1e-3 * frameInterval
        && abs(later.start - time(frameCount)) <= 1e-3 * frameInterval,
      "WavefieldFrames: frames from \(later.start) s do not follow those up to \(time(frameCount)) s"
    )
    return Self(
      samples: samples + later.samples,
      placeCount: placeCount,
      frameInterval: frameInterval,
      start: start
    )
  }

  /// Refuses frames of other places or times.
  func requireSameAxes(as other: Self, for what: String) {
    require(
      other.placeCount == placeCount && other.samples.count == samples.count,
      "\(what): \(frameCount) frames of \(placeCount) places and \(other.frameCount) of "
        + "\(other.placeCount)"
    )
    require(
      abs(other.start - start) <= 1e-3 * frameInterval
        && abs(other.frameInterval - frameInterval) <= 1e-3 * frameInterval,
      "\(what): frames from \(start) s every \(frameInterval) s and from \(other.start) s every "
        + "\(other.frameInterval) s"
    )
  }
}
