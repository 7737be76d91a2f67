public import Foundation
import NumericalRuntime

extension SafeTensorsFile {
  /// Writes tensors in the given order, those with numbers of 8 bytes first, so that every number is aligned.
  ///
  /// The bytes depend on nothing but the arguments. They are gathered under a hidden name, brought to the disk
  /// and renamed: `url` holds either all of them or what it held before, whenever the process is killed.
  ///
  /// - Parameters:
  ///   - tensors: names and tensors.
  ///   - integers: the names of tensors of whole numbers that are written as such (I64), not as floats: counters.
  ///   - metadata: strings by name.
  ///   - url: where to.
  /// - Precondition: no name stands twice, and none is `__metadata__`; integers are whole numbers.
  /// - Throws: `FileAccessError` where the file cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)],
    integers: Set<String> = [],
    metadata: [String: String] = [:],
    to url: URL
  ) throws {
    let records = tensors.map { Record($0.name, $0.tensor, isInteger: integers.contains($0.name)) }
    let ordered = records.filter { $0.width == 8 } + records.filter { $0.width == 4 }
    let temporary = TemporaryFile(for: url)
    do {
      let stream = try FileStream(creating: temporary.url, for: url)
      try stream.write(header(of: ordered, metadata: metadata))
      for record in ordered { try record.withBytes { try stream.write($0) } }
      try stream.close()
      try temporary.commit()
    } catch {
      temporary.discard()
      throw error
    }
  }

  /// Length and JSON, filled up with spaces to a multiple of 8 bytes.
  private static func header(
    of records: [Record],
    metadata: [String: String]
  ) -> Data {
    let names = Set(records.map(\.name))
    require(names.count == records.count, "write: a tensor's name stands twice")
    require(!names.contains("__metadata__"), "write: a tensor must not be named __metadata__")
    var members: [String] = []
    if !metadata.isEmpty {
      let strings = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0)):\(quoted($1))" }
      members.append("\"__metadata__\":{\(strings.joined(separator: ","))}")
    }
    var end = 0
    for record in records {
      let begin = end
      end += record.tensor.count * record.width
      let shape = record.tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(record.name)):{\"dtype\":\"\(record.type)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}"
      )
    }
    var text = Data("{\(members.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text
  }

  /// A string as JSON writes it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        result += "\\u" + String(0x10000 + scalar.value, radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// A tensor as it stands in a file.
private struct Record {
  let name: String
  /// Row-major, off the tape.
  let tensor: Tensor
  private let isInteger: Bool

  init(_ name: String, _ tensor: Tensor, isInteger: Bool) {
    (self.name, self.tensor, self.isInteger) = (name, tensor.detached.rowMajor, isInteger)
  }

  /// What the header calls its numbers.
  var type: String { isInteger ? "I64" : tensor.scalarType == .float32 ? "F32" : "F64" }
  /// The bytes of a number.
  var width: Int { isInteger ? 8 : tensor.scalarType.byteCount }

  /// Reads the numbers as bytes in row-major order.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    if isInteger { return try integers.withUnsafeBytes(body) }
    let size = tensor.count * width
    switch tensor.scalarType {
    case .float32:
      return try tensor.withPointer(Float.self) {
        try body(UnsafeRawBufferPointer(start: $0, count: size))
      }
    case .float64:
      return try tensor.withPointer(Double.self) {
        try body(UnsafeRawBufferPointer(start: $0, count: size))
      }
    }
  }

  private var integers: [Int64] {
    tensor.doubles.map { number in
      let whole = Int64(exactly: number)
      require(whole != nil, "write: \(name) is to hold whole numbers, not \(number)")
      return (whole ?? 0).littleEndian
    }
  }
}
