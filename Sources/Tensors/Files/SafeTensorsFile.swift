public import Foundation
import NumericalRuntime

/// A file of named tensors in the safetensors format, open for reading.
///
///     let file = try SafeTensorsFile(reading: url)
///     let weight = try file.tensor("encoder.0.weight")
///
/// The format: the length of the header in 8 bytes, little-endian; the header, JSON that gives each name its
/// `dtype`, `shape` and `data_offsets`, and under `__metadata__` strings by name; then the numbers, row-major,
/// without gaps. Only the header is held in memory; tensors are read one by one as they are asked for.
///
/// - Reference: huggingface.co/docs/safetensors, format of version 0.3 and later.
public struct SafeTensorsFile: Sendable {
  /// What the header says about one tensor.
  public struct Entry: Hashable, Sendable {
    /// The name, such as `encoder.0.weight`.
    public var name: String
    /// What it holds in the file, such as `F32` or `I64`.
    public var type: String
    /// The extents, slowest axis first.
    public var shape: [Int]
    /// Where its bytes lie, counted from the end of the header.
    public var bytes: Range<Int>
  }

  /// The file.
  public let url: URL
  /// The tensors in the order of their bytes.
  public let entries: [Entry]
  /// What stands under `__metadata__`.
  public let metadata: [String: String]

  private let index: [String: Int]
  private let descriptor: FileDescriptor
  private let dataStart: Int

  /// The longest header that is believed, as in the format's reference implementation.
  static let headerLimit = 100_000_000

  /// Opens a file and checks its header and its length.
  ///
  /// - Throws: ``SafeTensorsError``, or `FileAccessError` where the file cannot be read.
  public init(reading url: URL) throws {
    self.url = url
    descriptor = try FileDescriptor(reading: url)
    let header = try SafeTensorsHeader(descriptor, path: url.path)
    entries = header.entries
    metadata = header.metadata
    dataStart = header.dataStart
    index = Dictionary(
      uniqueKeysWithValues: header.entries.enumerated().map { ($1.name, $0) }
    )
  }

  /// The names of the tensors in the order of their bytes.
  public var names: [String] { entries.map(\.name) }

  /// What the header says about a tensor; nil if there is none of this name.
  public func entry(_ name: String) -> Entry? { index[name].map { entries[$0] } }

  /// Reads one tensor.
  ///
  /// F64 becomes double precision. Everything else becomes single precision: F32, F16 and BF16 without loss,
  /// integers of more than 24 bits rounded.
  ///
  /// - Throws: ``SafeTensorsError``, or `FileAccessError` where the file cannot be read.
  public func tensor(_ name: String) throws -> Tensor {
    guard let entry = entry(name) else {
      throw SafeTensorsError.noSuchTensor(path: url.path, tensor: name, available: names)
    }
    switch entry.type {
    case "F32": return try verbatim(entry, Float.self)
    case "F64": return try verbatim(entry, Double.self)
    case "F16": return try converted(entry) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
    case "BF16":
      return try converted(entry) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
    case "I64": return try converted(entry) { (number: Int64) in Float(number) }
    case "I32": return try converted(entry) { (number: Int32) in Float(number) }
    case "I16": return try converted(entry) { (number: Int16) in Float(number) }
    case "I8": return try converted(entry) { (number: Int8) in Float(number) }
    case "U8", "BOOL": return try converted(entry) { (number: UInt8) in Float(number) }
    default:
      throw SafeTensorsError.unsupportedType(path: url.path, tensor: name, type: entry.type)
    }
  }

  /// All tensors by name.
  public func tensors() throws -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: try entries.map { ($0.name, try tensor($0.name)) })
  }

  /// The bytes of one number of a type, nil for types that are not known.
  static func width(ofType type: String) -> Int? {
    switch type {
    case "F64", "I64", "U64": 8
    case "F32", "I32", "U32": 4
    case "F16", "BF16", "I16", "U16": 2
    case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2": 1
    default: nil
    }
  }

  private func verbatim<Scalar: TensorScalar>(_ entry: Entry, _: Scalar.Type) throws -> Tensor {
    try Tensor.make(entry.shape) { (to: UnsafeMutablePointer<Scalar>) in
      let bytes = UnsafeMutableRawBufferPointer(start: to, count: entry.bytes.count)
      try read(entry, from: 0, into: bytes)
    }
  }

  /// Reads in pieces, so that a large tensor needs little more memory than its result.
  private func converted<Raw: BitwiseCopyable>(
    _ entry: Entry,
    _ convert: (Raw) -> Float
  ) throws -> Tensor {
    let width = MemoryLayout<Raw>.stride
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    return try Tensor.make(entry.shape) { (to: UnsafeMutablePointer<Float>) in
      for start in stride(from: 0, to: entry.bytes.count, by: piece.count) {
        let part = UnsafeMutableRawBufferPointer(
          rebasing: piece[0..<min(piece.count, entry.bytes.count - start)]
        )
        try read(entry, from: start, into: part)
        let numbers = part.bindMemory(to: Raw.self)
        for i in numbers.indices { to[start / width + i] = convert(numbers[i]) }
      }
    }
  }

  private func read(_ entry: Entry, from start: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws
  {
    let got = try descriptor.read(
      at: dataStart + entry.bytes.lowerBound + start,
      into: buffer,
      path: url.path
    )
    guard got == buffer.count else {
      throw SafeTensorsError.truncatedData(
        path: url.path,
        tensor: entry.name,
        missingBytes: buffer.count - got
      )
    }
  }
}
