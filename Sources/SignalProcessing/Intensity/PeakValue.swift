/// The largest absolute value of a record and when it occurs.
public struct PeakValue: Hashable, Sendable {
  /// The largest |x|, in the unit of the samples.
  public let value: Double
  /// Seconds from the first sample to the first one that reaches it.
  public let time: Double

  /// The peak of a record: PGA of an acceleration, PGV of a velocity, PGD of a displacement.
  ///
  /// - Throws: ``SignalError`` for an empty record or samples that are not finite.
  public init(of samples: [Double], samplingInterval: Double) throws(SignalError) {
    try SampleCheck.check(samples, interval: samplingInterval, operation: "A peak value")
    var index = 0
    for n in samples.indices where abs(samples[n]) > abs(samples[index]) { index = n }
    value = abs(samples[index])
    time = Double(index) * samplingInterval
  }
}

/// The peak of the horizontal motion, by the usual ways to make one number of two components.
public struct HorizontalPeak: Hashable, Sendable {
  /// √(peak₁ peak₂) of the components as recorded.
  public let geometricMean: Double
  /// The larger of the two peaks.
  public let larger: Double
  /// The peaks at 0°, 1°, … 179° from the first towards the second component, ascending.
  private let rotated: [Double]

  /// The smallest peak over all orientations.
  public var rotD00: Double { percentile(0) }
  /// The median peak over all orientations (Boore 2010).
  public var rotD50: Double { percentile(50) }
  /// The largest peak over all orientations.
  public var rotD100: Double { percentile(100) }

  /// The peaks of two components at right angles, sampled alike.
  ///
  /// - Throws: ``SignalError`` for empty records, samples that are not finite or records that differ in length.
  public init(of first: [Double], _ second: [Double]) throws(SignalError) {
    let peaks = (
      try PeakValue(of: first, samplingInterval: 1),
      try PeakValue(of: second, samplingInterval: 1)
    )
    try SampleCheck.checkPair(first, second)
    geometricMean = (peaks.0.value * peaks.1.value).squareRoot()
    larger = max(peaks.0.value, peaks.1.value)
    rotated = RotatedMaxima.maxima(zip(first, second).map { SIMD2($0, $1) }).sorted()
  }

  /// The peak for a percentile (0 to 100) over the orientations.
  public func percentile(_ percentile: Double) -> Double {
    precondition((0...100).contains(percentile), "percentile \(percentile) must be from 0 to 100")
    return Percentile.value(percentile, ofSorted: rotated)
  }
}
