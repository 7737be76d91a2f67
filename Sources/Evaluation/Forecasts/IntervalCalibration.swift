import NumericalRuntime

/// The factor by which intervals must widen, found on validation events, so that they hold the share they promise.
///
/// It is the ⌈(n + 1) share⌉-th smallest of the residuals, each divided by the half-width of its interval on its side:
/// split conformal prediction. On new truths that can be exchanged with the n known ones, the widened intervals hold the
/// share or more.
///
/// - Note: Places of one event are alike, so that n places of k events count for little more than k: expect the coverage
///   of a test set to scatter about the share like that of k draws.
/// - Reference: Lei, G'Sell, Rinaldo, Tibshirani & Wasserman (2018), J. Am. Stat. Assoc. 113, 1094–1111, section 5.2;
///   for two-sided intervals from quantiles also Romano, Patterson & Candès (2019), NeurIPS 32.
public struct IntervalCalibration: Hashable, Sendable {
  /// What to give ``ForecastIntervals/widened(by:)``; infinite where too few truths are known for the share.
  public let factor: Double
  /// The share that is wanted.
  public let share: Double
  /// The share of validation truths within the intervals as they were; nil without truths.
  public let coverageBefore: Double?
  /// The share of them that the factor makes hold; nil without truths, 1 if the factor is infinite.
  public let coverageAfter: Double?

  /// Calibrates on truths.
  ///
  /// - Parameters:
  ///   - intervals: of the validation events.
  ///   - truths: what came true; NaN does not count.
  ///   - share: the share that is wanted, within 0...1.
  ///   - minimumHalfWidth: half-widths below it count as this, above 0, so that members that agree by chance do not
  ///     call for infinite factors. It only enters here.
  public init(
    of intervals: ForecastIntervals,
    truths: [Double],
    share: Double = 0.9,
    minimumHalfWidth: Double = 1e-9
  ) {
    require(
      truths.count == intervals.middle.count && (0...1).contains(share) && minimumHalfWidth > 0,
      "IntervalCalibration: \(truths.count) truths for \(intervals.middle.count) intervals, "
        + "a share of \(share)"
    )
    self.share = share
    coverageBefore = intervals.coverage(of: truths)
    let residuals = Self.residuals(intervals, truths, minimumHalfWidth)
    // A hair less, so that (n + 1) share that is whole but for rounding is not the next number.
    let rank = Int((Double(residuals.count + 1) * share - 1e-9).rounded(.up))
    let isKnown = rank <= residuals.count && !residuals.isEmpty
    let factor = isKnown ? residuals[max(rank - 1, 0)] : .infinity
    self.factor = factor
    coverageAfter =
      residuals.isEmpty
      ? nil : Double(residuals.count { $0 <= factor }) / Double(residuals.count)
  }

  /// |truth − middle| over the half-width on the truth's side, ascending.
  private static func residuals(
    _ intervals: ForecastIntervals,
    _ truths: [Double],
    _ minimumHalfWidth: Double
  ) -> [Double] {
    truths.indices.compactMap { place in
      let away = truths[place] - intervals.middle[place]
      guard !away.isNaN else { return nil }
      let half =
        away < 0
        ? intervals.middle[place] - intervals.lower[place]
        : intervals.upper[place] - intervals.middle[place]
      return abs(away) / max(half, minimumHalfWidth)
    }.sorted()
  }
}
