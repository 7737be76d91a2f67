import NumericalRuntime

/// The largest ground velocity at each place, and when it came.
public struct PeakMap: Hashable, Sendable {
  /// Of what the largest value is taken.
  public enum Quantity: Hashable, Sendable {
    /// √(v_e² + v_n²) at one instant: peak ground velocity (PGV).
    case horizontal
    /// The absolute value of one component: 0 east, 1 north, 2 up.
    case component(Int)
  }

  /// The peaks in m/s, by place; NaN where nothing was recorded.
  public let values: [Float]
  /// The time of the first frame that has the peak, in s on the frames' clock; NaN where there is no peak.
  public let times: [Double]

  /// Peaks that are known; times are optional.
  ///
  /// - Precondition: as many times as peaks.
  public init(values: [Float], times: [Double]? = nil) {
    require(
      times.map { $0.count == values.count } ?? true,
      "PeakMap: \(times?.count ?? 0) times of \(values.count) peaks"
    )
    self.values = values
    self.times = times ?? Array(repeating: .nan, count: values.count)
  }

  /// The peaks of frames; samples that are NaN do not count.
  ///
  /// - Precondition: a component is 0, 1 or 2.
  public init(of frames: WavefieldFrames, _ quantity: Quantity = .horizontal) {
    if case .component(let index) = quantity {
      require((0..<3).contains(index), "PeakMap: component \(index) of 0, 1 and 2")
    }
    let places = frames.placeCount
    var peaks = [(square: Float, frame: Int)](repeating: (-1, -1), count: places)
    peaks.withUnsafeMutableBufferPointer { peaks in
      nonisolated(unsafe) let peaks = peaks
      let shares = max(1, min(64, places / 128))
      parallelFor(shares) { index in
        Self.search(frames, quantity, share(index, of: shares, in: places), peaks)
      }
    }
    values = peaks.map { $0.frame < 0 ? .nan : $0.square.squareRoot() }
    times = peaks.map { $0.frame < 0 ? .nan : frames.time($0.frame) }
  }

  /// Looks through some places, frame after frame.
  private static func search(
    _ frames: WavefieldFrames,
    _ quantity: Quantity,
    _ range: Range<Int>,
    _ peaks: UnsafeMutableBufferPointer<(square: Float, frame: Int)>
  ) {
    let (places, count) = (frames.placeCount, frames.frameCount)
    let (one, other): (Int, Int?) =
      switch quantity {
      case .horizontal: (0, 1)
      case .component(let index): (index, nil)
      }
    frames.samples.withUnsafeBufferPointer { samples in
      for frame in 0..<count {
        let row = frame * 3 * places
        for place in range {
          let a = samples[row + one * places + place]
          var square = a * a
          if let other {
            let b = samples[row + other * places + place]
            square += b * b
          }
          if square > peaks[place].square { peaks[place] = (square, frame) }
        }
      }
    }
  }

  /// The peaks of a whole record, of which an earlier part had other peaks: the larger of both, the earlier if equal.
  ///
  /// With it the peak of what a forecaster was given counts like that of what it forecast.
  ///
  /// - Precondition: the same places.
  public func combined(withEarlier earlier: PeakMap) -> PeakMap {
    require(
      earlier.values.count == values.count,
      "PeakMap: \(values.count) and \(earlier.values.count) places"
    )
    let isLater = values.indices.map { place in
      values[place] > earlier.values[place] || earlier.values[place].isNaN
    }
    return PeakMap(
      values: values.indices.map { isLater[$0] ? values[$0] : earlier.values[$0] },
      times: values.indices.map { isLater[$0] ? times[$0] : earlier.times[$0] }
    )
  }
}
