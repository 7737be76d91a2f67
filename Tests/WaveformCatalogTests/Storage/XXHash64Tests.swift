import Foundation
import NumericalRuntime
import TestSupport
import Testing

@testable import WaveformCatalog

private func hash(_ text: String) -> UInt64 {
  Array(text.utf8).withUnsafeBytes { XXHash64.value(of: $0) }
}

@Test(
  "Checksums are those that the inventor's own program prints",
  arguments: [
    // From xxHash's tests and `xxhsum -H1`: shorter than 4, 8 and 32 bytes, and longer.
    ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
    ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
  ] as [(String, UInt64)]
)
func knownChecksums(_ text: String, _ expected: UInt64) {
  #expect(hash(text) == expected)
}

@Test("The checksum does not depend on the pieces")
func pieces() {
  var generator = SeededGenerator(seed: 3)
  let bytes = (0..<1000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  let whole = bytes.withUnsafeBytes { XXHash64.value(of: $0) }
  for length in [1, 7, 31, 32, 33, 100, 999] {
    var hash = XXHash64()
    bytes.withUnsafeBytes { all in
      for start in stride(from: 0, to: all.count, by: length) {
        hash.update(
          UnsafeRawBufferPointer(rebasing: all[start..<min(start + length, all.count)])
        )
      }
    }
    #expect(hash.value == whole, "pieces of \(length)")
  }
}

@Test("A file's fingerprint is its length and checksum, beyond one piece too")
func fingerprint() throws {
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("bytes")
    for count in [0, 5, 1 << 18, 1 << 18 + 3, 3 << 17] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: url)
      let mark = try FileFingerprint(of: url)
      #expect(mark.byteCount == count && mark.checksum.count == 16)
      #expect(UInt64(mark.checksum, radix: 16) == bytes.withUnsafeBytes { XXHash64.value(of: $0) })
    }
    #expect(throws: FileAccessError.self) {
      try FileFingerprint(of: folder.appendingPathComponent("none"))
    }
  }
}
