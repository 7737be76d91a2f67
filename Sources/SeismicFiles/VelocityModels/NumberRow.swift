import Foundation
import Seismology

/// A line of text cut into fields.
struct NumberRow {
  /// Line of the file, counted from 1.
  let line: Int
  let fields: [String]

  /// The line without comments (from `#`, `%`, `!` or `//` on), cut at blanks, commas, semicolons and bars.
  init(_ text: Substring, line: Int) {
    self.line = line
    fields = Self.fields(Self.withoutComment(text))
  }

  static func fields(_ text: Substring) -> [String] {
    text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "|" }.map(String.init)
  }

  /// The text behind a comment sign that starts the line; nil if the line is no comment.
  static func comment(_ text: Substring) -> Substring? {
    let trimmed = text.drop { $0.isWhitespace }
    guard let first = trimmed.first, "#%!".contains(first) || trimmed.hasPrefix("//") else {
      return nil
    }
    return trimmed.drop { "#%!/".contains($0) }
  }

  private static func withoutComment(_ text: Substring) -> Substring {
    var end = text.firstIndex { "#%!".contains($0) } ?? text.endIndex
    if let slashes = text.range(of: "//"), slashes.lowerBound < end { end = slashes.lowerBound }
    return text[..<end]
  }

  /// Whether every field is a number.
  var isNumeric: Bool { !fields.isEmpty && fields.allSatisfy { Self.number($0) != nil } }

  /// The numbers.
  ///
  /// - Throws: an error with the line if a field is none.
  func numbers() throws(VelocityModelError) -> [Double] {
    var numbers: [Double] = []
    for field in fields {
      guard let number = Self.number(field) else {
        throw VelocityModelError.malformed(
          reason: "\"\(field)\" is not a number",
          remedy: "mark comments with #"
        ).atLine(line)
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A number as people and Fortran write it.
  static func number(_ text: String) -> Double? {
    if let value = Double(text) { return value }
    return Double(text.replacing("D", with: "E").replacing("d", with: "e"))
  }
}
