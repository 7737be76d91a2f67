import Foundation
import SeismicFiles
import Seismology
import Yams

/// A mapping of a specification whose values are asked for by key and kind; errors name file, line and key.
struct SpecificationSection {
  /// Which file, and which of its keys the command line has set.
  struct Source {
    /// The file; relative paths are meant from its folder.
    var file: URL
    /// The dotted paths of keys that the command line has set.
    var overridden: Set<String> = []
  }

  let source: Source
  /// Its path in the file, as messages call it: `events.2`; empty at the top.
  let path: String
  private let mapping: YAMLMapping

  init(_ node: Node, path: String, source: Source) throws(CatalogError) {
    self.source = source
    self.path = path
    guard let mapping = YAMLMapping(node) else {
      throw .invalid(
        place: Self.place(source, path.isEmpty ? "the file" : path, line: node.mark?.line),
        value: node.string ?? "a list",
        expected: "a section of keys with values, each on a line of its own"
      )
    }
    self.mapping = mapping
  }

  // MARK: - Keys

  /// Whether a key is there and has a value.
  func has(_ key: String) -> Bool { mapping[key] != nil }

  /// Refuses any key that is not in the list.
  func requireKeys(_ allowed: [String]) throws(CatalogError) {
    guard let (key, nearest) = mapping.unknownKey(among: allowed) else { return }
    throw .unknownKey(
      place: place(key, showsKey: false),
      key: fullPath(key),
      nearest: nearest.map(fullPath)
    )
  }

  /// The error over the value of a key.
  func invalid(_ key: String, _ expected: String) -> CatalogError {
    .invalid(place: place(key), value: written(key), expected: expected)
  }

  /// The error over a key that must be there.
  func missing(_ key: String, _ expected: String) -> CatalogError {
    .missing(
      place: Self.place(source, "", line: mapping.line),
      key: fullPath(key),
      expected: expected
    )
  }

  // MARK: - Values

  func text(_ key: String) throws(CatalogError) -> String? {
    guard let node = mapping[key] else { return nil }
    guard let text = node.string, !text.isEmpty else { throw invalid(key, "a text") }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func number(_ key: String, _ expected: String, in limits: ClosedRange<Double>)
    throws(CatalogError) -> Double?
  {
    guard let node = mapping[key] else { return nil }
    guard let value = Self.number(node), limits.contains(value) else {
      throw invalid(key, "\(expected) within \(Self.text(limits))")
    }
    return value
  }

  func integer(_ key: String, in limits: ClosedRange<Int>) throws(CatalogError) -> Int? {
    guard let node = mapping[key] else { return nil }
    guard let value = node.string.flatMap({ Int($0) }), limits.contains(value) else {
      throw invalid(key, "a whole number within \(limits.lowerBound)...\(limits.upperBound)")
    }
    return value
  }

  func seed(_ key: String) throws(CatalogError) -> UInt64? {
    guard let node = mapping[key] else { return nil }
    guard let value = node.string.flatMap({ UInt64($0) }) else {
      throw invalid(key, "a whole number from 0 up")
    }
    return value
  }

  func flag(_ key: String) throws(CatalogError) -> Bool? {
    guard let node = mapping[key] else { return nil }
    guard let value = node.bool else { throw invalid(key, "true or false") }
    return value
  }

  /// Numbers in a list, or one alone.
  func numbers(_ key: String, _ expected: String, in limits: ClosedRange<Double>)
    throws(CatalogError) -> [Double]?
  {
    guard let node = mapping[key] else { return nil }
    let nodes = node.sequence.map(Array.init) ?? [node]
    let values = nodes.compactMap(Self.number).filter(limits.contains)
    guard !values.isEmpty, values.count == nodes.count else {
      throw invalid(key, "\(expected) within \(Self.text(limits))")
    }
    return values
  }

  /// A range `[from, to]`, also as `from...to`; one number alone is a range of no width.
  func range(_ key: String, _ expected: String, in limits: ClosedRange<Double>)
    throws(CatalogError) -> ClosedRange<Double>?
  {
    guard let node = mapping[key] else { return nil }
    let ends: [Double?]
    if let text = node.string, let dots = text.range(of: "...") {
      ends = [text[..<dots.lowerBound], text[dots.upperBound...]].map {
        Double($0.trimmingCharacters(in: .whitespaces))
      }
    } else {
      ends = (node.sequence.map(Array.init) ?? [node, node]).map(Self.number)
    }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high,
      limits.contains(low), limits.contains(high)
    else { throw invalid(key, "\(expected), [from, to] within \(Self.text(limits))") }
    return low...high
  }

  /// Positions `[from, to, step]`, or one number.
  func steps(_ key: String, _ expected: String, in limits: ClosedRange<Double>)
    throws(CatalogError) -> [Double]?
  {
    guard let node = mapping[key] else { return nil }
    let form = "\(expected), [from, to, step] or one number, within \(Self.text(limits))"
    guard let sequence = node.sequence else {
      guard let value = Self.number(node), limits.contains(value) else { throw invalid(key, form) }
      return [value]
    }
    let values = sequence.compactMap(Self.number)
    guard values.count == 3, sequence.count == 3, values[0] <= values[1], values[2] > 0,
      limits.contains(values[0]), limits.contains(values[1])
    else { throw invalid(key, form) }
    let count = ((values[1] - values[0]) / values[2] + 1e-6).rounded(.down) + 1
    guard count <= 100_000 else { throw invalid(key, "\(form), of at most 100000 positions") }
    return (0..<Int(count)).map { values[0] + Double($0) * values[2] }
  }

  func choice<Value>(_ key: String, _ words: [(String, Value)]) throws(CatalogError) -> Value? {
    guard let text = try text(key) else { return nil }
    guard let choice = words.first(where: { $0.0 == text.lowercased() }) else {
      let names = words.map(\.0)
      let hint = NearestSpelling.of(text, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw invalid(key, "one of \(names.joined(separator: ", "))\(hint)")
    }
    return choice.1
  }

  /// A file's path, meant from the folder of the specification or, if the command line gave it, from here.
  func path(_ key: String) throws(CatalogError) -> URL? {
    guard let text = try text(key) else { return nil }
    let folder =
      source.overridden.contains(fullPath(key))
      ? URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
      : source.file.deletingLastPathComponent()
    return URL(fileURLWithPath: text, relativeTo: folder).standardizedFileURL
  }

  /// The section under a key, empty if there is none.
  func section(_ key: String) throws(CatalogError) -> SpecificationSection {
    try SpecificationSection(
      mapping[key] ?? Node.mapping(Node.Mapping([])),
      path: fullPath(key),
      source: source
    )
  }

  /// The sections in a list, named by number from 1.
  func sections(_ key: String) throws(CatalogError) -> [SpecificationSection]? {
    guard let node = mapping[key] else { return nil }
    guard let sequence = node.sequence else {
      throw invalid(key, "a list of sections, each beginning with a dash")
    }
    var sections: [SpecificationSection] = []
    for (index, item) in sequence.enumerated() {
      sections.append(
        try SpecificationSection(item, path: "\(fullPath(key)).\(index + 1)", source: source)
      )
    }
    return sections
  }

  // MARK: - Messages

  /// `box.yaml, line 7, domain.depth-km` or `--set domain.depth-km`.
  func place(_ key: String, showsKey: Bool = true) -> String {
    let name = fullPath(key)
    if source.overridden.contains(name) { return "--set \(name)" }
    return Self.place(source, showsKey ? name : "", line: mapping.line(of: key))
  }

  func fullPath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func written(_ key: String) -> String {
    guard let node = mapping[key] else { return "" }
    if let text = node.string { return text }
    guard let sequence = node.sequence else { return "a section" }
    return "[\(sequence.map { $0.string ?? "\u{2026}" }.joined(separator: ", "))]"
  }

  private static func place(_ source: Source, _ name: String, line: Int?) -> String {
    ([source.file.lastPathComponent, line.map { "line \($0)" } ?? "", name])
      .filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  private static func text(_ limits: ClosedRange<Double>) -> String {
    "\(ShortNumber.text(limits.lowerBound))...\(ShortNumber.text(limits.upperBound))"
  }

  private static func number(_ node: Node) -> Double? {
    node.string.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }
}

/// Numbers as short as they are exact: `2`, `2.5`, `1e-06`.
enum ShortNumber {
  static func text(_ value: Double) -> String { String(format: "%.9g", value) }
}
