/// The checksum XXH64 with seed 0, taken piece by piece.
///
/// Fast (limited by memory) and well spread, but no defence against forgery; `xxhsum -H1` computes the same.
///
/// - Reference: Collet, xxHash fast digest algorithm, specification 0.2.0 (2023), section XXH64.
struct XXHash64 {
  private var lanes = SIMD4<UInt64>(prime1 &+ prime2, prime2, 0, 0 &- prime1)
  private var tail: [UInt8] = []
  private var byteCount: UInt64 = 0

  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// Takes the next bytes; pieces whose lengths are multiples of 32 are taken without a copy.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    guard tail.isEmpty else {
      tail.append(contentsOf: bytes)
      let joined = tail
      tail = []
      return joined.withUnsafeBytes { takeStripes($0) }
    }
    takeStripes(bytes)
  }

  /// The checksum of all bytes so far.
  var value: UInt64 {
    var hash = byteCount >= 32 ? mergedLanes : Self.prime5
    hash &+= byteCount
    tail.withUnsafeBytes { rest in
      var place = 0
      while place + 8 <= rest.count {
        hash ^= Self.round(0, Self.word(rest, place))
        hash = Self.rotated(hash, 27) &* Self.prime1 &+ Self.prime4
        place += 8
      }
      if place + 4 <= rest.count {
        let half = UInt32(
          littleEndian: rest.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        )
        hash ^= UInt64(half) &* Self.prime1
        hash = Self.rotated(hash, 23) &* Self.prime2 &+ Self.prime3
        place += 4
      }
      for byte in rest[place...] {
        hash ^= UInt64(byte) &* Self.prime5
        hash = Self.rotated(hash, 11) &* Self.prime1
      }
    }
    return Self.avalanche(hash)
  }

  /// The checksum of some bytes.
  static func value(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = XXHash64()
    hash.update(bytes)
    return hash.value
  }

  private mutating func takeStripes(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count & ~31
    var (a, b, c, d) = (lanes.x, lanes.y, lanes.z, lanes.w)
    var place = 0
    while place < whole {
      a = Self.round(a, Self.word(bytes, place))
      b = Self.round(b, Self.word(bytes, place + 8))
      c = Self.round(c, Self.word(bytes, place + 16))
      d = Self.round(d, Self.word(bytes, place + 24))
      place += 32
    }
    lanes = SIMD4(a, b, c, d)
    tail.append(contentsOf: bytes[whole...])
  }

  private var mergedLanes: UInt64 {
    var hash =
      Self.rotated(lanes.x, 1) &+ Self.rotated(lanes.y, 7) &+ Self.rotated(lanes.z, 12)
      &+ Self.rotated(lanes.w, 18)
    for lane in 0..<4 {
      hash ^= Self.round(0, lanes[lane])
      hash = hash &* Self.prime1 &+ Self.prime4
    }
    return hash
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value &<< bits | value &>> (64 &- bits)
  }

  private static func avalanche(_ value: UInt64) -> UInt64 {
    var hash = value
    hash ^= hash >> 33
    hash = hash &* prime2
    hash ^= hash >> 29
    hash = hash &* prime3
    return hash ^ hash >> 32
  }
}
