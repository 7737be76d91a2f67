/// Reads the JSON of a safetensors header: objects, strings, whole numbers and arrays of them.
///
/// Unlike general readers it keeps the order of members and refuses a name that stands twice.
struct HeaderScanner {
  /// The values that a header knows.
  indirect enum Value {
    case string(String)
    case numbers([Int])
    case object([(String, Value)])
  }

  private let text: [UInt8]
  private let path: String
  private var place = 0
  /// A header's objects lie two deep; more is an attack on the stack.
  private var depth = 0

  init(_ text: [UInt8], path: String) {
    self.text = text
    self.path = path
  }

  /// The members of the header's only object; spaces may follow it.
  mutating func document() throws -> [(String, Value)] {
    skipSpace()
    let members = try object()
    skipSpace()
    guard place == text.count else { throw malformed("more follows the header's object") }
    return members
  }

  private mutating func object() throws -> [(String, Value)] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 4 else { throw malformed("objects lie too deep in each other") }
    try take("{")
    var members: [(String, Value)] = []
    var seen: Set<String> = []
    skipSpace()
    if takes("}") { return members }
    repeat {
      skipSpace()
      let name = try string()
      guard seen.insert(name).inserted else {
        throw SafeTensorsError.duplicateName(path: path, name: name)
      }
      skipSpace()
      try take(":")
      members.append((name, try value()))
      skipSpace()
    } while takes(",")
    try take("}")
    return members
  }

  private mutating func value() throws -> Value {
    skipSpace()
    switch place < text.count ? text[place] : 0 {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return .numbers(try numbers())
    case UInt8(ascii: "{"): return .object(try object())
    default: throw malformed("a string, an array or an object is expected")
    }
  }

  private mutating func numbers() throws -> [Int] {
    try take("[")
    var numbers: [Int] = []
    skipSpace()
    if takes("]") { return numbers }
    repeat {
      skipSpace()
      numbers.append(try number())
      skipSpace()
    } while takes(",")
    try take("]")
    return numbers
  }

  private mutating func number() throws -> Int {
    let start = place
    if place < text.count, text[place] == UInt8(ascii: "-") { place += 1 }
    while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) {
      place += 1
    }
    guard let number = Int(String(decoding: text[start..<place], as: UTF8.self)) else {
      throw malformed("a whole number is expected")
    }
    return number
  }

  private mutating func string() throws -> String {
    try take("\"")
    var bytes: [UInt8] = []
    while place < text.count {
      let byte = text[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw malformed("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): bytes.append(contentsOf: String(try escaped()).utf8)
      default: bytes.append(byte)
      }
    }
    throw malformed("a string has no end")
  }

  /// The character behind a backslash; surrogates come in pairs.
  private mutating func escaped() throws -> Character {
    guard place < text.count else { throw malformed("a string has no end") }
    let byte = text[place]
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(UnicodeScalar(byte))
    case UInt8(ascii: "u"): return try unicode()
    default: throw malformed("an unknown escape in a string")
    }
  }

  private mutating func unicode() throws -> Character {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), place + 1 < text.count,
      text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u")
    {
      place += 2
      units.append(try codeUnit())
    }
    guard let character = String(validating: units, as: UTF16.self)?.first else {
      throw malformed("half a surrogate pair in a string")
    }
    return character
  }

  private mutating func codeUnit() throws -> UInt16 {
    let digits = text[place..<min(place + 4, text.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw malformed("four hexadecimal digits are expected") }
    place += 4
    return unit
  }

  private mutating func skipSpace() {
    while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
  }

  private mutating func takes(_ character: UnicodeScalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func take(_ character: UnicodeScalar) throws {
    guard takes(character) else { throw malformed("“\(character)” is expected") }
  }

  private func malformed(_ reason: String) -> SafeTensorsError {
    .malformedHeader(path: path, byte: 8 + place, reason: reason)
  }
}
