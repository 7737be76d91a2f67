/// One key of a specification, as its manual explains it and its reader knows it.
public struct SpecificationKey: Hashable, Sendable {
  /// The key within its section, with the unit of its value.
  public let name: String
  /// What is expected: a kind of value with its unit, or the words to choose from.
  public let value: String
  /// What holds where the key is left out; `needed` if it must be there.
  public let standard: String
  /// A value that makes sense.
  public let example: String
  /// One sentence.
  public let summary: String

  init(_ name: String, _ value: String, _ standard: String, _ example: String, _ summary: String) {
    self.name = name
    self.value = value
    self.standard = standard
    self.example = example
    self.summary = summary
  }
}

/// A section of a specification with its keys.
public struct SpecificationChapter: Hashable, Sendable {
  /// What is read with these keys.
  public enum Part: String, CaseIterable, Sendable {
    case top, model, domain, grid, receivers, sampling
    case events, sources, faultPlane, fault, gridOfSources, volume, points, point, quakeML
    case scenarios, rupture
  }

  /// Which part it is.
  public let part: Part
  /// Where it stands, as a heading.
  public let heading: String
  /// What it is about, in a sentence.
  public let summary: String
  /// The keys in order.
  public let keys: [SpecificationKey]

  init(_ part: Part, _ heading: String, _ summary: String, _ keys: [SpecificationKey]) {
    self.part = part
    self.heading = heading
    self.summary = summary
    self.keys = keys
  }

  /// The names of the keys of some parts.
  static func keys(of parts: Part...) -> [String] {
    parts.flatMap { part in all.first { $0.part == part }?.keys.map(\.name) ?? [] }
  }

  /// The whole manual: every part with every key.
  public static let all: [SpecificationChapter] = simulationChapters + eventChapters
}
