/// The ratio of a short-term to a long-term average of a record's squared samples: the classic earthquake trigger.
///
///     let trigger = try STALTA(shortWindow: 0.5, longWindow: 10, samplingInterval: 0.01)
///     let events = STALTA.triggers(in: trigger.classic(of: samples), on: 4, off: 1.5)
///
/// - Reference: Withers and others (1998), Bull. Seismol. Soc. Am. 88(1), 95–106; Evans & Allen (1983), Bull.
///   Seismol. Soc. Am. 73(1), 165–187. Numbers equal those of `obspy.signal.trigger`.
public struct STALTA: Hashable, Sendable {
  /// The lengths of the windows in samples.
  public let shortCount, longCount: Int

  /// A trigger with windows in seconds, rounded to whole samples.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` unless the short window holds a sample or more and
  ///   the long window is longer.
  public init(
    shortWindow: Double,
    longWindow: Double,
    samplingInterval: Double
  ) throws(SignalError) {
    guard samplingInterval > 0, samplingInterval.isFinite else {
      throw .outOfRange(name: "sampling interval", value: samplingInterval, limits: "above 0 s")
    }
    guard shortWindow >= 0.5 * samplingInterval, shortWindow < 1e9 * samplingInterval else {
      throw .outOfRange(
        name: "short-term window",
        value: shortWindow,
        limits: "at least one sample, \(samplingInterval) s"
      )
    }
    guard longWindow > shortWindow, longWindow < 1e9 * samplingInterval else {
      throw .outOfRange(
        name: "long-term window",
        value: longWindow,
        limits: "longer than the short-term window of \(shortWindow) s"
      )
    }
    shortCount = Int((shortWindow / samplingInterval).rounded())
    longCount = max(Int((longWindow / samplingInterval).rounded()), shortCount + 1)
  }

  /// The ratio of the averages over the last `shortCount` and `longCount` samples.
  ///
  /// - Returns: as many numbers as there are samples, none negative; 0 until the long window is full.
  /// - Throws: ``SignalError/notFinite(index:)`` for a sample that is no number.
  public func classic(of samples: [Double]) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samples, for: "A ratio of averages", minimum: 0)
    let squares = samples.map { $0 * $0 }
    let short = Self.runningSums(squares, window: shortCount)
    let long = Self.runningSums(squares, window: longCount)
    let scale = Double(longCount) / Double(shortCount)
    return samples.indices.map { i in
      i >= longCount - 1 && long[i] > 0 ? scale * short[i] / long[i] : 0
    }
  }

  /// The ratio of averages with exponentially fading memory.
  ///
  /// - Returns: as many numbers as there are samples, none negative; 0 for the first `longCount`.
  /// - Throws: ``SignalError/notFinite(index:)`` for a sample that is no number.
  public func recursive(of samples: [Double]) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samples, for: "A ratio of averages", minimum: 0)
    let (shortWeight, longWeight) = (1 / Double(shortCount), 1 / Double(longCount))
    var (short, long) = (0.0, Double.leastNormalMagnitude)
    var ratio = [Double](repeating: 0, count: samples.count)
    for i in samples.indices.dropFirst() {
      let square = samples[i] * samples[i]
      short = shortWeight * square + (1 - shortWeight) * short
      long = longWeight * square + (1 - longWeight) * long
      if i >= longCount { ratio[i] = short / long }
    }
    return ratio
  }

  /// The sums of the last `window` values (fewer at the start).
  ///
  /// Each stretch of a window's length starts afresh, so that a spike leaves no rounding error behind.
  private static func runningSums(_ values: [Double], window: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: values.count)
    for start in stride(from: 0, to: values.count, by: window) {
      let end = min(start + window, values.count)
      // What the window holds of the stretch before, from its end to its start.
      var before = 0.0
      for i in stride(from: start + window - 1, to: start, by: -1) where start > 0 {
        before += values[i - window]
        if i <= end { sums[i - 1] = before }
      }
      var within = 0.0
      for i in start..<end {
        within += values[i]
        sums[i] += within
      }
    }
    return sums
  }
}

extension STALTA {
  /// Where a ratio triggers: from where it reaches `on` to the last sample before it falls below `off`.
  ///
  /// - Precondition: `off` is not above `on`.
  public static func triggers(in ratio: [Double], on: Double, off: Double) -> [ClosedRange<Int>] {
    precondition(off <= on, "the trigger goes off at \(off), above \(on) where it goes on")
    var result: [ClosedRange<Int>] = []
    var start: Int?
    for (i, value) in ratio.enumerated() {
      if let first = start, value < off {
        result.append(first...i - 1)
        start = nil
      } else if start == nil, value >= on {
        start = i
      }
    }
    if let start { result.append(start...ratio.count - 1) }
    return result
  }
}
