public import Foundation
import NumericalRuntime

extension SafeTensorsFile {
  /// Writes tensors in the given order, those of double precision first, so that every number is aligned.
  ///
  /// The bytes depend on nothing but the arguments. They are gathered under a hidden name, brought to the disk
  /// and renamed: `url` holds either all of them or what it held before, whenever the process is killed.
  ///
  /// - Precondition: no name stands twice, and none is `__metadata__`.
  /// - Throws: `FileAccessError` where the file cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)],
    metadata: [String: String] = [:],
    to url: URL
  ) throws {
    let ordered =
      tensors.filter { $0.tensor.scalarType == .float64 }
      + tensors.filter { $0.tensor.scalarType == .float32 }
    let temporary = TemporaryFile(for: url)
    do {
      let stream = try FileStream(creating: temporary.url, for: url)
      try stream.write(header(of: ordered, metadata: metadata))
      for (_, tensor) in ordered { try tensor.withBytes { try stream.write($0) } }
      try stream.close()
      try temporary.commit()
    } catch {
      temporary.discard()
      throw error
    }
  }

  /// Length and JSON, filled up with spaces to a multiple of 8 bytes.
  private static func header(
    of tensors: [(name: String, tensor: Tensor)],
    metadata: [String: String]
  ) -> Data {
    let names = Set(tensors.map(\.name))
    require(names.count == tensors.count, "write: a tensor's name stands twice")
    require(!names.contains("__metadata__"), "write: a tensor must not be named __metadata__")
    var members: [String] = []
    if !metadata.isEmpty {
      let strings = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0)):\(quoted($1))" }
      members.append("\"__metadata__\":{\(strings.joined(separator: ","))}")
    }
    var end = 0
    for (name, tensor) in tensors {
      let begin = end
      end += tensor.count * tensor.scalarType.byteCount
      let type = tensor.scalarType == .float32 ? "F32" : "F64"
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"\(type)\",\"shape\":[\(shape)],"
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

extension Tensor {
  /// Reads the numbers as bytes in row-major order.
  fileprivate func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let plain = detached.rowMajor
    let size = count * scalarType.byteCount
    switch scalarType {
    case .float32:
      return try plain.withPointer(Float.self) {
        try body(UnsafeRawBufferPointer(start: $0, count: size))
      }
    case .float64:
      return try plain.withPointer(Double.self) {
        try body(UnsafeRawBufferPointer(start: $0, count: size))
      }
    }
  }
}
