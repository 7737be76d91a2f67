import NumericalRuntime

/// A forecast wavefield against the true one: scores as a whole, by lead time and by distance, from one pass.
///
///     let comparison = FieldComparison(of: forecast, against: truth, deviations: s)
///     comparison.scores.acc
///     comparison.scores(byLeadTime: ScoreBins(width: 10, limit: 104), issueTime: 15.6)
///
/// Sums are kept in double precision, frame by frame, and added up in one order: the result does not depend on the
/// number of threads.
public struct FieldComparison: Sendable {
  /// The classes of places, as bins of distance.
  private let classCount: Int
  /// Row-major (frame, component, class); places without a class are in the last one.
  private let sums: [FieldSums]
  private let times: [Double]

  /// Compares frames.
  ///
  /// - Parameters:
  ///   - forecast: the forecast.
  ///   - truth: what came true, at the same times and places.
  ///   - deviations: s in m/s of each component at each place, (component, place); samples are compared as v / s,
  ///     as published. Where s is 0, and nothing ever moved in training, it counts as 1; where it is NaN the place does
  ///     not count. Nil compares in m/s.
  ///   - classes: the class of each place, from 0 on, for ``scores(byClass:)``; nil for places in none.
  /// - Precondition: axes and counts agree.
  public init(
    of forecast: WavefieldFrames,
    against truth: WavefieldFrames,
    deviations: [Float]? = nil,
    classes: [Int?]? = nil
  ) {
    forecast.requireSameAxes(as: truth, for: "FieldComparison")
    let places = truth.placeCount
    let factors = Self.factors(deviations, count: 3 * places)
    let kinds = classes ?? Array(repeating: nil, count: places)
    require(kinds.count == places, "FieldComparison: \(kinds.count) classes for \(places) places")
    let last = (kinds.compactMap { $0 }.max() ?? -1) + 1
    classCount = last
    times = (0..<truth.frameCount).map(truth.time)
    let (rows, width) = (3 * truth.frameCount, last + 1)
    sums = [FieldSums](unsafeUninitializedCapacity: rows * width) { sums, initialized in
      sums.initialize(repeating: FieldSums())
      initialized = sums.count
      nonisolated(unsafe) let sums = sums
      let wanted = kinds.map { $0 ?? last }
      parallelFor(rows) { row in
        Self.add(
          Row(number: row, places: places, classes: wanted),
          forecast.samples,
          truth.samples,
          factors,
          to: UnsafeMutableBufferPointer(rebasing: sums[row * width..<(row + 1) * width])
        )
      }
    }
  }

  /// One component of one frame.
  private struct Row {
    let number, places: Int
    let classes: [Int]
  }

  /// 1 / s; NaN where s is.
  private static func factors(_ deviations: [Float]?, count: Int) -> [Float] {
    guard let deviations else { return Array(repeating: 1, count: count) }
    require(
      deviations.count == count,
      "FieldComparison: \(deviations.count) deviations for \(count) components of places"
    )
    return deviations.map { $0.isNaN ? .nan : ($0 > 0 ? 1 / $0 : 1) }
  }

  private static func add(
    _ row: Row,
    _ forecast: [Float],
    _ truth: [Float],
    _ factors: [Float],
    to sums: UnsafeMutableBufferPointer<FieldSums>
  ) {
    let first = row.number * row.places
    let factor = row.number % 3 * row.places
    forecast.withUnsafeBufferPointer { forecast in
      truth.withUnsafeBufferPointer { truth in
        factors.withUnsafeBufferPointer { factors in
          row.classes.withUnsafeBufferPointer { classes in
            for place in 0..<row.places {
              let y = Double(truth[first + place] * factors[factor + place])
              if y.isNaN { continue }
              let p = Double(forecast[first + place] * factors[factor + place])
              sums[classes[place]].add(forecast: p, truth: y)
            }
          }
        }
      }
    }
  }
}

extension FieldComparison {
  /// The scores over all frames and places.
  public var scores: FieldScores {
    total(frames: 0..<times.count, classes: 0..<classCount + 1)
  }

  /// The scores of each frame alone.
  public var scoresByFrame: [FieldScores] {
    times.indices.map { total(frames: $0..<$0 + 1, classes: 0..<classCount + 1) }
  }

  /// The scores of each class of places, over all frames; there are as many as the bins that made the classes.
  public func scores(byClass count: Int) -> [FieldScores] {
    (0..<count).map { index in
      index < classCount
        ? total(frames: 0..<times.count, classes: index..<index + 1)
        : FieldScores(acc: nil, rfne: nil, rmse: nil)
    }
  }

  /// The scores of the frames in each bin of lead time.
  ///
  /// - Parameters:
  ///   - bins: of seconds after the forecast was issued.
  ///   - issueTime: when it was, on the frames' clock: the time of the last input frame. The first forecast frame has
  ///     a lead of one interval.
  /// - Returns: a score for each bin, which holds leads above its lower edge up to its upper one.
  public func scores(byLeadTime bins: ScoreBins, issueTime: Double) -> [FieldScores] {
    // A hair earlier, so that a frame on an edge belongs to the bin before, whatever the rounding.
    let places = times.map { bins.index(of: ($0 - issueTime) - 1e-6) }
    return (0..<bins.count).map { bin in
      var components = [FieldSums](repeating: FieldSums(), count: 3)
      for frame in times.indices where places[frame] == bin {
        add(frame, 0..<classCount + 1, to: &components)
      }
      return FieldScores(components)
    }
  }

  private func total(frames: Range<Int>, classes: Range<Int>) -> FieldScores {
    var components = [FieldSums](repeating: FieldSums(), count: 3)
    for frame in frames { add(frame, classes, to: &components) }
    return FieldScores(components)
  }

  private func add(_ frame: Int, _ classes: Range<Int>, to components: inout [FieldSums]) {
    for component in 0..<3 {
      let row = (frame * 3 + component) * (classCount + 1)
      for index in classes { components[component] += sums[row + index] }
    }
  }
}
