internal import Foundation

/// Reads whitespace-separated numbers and words from bytes, counting lines.
///
/// A `#` at the beginning of a word starts a comment that goes to the end of the line. Decimal numbers of up
/// to 15 digits are converted exactly by one multiplication or division; others by `strtod`.
struct NumberScanner {
  /// What stood where a number was expected.
  enum Failure: Error {
    case endOfFile
    case notANumber(String)
    case notFinite(String)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// The line of the next byte, from 1.
  private(set) var line = 1

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The number of bytes not yet read.
  var remaining: Int { bytes.count - position }

  /// Moves to the next word; false at the end.
  mutating func skipSpace() -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") {
        line += 1
      } else if byte == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        continue
      } else if byte > UInt8(ascii: " ") {
        return true
      }
      position += 1
    }
    return false
  }

  /// The next word; nil at the end.
  mutating func word() -> String? {
    guard skipSpace() else { return nil }
    let start = position
    while position < bytes.count, bytes[position] > UInt8(ascii: " ") { position += 1 }
    return String(decoding: bytes[start..<min(position, start + 100)], as: UTF8.self)
  }

  /// The next number, as it stands: infinite and undefined ones are refused.
  mutating func number() throws(Failure) -> Double {
    guard skipSpace() else { throw .endOfFile }
    let start = position
    if let value = simpleNumber() { return value }
    position = start
    return try longNumber()
  }

  /// A number of at most 15 digits and a small exponent, or nil.
  private mutating func simpleNumber() -> Double? {
    var at = position
    let end = bytes.count
    var mantissa: Int64 = 0
    var (digits, decimals, exponent) = (0, 0, 0)
    let negative = bytes[at] == UInt8(ascii: "-")
    if negative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    let firstDigit = at
    while at < end, case let digit = bytes[at] &- 48, digit < 10 {
      mantissa = mantissa &* 10 &+ Int64(digit)
      digits += mantissa == 0 ? 0 : 1
      at += 1
    }
    let integerDigits = at - firstDigit
    if at < end, bytes[at] == UInt8(ascii: ".") {
      at += 1
      while at < end, case let digit = bytes[at] &- 48, digit < 10 {
        mantissa = mantissa &* 10 &+ Int64(digit)
        digits += mantissa == 0 ? 0 : 1
        decimals += 1
        at += 1
      }
    }
    guard digits <= 15, integerDigits + decimals > 0 else { return nil }
    if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") || bytes[at] | 0x20 == UInt8(ascii: "d") {
      at += 1
      guard at < end else { return nil }
      let minus = bytes[at] == UInt8(ascii: "-")
      if minus || bytes[at] == UInt8(ascii: "+") { at += 1 }
      let first = at
      while at < end, case let digit = bytes[at] &- 48, digit < 10 {
        exponent = min(exponent * 10 + Int(digit), 1000)
        at += 1
      }
      guard at > first else { return nil }
      if minus { exponent = -exponent }
    }
    guard at == end || bytes[at] <= UInt8(ascii: " ") else { return nil }
    let power = exponent - decimals
    guard abs(power) <= 22 else { return nil }
    position = at
    let magnitude =
      power < 0
      ? Double(mantissa) / Self.powersOfTen[-power] : Double(mantissa) * Self.powersOfTen[power]
    return negative ? -magnitude : magnitude
  }

  /// Any other number, converted by the C library.
  private mutating func longNumber() throws(Failure) -> Double {
    guard let text = word() else { throw .endOfFile }
    let lower = text.lowercased().replacing("d", with: "e")
    if let value = Double(lower) {
      guard value.isFinite else { throw .notFinite(text) }
      return value
    }
    let unsigned = text.lowercased().drop { $0 == "-" || $0 == "+" }
    guard unsigned.hasPrefix("nan") || unsigned.hasPrefix("inf") else { throw .notANumber(text) }
    throw .notFinite(text)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
