import CMSEED
import Foundation

/// What must be true of a data record before it is handed to the decoder, which trusts it.
struct MiniSEEDHeader {
  /// Bytes of the whole record.
  let length: Int
  /// SEED encoding of the samples.
  let encoding: Int32

  /// Checks the record at `offset`: length, chain of blockettes, place and number of the samples.
  init(_ bytes: [UInt8], at offset: Int, path: String) throws(WaveformFileError) {
    let isSwapped = !Self.isPlausibleDate(bytes, offset)
    func word(_ position: Int) -> Int {
      let high = Int(bytes[offset + position])
      let low = Int(bytes[offset + position + 1])
      return isSwapped ? low << 8 | high : high << 8 | low
    }
    func corrupt(_ reason: String) -> WaveformFileError {
      .corrupt(path: path, offset: offset, reason: reason)
    }
    let available = bytes.count - offset
    guard available >= 64 else {
      throw .truncated(path: path, offset: offset, expectedBytes: 64, presentBytes: available)
    }
    let announced = try Self.announcement(bytes, offset, word, corrupt)
    let length = announced.length ?? Self.detectedLength(bytes, offset)
    guard let length, length >= Int(MINRECLEN), length <= Int(MAXRECLEN) else {
      throw corrupt("the length of the record cannot be found")
    }
    guard length <= available else {
      throw .truncated(
        path: path,
        offset: offset,
        expectedBytes: length,
        presentBytes: available
      )
    }
    let sampleCount = word(30)
    let dataOffset = word(44)
    let bytesPerSample = Self.bytesPerSample(announced.encoding)
    if sampleCount > 0 {
      guard dataOffset >= 48, dataOffset < length else {
        throw corrupt("the samples start at byte \(dataOffset) of a record of \(length)")
      }
      let needed = (Double(sampleCount) * bytesPerSample).rounded(.up)
      guard Int(needed) <= length - dataOffset else {
        throw corrupt("\(sampleCount) samples do not fit into \(length - dataOffset) bytes")
      }
    }
    self.length = length
    encoding = announced.encoding
  }

  /// Record length (nil without blockette 1000) and encoding, from a walk along the chain of blockettes.
  private static func announcement(
    _ bytes: [UInt8],
    _ offset: Int,
    _ word: (Int) -> Int,
    _ corrupt: (String) -> WaveformFileError
  ) throws(WaveformFileError) -> (length: Int?, encoding: Int32) {
    let available = bytes.count - offset
    var length: Int?
    var encoding = DE_STEIM1
    var position = word(46)
    var seen = 0
    while position != 0 {
      guard position >= 48, position + 8 <= min(available, Int(MAXRECLEN)) else {
        throw corrupt("a blockette starts at byte \(position)")
      }
      if word(position) == 1000 {
        encoding = Int32(bytes[offset + position + 4])
        let exponent = Int(bytes[offset + position + 6])
        guard (7...20).contains(exponent) else { throw corrupt("record length 2^\(exponent)") }
        length = 1 << exponent
      }
      let next = word(position + 2)
      seen += 1
      guard next == 0 || next > position + 3, seen < 64 else {
        throw corrupt("the chain of blockettes turns back at byte \(position)")
      }
      position = next
    }
    return (length, encoding)
  }

  /// The length that the start of the next record reveals, where no blockette tells it.
  private static func detectedLength(_ bytes: [UInt8], _ offset: Int) -> Int? {
    let available = bytes.count - offset
    var length = 128
    while length <= min(available, Int(MAXRECLEN)) {
      let next = offset + length
      if next == bytes.count || isData(bytes, next) || isControl(bytes, next) { return length }
      length *= 2
    }
    return nil
  }

  /// The least number of bytes that a sample can take.
  private static func bytesPerSample(_ encoding: Int32) -> Double {
    switch encoding {
    case DE_INT16, DE_GEOSCOPE163, DE_GEOSCOPE164, DE_CDSN, DE_SRO, DE_DWWSSN: 2
    case DE_GEOSCOPE24: 3
    case DE_INT32, DE_FLOAT32: 4
    case DE_FLOAT64: 8
    case DE_ASCII: 1
    // Seven differences in a word of four bytes (STEIM 2), four in STEIM 1.
    case DE_STEIM2: 4.0 / 7
    default: 1
    }
  }

  /// Whether a data record starts here.
  static func isData(_ bytes: [UInt8], _ offset: Int) -> Bool {
    guard offset + 48 <= bytes.count, isSequenceNumber(bytes, offset),
      "DRQM".utf8.contains(bytes[offset + 6]),
      bytes[offset + 7] == 0x20 || bytes[offset + 7] == 0
    else { return false }
    return bytes[offset + 24] <= 23 && bytes[offset + 25] <= 59 && bytes[offset + 26] <= 60
  }

  /// Whether a control header of a full SEED volume or a blank record starts here.
  static func isControl(_ bytes: [UInt8], _ offset: Int) -> Bool {
    guard offset + 48 <= bytes.count, isSequenceNumber(bytes, offset) else { return false }
    let isBlank = bytes[offset + 6..<offset + 48].allSatisfy { $0 == 0x20 }
    return isBlank
      || ("VAST".utf8.contains(bytes[offset + 6]) && " *".utf8.contains(bytes[offset + 7]))
  }

  private static func isSequenceNumber(_ bytes: [UInt8], _ offset: Int) -> Bool {
    bytes[offset..<offset + 6].allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0 }
  }

  private static func isPlausibleDate(_ bytes: [UInt8], _ offset: Int) -> Bool {
    let year = Int(bytes[offset + 20]) << 8 | Int(bytes[offset + 21])
    let day = Int(bytes[offset + 22]) << 8 | Int(bytes[offset + 23])
    return (1900...2100).contains(year) && (1...366).contains(day)
  }
}
