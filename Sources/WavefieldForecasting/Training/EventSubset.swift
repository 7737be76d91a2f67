import NumericalRuntime

/// Which events a member of an ensemble learns from.
public enum EventSubset {
  /// A random share of events, in their order; another seed gives another member.
  ///
  /// The published ensemble leaves out 4 of 20 epicenters at each depth: four fifths of the events remain.
  ///
  /// - Precondition: `share` is in 0...1.
  public static func drawn(_ share: Double, of events: [String], seed: UInt64) -> [String] {
    require((0...1).contains(share), "EventSubset: a share of \(share)")
    let count = Int((share * Double(events.count)).rounded())
    var generator = SeededGenerator(seed: seed, stream: 0x3E3B_E250)
    return generator.selection(of: count, from: events.count).map { events[$0] }
  }
}
