/// The time in which the Arias intensity grows from one share of its final value to another.
///
/// - Reference: Trifunac & Brady (1975), Bull. Seism. Soc. Am. 65(3): 5 % to 95 %.
public struct SignificantDuration: Hashable, Sendable {
  /// Seconds from the first sample to the first and to the second share.
  public let start, end: Double
  /// Seconds between the two.
  public var duration: Double { end - start }

  /// D5–75, D5–95 or between any other shares.
  ///
  /// - Parameters:
  ///   - arias: the intensity of the record.
  ///   - shares: from and to, within 0 to 1.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` for such shares, or for a record at rest.
  public init(
    _ arias: AriasIntensity,
    shares: ClosedRange<Double> = 0.05...0.95
  ) throws(SignalError) {
    for share in [shares.lowerBound, shares.upperBound] where !(0...1).contains(share) {
      throw .outOfRange(name: "share of the Arias intensity", value: share, limits: "0 to 1")
    }
    guard let start = arias.time(of: shares.lowerBound),
      let end = arias.time(of: shares.upperBound)
    else {
      throw .outOfRange(
        name: "Arias intensity",
        value: arias.value,
        limits: "greater than zero for a duration; the record is at rest"
      )
    }
    self.start = start
    self.end = end
  }
}

/// The time between the first and the last sample that reaches a threshold of acceleration.
public struct BracketedDuration: Hashable, Sendable {
  /// The threshold in m/s².
  public let threshold: Double
  /// Seconds between the first and the last sample with |a| ≥ threshold; 0 if there is none.
  public let duration: Double

  /// The bracketed duration of a record of acceleration in m/s².
  ///
  /// - Parameters:
  ///   - acceleration: the record.
  ///   - samplingInterval: seconds between samples.
  ///   - threshold: in m/s²; 0.05 g is usual (Bolt 1969).
  /// - Throws: ``SignalError`` for an empty record, samples that are not finite or a threshold that is not positive.
  public init(
    of acceleration: [Double],
    samplingInterval: Double,
    threshold: Double = 0.05 * standardGravity
  ) throws(SignalError) {
    try SampleCheck.check(
      acceleration,
      interval: samplingInterval,
      operation: "Bracketed duration"
    )
    guard threshold > 0 else {
      throw .outOfRange(name: "threshold in m/s²", value: threshold, limits: "positive")
    }
    self.threshold = threshold
    guard let first = acceleration.firstIndex(where: { abs($0) >= threshold }),
      let last = acceleration.lastIndex(where: { abs($0) >= threshold })
    else {
      duration = 0
      return
    }
    duration = Double(last - first) * samplingInterval
  }
}
