/// Builds an indented XML document.
struct MarkupWriter {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  /// An element with children; attributes that are nil or empty are left out.
  mutating func element(
    _ name: String,
    _ attributes: KeyValuePairs<String, String?> = [:],
    _ body: (inout MarkupWriter) throws -> Void
  ) rethrows {
    line("<\(name)\(Self.list(attributes))>")
    depth += 1
    try body(&self)
    depth -= 1
    line("</\(name)>")
  }

  /// An element with text.
  mutating func element(
    _ name: String,
    _ text: String,
    _ attributes: KeyValuePairs<String, String?> = [:]
  ) {
    line("<\(name)\(Self.list(attributes))>\(Self.escaped(text))</\(name)>")
  }

  /// An element with text, unless the text is empty.
  mutating func element(_ name: String, ifPresent text: String?) {
    guard let text, !text.isEmpty else { return }
    element(name, text)
  }

  private mutating func line(_ line: String) {
    text += String(repeating: " ", count: depth) + line + "\n"
  }

  private static func list(_ attributes: KeyValuePairs<String, String?>) -> String {
    attributes.compactMap { name, value in
      guard let value else { return nil }
      return " \(name)=\"\(escaped(value))\""
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
