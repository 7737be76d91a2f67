import Foundation

/// The round values at which an axis carries ticks.
public struct AxisTicks: Hashable, Sendable {
  /// The values, ascending.
  public let values: [Double]
  /// Their texts.
  public let labels: [String]

  /// Multiples of 1, 2 or 5 times a power of ten inside a range.
  ///
  /// - Parameters:
  ///   - range: the axis in data units.
  ///   - count: about how many ticks are wanted.
  public init(in range: ClosedRange<Double>, count: Int = 6) {
    let step = Self.step(for: range.upperBound - range.lowerBound, count: count)
    let slack = 1e-9 * step
    let first = Int(((range.lowerBound - slack) / step).rounded(.up))
    let last = Int(((range.upperBound + slack) / step).rounded(.down))
    values = last >= first ? (first...last).map { Double($0) * step } : []
    let digits = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    labels = values.map { minus(String(format: "%.\(digits)f", $0 == 0 ? 0 : $0)) }
  }

  /// The powers of ten inside a positive range, and 2 and 5 times them where there are few.
  public init(logarithmicIn range: ClosedRange<Double>) {
    let decades = log10(range.upperBound / range.lowerBound)
    let steps: [Double] = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5]
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let slack = 1 + 1e-9
    values = (first...last).flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
      .filter { $0 * slack >= range.lowerBound && $0 <= range.upperBound * slack }
    labels = values.map { shortNumber($0) }
  }

  /// The 1, 2 or 5 times a power of ten that divides an extent into about `count` parts.
  static func step(for extent: Double, count: Int) -> Double {
    let raw = extent / Double(max(count, 1))
    let power = pow(10, log10(raw).rounded(.down))
    let lead = raw / power
    return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10)
  }
}

/// A number in at most four characters or so: 0.002, 15, 3000, 2e-05.
func shortNumber(_ value: Double) -> String {
  minus(String(format: "%.4g", value))
}

/// A text with its hyphens as minus signs.
func minus(_ text: String) -> String {
  text.replacingOccurrences(of: "-", with: "\u{2212}")
}
