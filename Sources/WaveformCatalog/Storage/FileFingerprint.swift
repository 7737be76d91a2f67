public import Foundation
public import NumericalRuntime

/// The length and the checksum of a file, by which the index knows it again.
public struct FileFingerprint: Hashable, Sendable {
  /// The length in bytes.
  public var byteCount: Int
  /// The XXH64 checksum of all bytes, as 16 hexadecimal digits.
  public var checksum: String

  /// A fingerprint from its parts.
  public init(byteCount: Int, checksum: String) {
    self.byteCount = byteCount
    self.checksum = checksum
  }

  /// The fingerprint of a file, read piece by piece.
  ///
  /// - Throws: `FileAccessError` if it cannot be read.
  public init(of url: URL) throws(FileAccessError) {
    let file = try FileDescriptor(reading: url)
    var hash = XXHash64()
    var place = 0
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    while true {
      let count = try file.read(at: place, into: piece, path: url.path)
      hash.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      place += count
      if count < piece.count { break }
    }
    let digits = String(hash.value, radix: 16)
    byteCount = place
    checksum = String(repeating: "0", count: 16 - digits.count) + digits
  }
}
