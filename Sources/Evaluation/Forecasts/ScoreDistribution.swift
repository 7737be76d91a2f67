/// Many numbers as a few: mean, spread, median and percentiles.
public struct ScoreDistribution: Hashable, Sendable {
  /// The numbers, ascending.
  public let values: [Double]

  /// The distribution of those numbers that are finite.
  public init(_ values: [Double]) {
    self.values = values.filter(\.isFinite).sorted()
  }

  /// How many numbers there are.
  public var count: Int { values.count }

  /// The mean; nil without numbers.
  public var mean: Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(count)
  }

  /// The mean of the absolute values; nil without numbers.
  public var meanAbsolute: Double? {
    values.isEmpty ? nil : values.reduce(0) { $0 + abs($1) } / Double(count)
  }

  /// The standard deviation of the numbers about their mean, by their number; nil without numbers.
  public var standardDeviation: Double? {
    guard let mean else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count)).squareRoot()
  }

  /// The median; nil without numbers.
  public var median: Double? { quantile(0.5) }

  /// The number below which a share 0...1 of the others lies, linear between neighbours like NumPy's; nil without
  /// numbers and for a share outside.
  public func quantile(_ share: Double) -> Double? {
    guard share >= 0, share <= 1, let last = values.last else { return nil }
    let place = share * Double(count - 1)
    let below = Int(place)
    guard below + 1 < count else { return last }
    return values[below] + (place - Double(below)) * (values[below + 1] - values[below])
  }

  /// The same for percentiles 0...100.
  public func percentile(_ percent: Double) -> Double? { quantile(percent / 100) }
}
