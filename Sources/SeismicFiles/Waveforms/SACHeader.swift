import Foundation

/// The 632 bytes at the start of a SAC file: 70 numbers, 40 whole numbers, 24 words of eight characters.
///
/// Reference: SAC manual, *SAC data format*, header version 6 (and 7, which adds a footer of doubles).
struct SACHeader {
  static let byteCount = 632
  static let undefined: Float = -12345
  static let undefinedInteger: Int32 = -12345

  /// Indices of the floating-point words that are used here.
  enum Number: Int {
    case delta = 0, minimum = 1, maximum = 2, begin = 5, end = 6, origin = 7
    case stationLatitude = 31, stationLongitude = 32, stationElevation = 33, stationDepth = 34
    case eventLatitude = 35, eventLongitude = 36, eventDepth = 38, magnitude = 39
    case distance = 50, azimuth = 51, backAzimuth = 52, greatCircleArc = 53, mean = 56
    case componentAzimuth = 57, componentInclination = 58
  }

  /// Indices of the integer words that are used here.
  enum Integer: Int {
    case year = 0, dayOfYear = 1, hour = 2, minute = 3, second = 4, millisecond = 5
    case version = 6, sampleCount = 9, fileType = 15, dependentType = 16, zeroTime = 17
    case isEvenlySpaced = 35, polarity = 36, mayOverwrite = 37, computesDistances = 38
  }

  /// Indices of the character words that are used here; the event's name takes two.
  enum Word: Int {
    case station = 0, event = 1, location = 3, unit = 17, component = 20, network = 21
  }

  private var numbers = [Float](repeating: Self.undefined, count: 70)
  private var integers = [Int32](repeating: Self.undefinedInteger, count: 40)
  private var words = [String](repeating: "-12345", count: 24)

  /// A header without content.
  init() {}

  subscript(_ number: Number) -> Double? {
    get {
      let value = numbers[number.rawValue]
      // The shortest decimal of a Float is what its writer meant: 0.025, not 0.02500000037.
      return value == Self.undefined || !value.isFinite ? nil : Double("\(value)")
    }
    set { numbers[number.rawValue] = newValue.map(Float.init) ?? Self.undefined }
  }

  /// The number of the file as the shortest decimal, whether it is defined and finite or not.
  func stored(_ number: Number) -> Double {
    let value = numbers[number.rawValue]
    return value.isFinite ? Double("\(value)") ?? Double(value) : Double(value)
  }

  /// The number as it is stored, for times, which are sums rather than decimals.
  func exact(_ number: Number) -> Double? {
    let value = numbers[number.rawValue]
    return value == Self.undefined || !value.isFinite ? nil : Double(value)
  }

  subscript(_ integer: Integer) -> Int? {
    get {
      let value = integers[integer.rawValue]
      return value == Self.undefinedInteger ? nil : Int(value)
    }
    set {
      integers[integer.rawValue] = newValue.flatMap { Int32(exactly: $0) } ?? Self.undefinedInteger
    }
  }

  subscript(_ word: Word) -> String {
    get {
      let text = words[word.rawValue]
      return text == "-12345" ? "" : text
    }
    set { words[word.rawValue] = newValue.isEmpty ? "-12345" : newValue }
  }
}

extension SACHeader {
  /// The header at the start of a file, and whether its byte order is the other one than this machine's.
  init(_ data: Data, path: String) throws(WaveformFileError) {
    guard data.count >= Self.byteCount else {
      throw .truncated(
        path: path,
        offset: 0,
        expectedBytes: Self.byteCount,
        presentBytes: data.count
      )
    }
    guard let isBigEndian = Self.isBigEndian(data) else {
      throw .unknownFormat(path: path)
    }
    let reader = SACBytes(data: data, isBigEndian: isBigEndian)
    numbers = reader.floats(at: 0, count: 70)
    integers = reader.integers(at: 280, count: 40)
    words = (0..<24).map { reader.text(at: 440 + 8 * $0, count: 8) }
  }

  /// The byte order, from the header version (6 or 7), which is the same word for all writers.
  static func isBigEndian(_ data: Data) -> Bool? {
    guard data.count >= byteCount else { return nil }
    for isBigEndian in [false, true] {
      let reader = SACBytes(data: data, isBigEndian: isBigEndian)
      let version = reader.integers(at: 280 + 4 * Integer.version.rawValue, count: 1)[0]
      let count = reader.integers(at: 280 + 4 * Integer.sampleCount.rawValue, count: 1)[0]
      if (6...7).contains(version), count >= 0 { return isBigEndian }
    }
    return nil
  }

  /// The header in the byte order asked for.
  func data(isBigEndian: Bool) -> Data {
    var data = Data(capacity: Self.byteCount)
    for number in numbers { data.append(number.bitPattern, isBigEndian: isBigEndian) }
    for integer in integers {
      data.append(UInt32(bitPattern: integer), isBigEndian: isBigEndian)
    }
    for (index, word) in words.enumerated() where index != 2 {
      // The event's name is one word of sixteen characters.
      let width = index == Word.event.rawValue ? 16 : 8
      let bytes = Array(word.utf8.prefix(width))
      data.append(contentsOf: bytes + [UInt8](repeating: 0x20, count: width - bytes.count))
    }
    return data
  }
}

/// Numbers and texts at places of a SAC file.
struct SACBytes {
  let data: Data
  let isBigEndian: Bool

  func floats(at offset: Int, count: Int) -> [Float] {
    words(at: offset, count: count).map(Float.init(bitPattern:))
  }

  func integers(at offset: Int, count: Int) -> [Int32] {
    words(at: offset, count: count).map(Int32.init(bitPattern:))
  }

  func double(at offset: Int) -> Double {
    let halves = words(at: offset, count: 2).map(UInt64.init)
    let bits = isBigEndian ? halves[0] << 32 | halves[1] : halves[1] << 32 | halves[0]
    return Double(bitPattern: bits)
  }

  func text(at offset: Int, count: Int) -> String {
    let start = data.startIndex + offset
    let bytes = data[start..<start + count].prefix { $0 != 0 }
    let text = String(data: bytes, encoding: .utf8) ?? String(data: bytes, encoding: .isoLatin1)
    return (text ?? "").trimmingCharacters(in: .whitespaces)
  }

  private func words(at offset: Int, count: Int) -> [UInt32] {
    data.withUnsafeBytes { bytes in
      (0..<count).map { index in
        let word = bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)
        return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
      }
    }
  }
}

extension Data {
  fileprivate mutating func append(_ word: UInt32, isBigEndian: Bool) {
    Swift.withUnsafeBytes(of: isBigEndian ? word.bigEndian : word.littleEndian) {
      append(contentsOf: $0)
    }
  }

  /// Appends samples in the byte order asked for.
  mutating func append(samples: [Float], isBigEndian: Bool) {
    for sample in samples { append(sample.bitPattern, isBigEndian: isBigEndian) }
  }
}
