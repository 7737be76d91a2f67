import Foundation
import NumericalRuntime

/// How a catalog's events are divided into training, validation and test.
///
/// Events are divided, never windows of one event. The same rule gives the same division on every machine.
public enum SplitRule: Hashable, Sendable {
  /// At random.
  case random(SplitFractions)
  /// At random, but what is held out lies strictly inside the range of positions and depths: a model interpolates.
  case interpolation(SplitFractions)
  /// Test events are those of `test`, validation events those of `validation` or, without, drawn at random from the
  /// rest; each range lies at an end of what it ranges over: a model extrapolates.
  case extrapolation(test: [HeldOutRange], validation: [HeldOutRange], SplitFractions)

  /// The rule in words, as the index keeps it.
  public var words: String {
    switch self {
    case .random(let fractions): "random, \(fractions.words)"
    case .interpolation(let fractions): "interpolation, \(fractions.words)"
    case .extrapolation(let test, let validation, let fractions):
      "extrapolation, test \(test.map(\.text).joined(separator: " or "))"
        + (validation.isEmpty
          ? ", validation \(fractions.validation) of the rest, seed \(fractions.seed)"
          : ", validation \(validation.map(\.text).joined(separator: " or "))")
    }
  }

  /// The split of each event.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` or ``CatalogError/invalid(place:value:expected:)`` if the
  ///   events cannot be split so.
  public func splits(of events: [CatalogEvent]) throws(CatalogError) -> [CatalogSplit] {
    let splits: [CatalogSplit]
    switch self {
    case .random(let fractions):
      splits = try fractions.draw(from: Array(events.indices), of: events.count)
    case .interpolation(let fractions):
      splits = try fractions.draw(from: try Self.inside(events), of: events.count)
    case .extrapolation(let test, let validation, let fractions):
      splits = try Self.extrapolate(events, test: test, validation: validation, fractions)
    }
    guard splits.contains(.training) else {
      throw .mismatch(
        what: "the split of \(events.count) events",
        expected: "at least one training event",
        found: "none; hold out fewer"
      )
    }
    return splits
  }

  /// The events that lie at no end of the catalog's positions and depths.
  private static func inside(_ events: [CatalogEvent]) throws(CatalogError) -> [Int] {
    var candidates = Array(events.indices)
    for quantity in [EventQuantity.along, .depth] {
      // Where no depth is known, positions alone decide.
      if quantity == .depth, events.contains(where: { $0.depth == nil }) { continue }
      let values = try quantity.values(of: events)
      guard let low = values.min(), let high = values.max() else { continue }
      // Places that differ by rounding of the projection are one.
      let slack = 1e-6 * (high - low)
      guard slack > 0 else { continue }
      candidates.removeAll { values[$0] <= low + slack || values[$0] >= high - slack }
    }
    return candidates
  }

  private static func extrapolate(
    _ events: [CatalogEvent],
    test: [HeldOutRange],
    validation: [HeldOutRange],
    _ fractions: SplitFractions
  ) throws(CatalogError) -> [CatalogSplit] {
    let testEvents = try held(events, by: test)
    let validationEvents = try held(events, by: validation)
    if let both = events.indices.first(where: { testEvents[$0] && validationEvents[$0] }) {
      throw .mismatch(
        what: "the ranges of test and validation",
        expected: "no event in both",
        found: "event \(events[both].id) in both"
      )
    }
    var splits = events.indices.map { place -> CatalogSplit in
      testEvents[place] ? .test : validationEvents[place] ? .validation : .training
    }
    if validation.isEmpty {
      let rest = events.indices.filter { !testEvents[$0] }
      let rule = SplitFractions(validation: fractions.validation, test: 0, seed: fractions.seed)
      let drawn = try rule.draw(from: rest, of: rest.count, total: events.count)
      for place in rest { splits[place] = drawn[place] }
    }
    for range in test + validation {
      try requireEnd(range, events, splits)
    }
    return splits
  }

  /// Which events lie in any of the ranges.
  private static func held(
    _ events: [CatalogEvent],
    by ranges: [HeldOutRange]
  ) throws(CatalogError) -> [Bool] {
    var held = events.map { _ in false }
    for range in ranges {
      let values = try range.quantity.values(of: events)
      let inside = values.map { range.range.contains($0) }
      guard inside.contains(true) else {
        throw .mismatch(
          what: "held-out range \(range.text)",
          expected: "events in it",
          found: "none; \(range.quantity.word) runs over \(Self.words(values))"
        )
      }
      for place in held.indices where inside[place] { held[place] = true }
    }
    return held
  }

  /// Refuses a range with training events on both sides.
  private static func requireEnd(
    _ range: HeldOutRange,
    _ events: [CatalogEvent],
    _ splits: [CatalogSplit]
  ) throws(CatalogError) {
    let values = try range.quantity.values(of: events)
    let training = values.indices.filter { splits[$0] == .training }.map { values[$0] }
    guard training.contains(where: { $0 < range.range.lowerBound }),
      training.contains(where: { $0 > range.range.upperBound })
    else { return }
    throw .mismatch(
      what: "held-out range \(range.text)",
      expected: "an end of \(range.quantity.word), which runs over \(words(values))",
      found: "training events on both sides; that is interpolation"
    )
  }

  private static func words(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "nothing" }
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    return "\(rounded(low))..\(rounded(high))"
  }
}

/// The shares of validation and test events, and the seed of the drawing.
public struct SplitFractions: Hashable, Sendable {
  /// Fractions of all events, 0 to 1.
  public var validation, test: Double
  /// The seed.
  public var seed: UInt64

  /// Fractions; by default a tenth each.
  public init(validation: Double = 0.1, test: Double = 0.1, seed: UInt64 = 1) {
    self.validation = validation
    self.test = test
    self.seed = seed
  }

  var words: String { "validation \(validation), test \(test), seed \(seed)" }

  /// Draws the held-out events from candidates; fractions are of `count`, the answer has `total` elements.
  func draw(
    from candidates: [Int],
    of count: Int,
    total: Int? = nil
  ) throws(CatalogError) -> [CatalogSplit] {
    for (name, value) in [("validation", validation), ("test", test)] {
      guard value.isFinite, (0..<1).contains(value) else {
        throw .invalid(place: name, value: "\(value)", expected: "a fraction from 0 to below 1")
      }
    }
    let wanted = (
      validation: Int((validation * Double(count)).rounded()),
      test: Int((test * Double(count)).rounded())
    )
    let all = wanted.validation + wanted.test
    guard all <= candidates.count else {
      throw .mismatch(
        what: "events to be held out",
        expected: "at most \(candidates.count), since no more of \(count) events lie inside",
        found: "\(all)"
      )
    }
    var generator = SeededGenerator(seed: seed, stream: 0x5117)
    let order = generator.permutation(of: candidates.count).map { candidates[$0] }
    var splits = [CatalogSplit](repeating: .training, count: total ?? count)
    for place in order.prefix(wanted.test) { splits[place] = .test }
    for place in order.dropFirst(wanted.test).prefix(wanted.validation) {
      splits[place] = .validation
    }
    return splits
  }
}

extension CatalogIndex {
  /// Divides the events, made or not, by a rule.
  ///
  /// - Throws: as ``SplitRule/splits(of:)``; the index is left as it was.
  public mutating func split(by rule: SplitRule) throws(CatalogError) {
    let splits = try rule.splits(of: entries.map(\.event))
    for (entry, split) in zip(entries, splits) { assign(split, to: entry.id) }
    splitRule = rule.words
  }

  /// The number of events of each split.
  public var splitCounts: [CatalogSplit: Int] {
    Dictionary(entries.compactMap { $0.split.map { ($0, 1) } }, uniquingKeysWith: +)
  }
}
