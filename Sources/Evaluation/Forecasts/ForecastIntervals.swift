import NumericalRuntime

/// Intervals that are said to hold a share of truths, as those of an ensemble between two of its quantiles.
public struct ForecastIntervals: Hashable, Sendable {
  /// The middle and the limits of each interval, lower ≤ middle ≤ upper.
  public let lower, middle, upper: [Double]

  /// Intervals that are known.
  ///
  /// - Precondition: equal counts, and limits about their middle.
  public init(lower: [Double], middle: [Double], upper: [Double]) {
    require(
      lower.count == middle.count && upper.count == middle.count
        && middle.indices.allSatisfy { lower[$0] <= middle[$0] && middle[$0] <= upper[$0] },
      "ForecastIntervals: limits that do not lie about their middle"
    )
    self.lower = lower
    self.middle = middle
    self.upper = upper
  }

  /// The intervals between the quantiles (1 ∓ share) / 2 of the members, about their median.
  ///
  /// PGV is best given as its logarithm: its errors are factors.
  ///
  /// - Parameters:
  ///   - members: the members' values, equally many each.
  ///   - share: the share of truths that the intervals are meant to hold.
  ///   - minimumHalfWidth: each limit lies at least so far from the middle, as where values are known to half a frame
  ///     only, or members agree by chance.
  /// - Precondition: two members at least, of finite values; a share within 0...1; a half-width of 0 or more.
  public init(ofMembers members: [[Double]], share: Double = 0.9, minimumHalfWidth: Double = 0) {
    let count = members.first?.count ?? 0
    require(
      members.count > 1 && members.allSatisfy { $0.count == count && $0.allSatisfy(\.isFinite) },
      "ForecastIntervals: \(members.count) members, not two or more of equally many finite values"
    )
    require((0...1).contains(share), "ForecastIntervals: a share of \(share), not within 0...1")
    require(minimumHalfWidth >= 0, "ForecastIntervals: a half-width of \(minimumHalfWidth)")
    let quantiles = [(1 - share) / 2, 0.5, (1 + share) / 2]
    let limits = (0..<count).map { place in
      let values = ScoreDistribution(members.map { $0[place] })
      return quantiles.map { values.quantile($0) ?? .nan }
    }
    self.init(
      lower: limits.map { min($0[0], $0[1] - minimumHalfWidth) },
      middle: limits.map { $0[1] },
      upper: limits.map { max($0[2], $0[1] + minimumHalfWidth) }
    )
  }

  /// The intervals with both halves so many times as wide; an infinite factor makes all of them unbounded.
  ///
  /// - Precondition: the factor is not negative.
  public func widened(by factor: Double) -> Self {
    require(factor >= 0, "ForecastIntervals: a factor of \(factor)")
    // Infinity times a half-width of zero would be no number.
    func widened(_ half: Double) -> Double { factor.isInfinite ? .infinity : factor * half }
    return Self(
      lower: middle.indices.map { middle[$0] - widened(middle[$0] - lower[$0]) },
      middle: middle,
      upper: middle.indices.map { middle[$0] + widened(upper[$0] - middle[$0]) }
    )
  }

  /// The share of truths within their intervals, limits included, of those that are not NaN; nil without any.
  ///
  /// - Precondition: as many truths as intervals.
  public func coverage(of truths: [Double]) -> Double? {
    require(
      truths.count == middle.count,
      "ForecastIntervals: \(truths.count) truths for \(middle.count) intervals"
    )
    let known = truths.indices.filter { !truths[$0].isNaN }
    guard !known.isEmpty else { return nil }
    let held = known.filter { lower[$0] <= truths[$0] && truths[$0] <= upper[$0] }
    return Double(held.count) / Double(known.count)
  }

  /// The mean width; nil without intervals.
  public var meanWidth: Double? {
    ScoreDistribution(zip(upper, lower).map { $0 - $1 }).mean
  }
}
