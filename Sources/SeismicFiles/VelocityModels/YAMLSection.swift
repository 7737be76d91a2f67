import Foundation
import Seismology
internal import Yams

/// A mapping of a YAML file whose values are asked for by key and type; errors name line and place.
struct YAMLSection {
  /// What it describes, as messages call it: "layer 3".
  let place: String
  private let mapping: YAMLMapping

  /// The mapping at the top of a text.
  static func top(of text: String) throws(VelocityModelError) -> YAMLSection {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw Self.syntaxError(error)
    }
    guard let node else { throw .empty(what: "content") }
    return try YAMLSection(node, place: "")
  }

  init(_ node: Node, place: String) throws(VelocityModelError) {
    self.place = place
    guard let mapping = YAMLMapping(node) else {
      let error = VelocityModelError.malformed(
        reason: "\(place.isEmpty ? "the file" : place) holds no keys",
        remedy: "write key: value"
      )
      throw node.mark.map { error.atLine($0.line) } ?? error
    }
    self.mapping = mapping
  }

  /// Whether a key is there and has a value.
  func has(_ key: String) -> Bool { mapping[key] != nil }

  /// Refuses any key that is not in the list.
  func requireKeys(_ allowed: [String]) throws(VelocityModelError) {
    guard let (key, nearest) = mapping.unknownKey(among: allowed) else { return }
    throw located(
      .unknownKey(key: key, place: place, nearest: nearest, allowed: allowed),
      at: key
    )
  }

  /// The error at the line of a key, or of the section.
  func located(_ error: VelocityModelError, at key: String? = nil) -> VelocityModelError {
    (key.flatMap { mapping.line(of: $0) } ?? mapping.line).map(error.atLine) ?? error
  }

  func text(_ key: String) throws(VelocityModelError) -> String? {
    guard let node = mapping[key] else { return nil }
    guard let text = node.string else { throw wrongKind(key, "a text") }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func number(_ key: String) throws(VelocityModelError) -> Double? {
    guard let node = mapping[key] else { return nil }
    guard let number = Self.number(node) else { throw wrongKind(key, "a number") }
    return number
  }

  /// One number or a list of them.
  func numbers(_ key: String) throws(VelocityModelError) -> [Double]? {
    guard let node = mapping[key] else { return nil }
    guard let sequence = node.sequence else { return try number(key).map { [$0] } }
    var numbers: [Double] = []
    for item in sequence {
      guard let number = Self.number(item) else { throw wrongKind(key, "a list of numbers") }
      numbers.append(number)
    }
    return numbers
  }

  func seed(_ key: String) throws(VelocityModelError) -> UInt64? {
    guard let text = mapping[key]?.string else { return nil }
    guard let seed = UInt64(text) else { throw wrongKind(key, "a whole number from 0 up") }
    return seed
  }

  func section(_ key: String) throws(VelocityModelError) -> YAMLSection? {
    guard let node = mapping[key] else { return nil }
    return try YAMLSection(node, place: place.isEmpty ? key : "\(place), \(key)")
  }

  /// The mappings of a list, each with the place "`singular` n".
  func sections(_ key: String, singular: String) throws(VelocityModelError) -> [YAMLSection]? {
    guard let node = mapping[key] else { return nil }
    guard let sequence = node.sequence else { throw wrongKind(key, "a list") }
    var sections: [YAMLSection] = []
    for (index, item) in sequence.enumerated() {
      let name = "\(singular) \(index + 1)"
      sections.append(try YAMLSection(item, place: place.isEmpty ? name : "\(place), \(name)"))
    }
    return sections
  }

  /// Whether the value of a key is a mapping.
  func isSection(_ key: String) -> Bool { mapping[key]?.mapping != nil }

  func missing(_ key: String) -> VelocityModelError {
    located(
      .malformed(
        reason: "\(place.isEmpty ? "the model" : place) has no \(key)",
        remedy: "add it"
      )
    )
  }

  private func wrongKind(_ key: String, _ kind: String) -> VelocityModelError {
    let name = place.isEmpty ? key : "\(place), \(key)"
    return located(.malformed(reason: "\(name) is not \(kind)", remedy: "correct it"), at: key)
  }

  private static func number(_ node: Node) -> Double? { node.float ?? node.int.map(Double.init) }

  private static func syntaxError(_ error: any Error) -> VelocityModelError {
    let remedy = "check indentation, colons and brackets"
    guard let yaml = error as? YamlError else {
      return .malformed(reason: "not YAML: \(error)", remedy: remedy)
    }
    switch yaml {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return VelocityModelError.malformed(reason: "not YAML: \(problem)", remedy: remedy)
        .atLine(mark.line)
    default:
      return .malformed(reason: "not YAML: \(yaml)", remedy: remedy)
    }
  }
}
