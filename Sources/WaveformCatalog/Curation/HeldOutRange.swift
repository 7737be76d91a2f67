/// Events that are kept from training by one of their quantities: `depth-km:14..`, `along:..10`, `magnitude:4..5`.
public struct HeldOutRange: Hashable, Sendable {
  /// By what.
  public var quantity: EventQuantity
  /// The ends, both inclusive; infinite where open.
  public var range: ClosedRange<Double>

  /// A range from its parts; the ends in km, degrees or units of magnitude.
  public init(_ quantity: EventQuantity, _ range: ClosedRange<Double>) {
    self.quantity = quantity
    self.range = range
  }

  /// A range as people write it, or nil: `QUANTITY:LOW..HIGH`, where either end may be absent.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let quantity = EventQuantity(name: parts[0]) else { return nil }
    let ends = parts[1].replacing("...", with: "..").split(
      separator: "..",
      omittingEmptySubsequences: false
    )
    guard ends.count == 2, ends.contains(where: { !$0.isEmpty }) else { return nil }
    guard let low = ends[0].isEmpty ? -Double.infinity : Double(ends[0]),
      let high = ends[1].isEmpty ? Double.infinity : Double(ends[1]), low <= high
    else { return nil }
    self.init(quantity, low...high)
  }

  /// The range as ``init(_:)`` reads it.
  public var text: String {
    func end(_ value: Double) -> String { value.isInfinite ? "" : "\(value)" }
    return "\(quantity.rawValue):\(end(range.lowerBound))..\(end(range.upperBound))"
  }
}
