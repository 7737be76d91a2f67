import Foundation
import NumericalRuntime

/// The head of a safetensors file, read and checked against the length of the file.
struct SafeTensorsHeader {
  /// The tensors in the order of their bytes.
  var entries: [SafeTensorsFile.Entry] = []
  /// What stands under `__metadata__`.
  var metadata: [String: String] = [:]
  /// The first byte after the header.
  var dataStart: Int

  private let path: String

  init(_ file: FileDescriptor, path: String) throws {
    self.path = path
    let text = try Self.text(of: file, path: path)
    dataStart = 8 + text.count
    var scanner = HeaderScanner(text, path: path)
    for (name, value) in try scanner.document() {
      if name == "__metadata__" {
        metadata = try strings(value)
      } else {
        entries.append(try entry(name, value))
      }
    }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    try checkPlaces(fileBytes: try file.byteCount(path: path))
  }

  private static func text(of file: FileDescriptor, path: String) throws -> [UInt8] {
    var length: UInt64 = 0
    let got = try withUnsafeMutableBytes(of: &length) { try file.read(at: 0, into: $0, path: path) }
    guard got == 8 else { throw SafeTensorsError.truncatedHeader(path: path, bytes: got) }
    let count = UInt64(littleEndian: length)
    guard count <= UInt64(SafeTensorsFile.headerLimit) else {
      throw SafeTensorsError.headerTooLong(
        path: path,
        bytes: count,
        limit: SafeTensorsFile.headerLimit
      )
    }
    let available = try file.byteCount(path: path)
    guard 8 + Int(count) <= available else {
      throw SafeTensorsError.truncatedHeader(path: path, bytes: available)
    }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let read = try bytes.withUnsafeMutableBytes { try file.read(at: 8, into: $0, path: path) }
    guard read == bytes.count else {
      throw SafeTensorsError.truncatedHeader(path: path, bytes: 8 + read)
    }
    return bytes
  }

  private func strings(_ value: HeaderScanner.Value) throws -> [String: String] {
    guard case .object(let members) = value else {
      throw SafeTensorsError.malformedHeader(
        path: path,
        byte: 8,
        reason: "__metadata__ is not an object of strings"
      )
    }
    return Dictionary(
      uniqueKeysWithValues: try members.map { name, value in
        guard case .string(let text) = value else {
          throw SafeTensorsError.malformedHeader(
            path: path,
            byte: 8,
            reason: "__metadata__.\(name) is not a string"
          )
        }
        return (name, text)
      }
    )
  }

  private func entry(_ name: String, _ value: HeaderScanner.Value) throws -> SafeTensorsFile.Entry {
    guard case .object(let list) = value else { throw invalid(name, "its entry is not an object") }
    let members = Dictionary(uniqueKeysWithValues: list)
    guard case .string(let type)? = members["dtype"] else { throw invalid(name, "it has no dtype") }
    guard case .numbers(let shape)? = members["shape"], shape.allSatisfy({ $0 >= 0 }) else {
      throw invalid(name, "it has no shape of whole numbers")
    }
    guard case .numbers(let offsets)? = members["data_offsets"], offsets.count == 2,
      0 <= offsets[0], offsets[0] <= offsets[1]
    else { throw invalid(name, "it has no pair of data_offsets in order") }
    let bytes = offsets[0]..<offsets[1]
    try checkSize(name, type: type, shape: shape, bytes: bytes)
    return SafeTensorsFile.Entry(name: name, type: type, shape: shape, bytes: bytes)
  }

  private func checkSize(_ name: String, type: String, shape: [Int], bytes: Range<Int>) throws {
    guard let width = SafeTensorsFile.width(ofType: type) else {
      throw SafeTensorsError.unsupportedType(path: path, tensor: name, type: type)
    }
    var needed = width
    for extent in shape {
      let (product, overflow) = needed.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw invalid(name, "shape \(shape) is too large") }
      needed = product
    }
    guard needed == bytes.count else {
      throw invalid(
        name,
        "\(type) of shape \(shape) needs \(needed) bytes, its data_offsets span \(bytes.count)"
      )
    }
  }

  private func checkPlaces(fileBytes: Int) throws {
    var expected = 0
    for entry in entries {
      guard entry.bytes.lowerBound == expected else {
        throw SafeTensorsError.misplacedData(
          path: path,
          tensor: entry.name,
          begin: entry.bytes.lowerBound,
          expected: expected
        )
      }
      guard entry.bytes.upperBound <= fileBytes - dataStart else {
        throw SafeTensorsError.truncatedData(
          path: path,
          tensor: entry.name,
          missingBytes: entry.bytes.upperBound - (fileBytes - dataStart)
        )
      }
      expected = entry.bytes.upperBound
    }
    guard fileBytes - dataStart == expected else {
      throw SafeTensorsError.trailingData(path: path, bytes: fileBytes - dataStart - expected)
    }
  }

  private func invalid(_ tensor: String, _ reason: String) -> SafeTensorsError {
    .invalidEntry(path: path, tensor: tensor, reason: reason)
  }
}
