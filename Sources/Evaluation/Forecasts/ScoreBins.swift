import Foundation
import NumericalRuntime

/// Neighbouring ranges of a quantity, as of lead time in s or epicentral distance in km.
public struct ScoreBins: Hashable, Sendable {
  /// The limits, ascending; bin i holds values from edge i (included) to edge i + 1 (excluded, but for the last bin).
  public let edges: [Double]

  /// Bins between edges.
  ///
  /// - Precondition: two edges at least, ascending and finite.
  public init(edges: [Double]) {
    require(
      edges.count > 1 && edges.allSatisfy(\.isFinite)
        && zip(edges, edges.dropFirst()).allSatisfy(<),
      "ScoreBins: edges \(edges) are not two or more ascending numbers"
    )
    self.edges = edges
  }

  /// Bins of one width from 0 until `limit` is covered.
  ///
  /// - Precondition: both are positive.
  public init(width: Double, limit: Double) {
    require(width > 0 && limit > 0, "ScoreBins: bins of \(width) up to \(limit)")
    let count = max(Int((limit / width - 1e-9).rounded(.up)), 1)
    self.init(edges: (0...count).map { Double($0) * width })
  }

  /// The number of bins.
  public var count: Int { edges.count - 1 }

  /// The bin of a value; nil outside all of them and for NaN.
  public func index(of value: Double) -> Int? {
    guard value >= edges[0], value <= edges[count] else { return nil }
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// The range of a bin in words, as "10–20".
  public func label(_ index: Int) -> String {
    "\(Self.digits(edges[index]))\u{2013}\(Self.digits(edges[index + 1]))"
  }

  private static func digits(_ value: Double) -> String { String(format: "%.4g", value) }
}
