import NumericalRuntime

/// Response spectra of the horizontal motion over all orientations: RotD00, RotD50, RotD100.
///
/// At each period the two oscillator histories are rotated through 0°, 1°, … 179°; RotDnn is the nn-th
/// percentile of the largest responses. It does not depend on how the instrument was oriented.
///
/// Memory: the histories are followed some thousand steps at a time, so that what counts is the records at up to
/// 32 times their rate, one rate after the other: up to 2 kB for each sample of a record, most of it while they
/// are interpolated (1.3 GB for an hour at 200 samples a second). Cut longer records to the earthquake.
///
/// - Reference: Boore (2010), Bull. Seism. Soc. Am. 100(4).
public struct RotatedSpectrum: Hashable, Sendable {
  /// Periods in s.
  public let periods: [Double]
  /// The damping ratio.
  public let damping: Double
  /// PSA in m/s² at each period for angles 0°, 1°, … 179° from the first towards the second component.
  public let pseudoAcceleration: [[Double]]

  /// The smallest PSA over all orientations, in m/s².
  public var rotD00: [Double] { percentile(0) }
  /// The median, in m/s².
  public var rotD50: [Double] { percentile(50) }
  /// The largest, in m/s².
  public var rotD100: [Double] { percentile(100) }

  /// The spectra of two horizontal components at right angles.
  ///
  /// - Parameters:
  ///   - first: ground acceleration in m/s², equally spaced.
  ///   - second: acceleration at right angles to it, sampled alike.
  ///   - samplingInterval: seconds between samples.
  ///   - periods: in s, from 1e-6 to 1e8 sampling intervals.
  ///   - damping: the ratio ζ, from 0 to 100.
  /// - Throws: ``SignalError`` for records that cannot be used or differ in length.
  public init(
    of first: [Double],
    _ second: [Double],
    samplingInterval: Double,
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) {
    for record in [first, second] {
      try ResponseSpectrum.check(
        record,
        samplingInterval: samplingInterval,
        periods: periods,
        damping: damping
      )
    }
    try SampleCheck.checkPair(first, second)
    self.periods = periods
    self.damping = damping
    let groups = OscillatorSampling.groups(periods: periods, samplingInterval: samplingInterval)
    var result = [[Double]](repeating: [], count: periods.count)
    for factor in Set(groups.map(\.factor)).sorted() {
      // Long records one after the other, since interpolation takes three times the space of its result.
      let fine =
        first.count < 100_000
        ? parallelMap([first, second]) { OscillatorSampling.upsampled($0, factor: factor) }
        : [first, second].map { OscillatorSampling.upsampled($0, factor: factor) }
      let members = groups.filter { $0.factor == factor }
      let maxima = parallelMap(members) { group in
        Self.maxima(
          fine,
          periods: periods[group.range],
          damping: damping,
          step: samplingInterval / Double(factor)
        )
      }
      for (group, values) in zip(members, maxima) {
        result.replaceSubrange(group.range, with: values)
      }
    }
    pseudoAcceleration = result
  }

  /// PSA in m/s² at each period for a percentile (0 to 100) over the orientations.
  public func percentile(_ percentile: Double) -> [Double] {
    precondition((0...100).contains(percentile), "percentile \(percentile) must be from 0 to 100")
    return pseudoAcceleration.map { Percentile.value(percentile, ofSorted: $0.sorted()) }
  }

  private static func maxima(
    _ records: [[Double]],
    periods: ArraySlice<Double>,
    damping: Double,
    step: Double
  ) -> [[Double]] {
    let recurrence = OscillatorRecurrence(periods: periods, damping: damping, step: step)
    let free = OscillatorSampling.freeSteps(periods: periods, step: step)
    let none = [Double](repeating: 0, count: RotatedMaxima.angleCount)
    var maxima = periods.map { _ in none }
    recurrence.follow(records[0], records[1], freeSteps: free) { first, second in
      for lane in maxima.indices {
        RotatedMaxima.raise(&maxima[lane], by: zip(first, second).map { SIMD2($0[lane], $1[lane]) })
      }
    }
    return zip(periods, maxima).map { period, values in
      let omega = 2 * Double.pi / period
      return values.map { omega * omega * $0 }
    }
  }
}
