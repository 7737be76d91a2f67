package import Yams

/// The keys of a YAML mapping with their values and lines; what they mean, and what to say of mistakes, is their
/// reader's business.
package struct YAMLMapping {
  /// Its line, counted from 1; nil if it was not read from a text.
  package let line: Int?
  /// Its keys in order, those without a value too.
  package let keys: [String]
  private let values: [String: Node]

  /// The mapping that a node is; nil if it is something else.
  package init?(_ node: Node) {
    guard let mapping = node.mapping else { return nil }
    line = node.mark?.line
    let pairs = mapping.map { ($0.key.string ?? "", $0.value) }
    keys = pairs.map(\.0)
    values = Dictionary(pairs) { _, last in last }
  }

  /// The value of a key; nil where the key is not there or has none.
  package subscript(key: String) -> Node? {
    values[key].flatMap { $0.null == nil ? $0 : nil }
  }

  /// The line of a key's value, or that of the mapping.
  package func line(of key: String) -> Int? { values[key]?.mark?.line ?? line }

  /// The first key that is none of those allowed, and the allowed one that it resembles.
  package func unknownKey(among allowed: [String]) -> (key: String, nearest: String?)? {
    keys.first { !allowed.contains($0) }.map { ($0, NearestSpelling.of($0, among: allowed)) }
  }
}
