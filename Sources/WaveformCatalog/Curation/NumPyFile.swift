import Foundation
import NumericalRuntime

/// A file of single-precision numbers in NumPy's format 1.0, written piece by piece in C order.
///
/// - Reference: NumPy Enhancement Proposal 1, *A simple file format for NumPy arrays*.
struct NumPyFile {
  private let stream: FileStream
  private let path: String
  private let valueCount: Int
  private var written = 0

  /// Starts a file for an array of a shape.
  init(creating url: URL, shape: [Int]) throws(FileAccessError) {
    stream = try FileStream(creating: url, for: url)
    path = url.path
    valueCount = shape.reduce(1, *)
    try stream.write(Self.header(shape: shape))
  }

  /// Adds the next values.
  mutating func write(_ values: [Float]) throws(FileAccessError) {
    written += values.count
    require(written <= valueCount, "\(path) has room for \(valueCount) values, not \(written)")
    let littleEndian = values.map(\.bitPattern.littleEndian)
    try stream.write(littleEndian.withUnsafeBytes { Data($0) })
  }

  /// Ends the file.
  func close() throws(FileAccessError) {
    require(written == valueCount, "\(path) has \(written) of \(valueCount) values")
    try stream.close()
  }

  /// Magic, version 1.0, the length of what follows and the description, filled with blanks to a multiple of 64.
  static func header(shape: [Int]) -> Data {
    let lengths = shape.map { "\($0)," }.joined(separator: " ")
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(lengths)), }"
    let blanks = 63 - (10 + text.utf8.count) % 64
    let description = text + String(repeating: " ", count: blanks) + "\n"
    let length = UInt16(description.utf8.count)
    return Data([0x93]) + Data("NUMPY".utf8)
      + Data([1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]) + Data(description.utf8)
  }
}
