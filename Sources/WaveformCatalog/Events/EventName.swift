import Foundation

/// Names of events: the stems of their files.
enum EventName {
  /// Whether a name has 1 to 100 letters, digits, `.`, `_` and `-`, the first of them a letter or digit.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, isWord(first), name.unicodeScalars.count <= 100
    else { return false }
    return name.unicodeScalars.allSatisfy { isWord($0) || "._-".unicodeScalars.contains($0) }
  }

  /// The last part of an identifier such as `quakeml:nc.anss.org/Event/NC/73201181`, other characters as `_`.
  static func stem(of identifier: String) -> String {
    let last = identifier.split(separator: "/").last.map(String.init) ?? identifier
    let name = String(
      String.UnicodeScalarView(
        last.unicodeScalars.map { isWord($0) || "._-".unicodeScalars.contains($0) ? $0 : "_" }
      )
    )
    let trimmed = name.drop { "._-".contains($0) }.prefix(100)
    return trimmed.isEmpty ? "event" : String(trimmed)
  }

  /// Metres as km with at least so many digits before the point: `014`, `014.25`.
  static func kilometres(_ metres: Double, digits: Int) -> String {
    let km = (metres).rounded() / 1000
    let whole = String(format: "%0\(digits)d", Int(abs(km)))
    let rest = Int((abs(metres).rounded()).truncatingRemainder(dividingBy: 1000))
    var decimals = rest == 0 ? "" : String(format: ".%03d", rest)
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return (km < 0 ? "-" : "") + whole + decimals
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
  }
}
