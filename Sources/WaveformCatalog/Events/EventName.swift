import Foundation

extension CatalogEvent {
  /// Whether a text can be an event's name and the stem of a file's: 1 to 100 letters, digits, `.`, `_` and `-` of
  /// ASCII, the first of them a letter or digit.
  public static func isUsable(id: String) -> Bool {
    guard let first = id.unicodeScalars.first, EventName.isWord(first), id.utf8.count <= 100
    else { return false }
    return id.unicodeScalars.allSatisfy(EventName.isAllowed)
  }

  /// What ``isUsable(id:)`` demands, for messages.
  static let usableIDs =
    "a name of at most 100 letters, digits, '.', '_' and '-' that starts with a letter or digit"
}

/// Names of events: the stems of their files.
enum EventName {
  /// The last part of an identifier such as `quakeml:nc.anss.org/Event/NC/73201181`, other characters as `_`.
  ///
  /// That part begins after the last of the separators.
  static func stem(of identifier: String, after separators: String = "/") -> String {
    let last = identifier.split { separators.contains($0) }.last.map(String.init) ?? identifier
    let name = String(
      String.UnicodeScalarView(last.unicodeScalars.map { isAllowed($0) ? $0 : "_" })
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

  fileprivate static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    isWord(scalar) || "._-".unicodeScalars.contains(scalar)
  }

  fileprivate static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
  }
}
