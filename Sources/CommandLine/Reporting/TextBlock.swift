/// Text in lines for a terminal.
enum TextBlock {
  /// The lines of a text, broken between words before they have more than 78 characters.
  static func lines(_ text: String, indent: String) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count + 1 <= 78 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(indent + word)
      }
    }
  }
}
