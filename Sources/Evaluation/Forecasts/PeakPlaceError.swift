import NumericalRuntime

/// How far the place of strongest motion is off, frame by frame.
///
/// In each frame and component the places of the largest |v / s| of forecast and truth are compared, as published, in
/// those frames only in which both exceed a level of 1, one standard deviation.
public enum PeakPlaceError {
  /// The distances in m between the places of the largest motion.
  ///
  /// - Parameters:
  ///   - forecast: the forecast.
  ///   - truth: what came true, on the same axes.
  ///   - deviations: s in m/s, (component, place), positive where a place may be the strongest.
  ///   - positions: where the places are, in m.
  ///   - level: what both maxima must exceed.
  /// - Returns: one distance for each frame and component that counts.
  public static func distances(
    of forecast: WavefieldFrames,
    from truth: WavefieldFrames,
    deviations: [Float],
    positions: [SIMD2<Double>],
    level: Float = 1
  ) -> ScoreDistribution {
    forecast.requireSameAxes(as: truth, for: "PeakPlaceError")
    let places = truth.placeCount
    require(
      deviations.count == 3 * places && positions.count == places,
      "PeakPlaceError: \(deviations.count) deviations and \(positions.count) positions of \(places) places"
    )
    let rows = Array(0..<(3 * truth.frameCount))
    let found = parallelMap(rows) { row -> Double? in
      let scale = deviations[row % 3 * places..<(row % 3 + 1) * places]
      let a = strongest(forecast.samples[row * places..<(row + 1) * places], scale)
      let b = strongest(truth.samples[row * places..<(row + 1) * places], scale)
      guard a.value > level, b.value > level else { return nil }
      let difference = positions[a.place] - positions[b.place]
      return (difference * difference).sum().squareRoot()
    }
    return ScoreDistribution(found.compactMap { $0 })
  }

  private static func strongest(
    _ values: ArraySlice<Float>,
    _ scale: ArraySlice<Float>
  ) -> (place: Int, value: Float) {
    var best: (place: Int, value: Float) = (0, -1)
    for (place, (value, s)) in zip(values, scale).enumerated() where s > 0 {
      let size = abs(value) / s
      if size > best.value { best = (place, size) }
    }
    return best
  }
}
