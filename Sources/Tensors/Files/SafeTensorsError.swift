/// What can be wrong with a file of tensors.
public enum SafeTensorsError: Error, Hashable, Sendable {
  /// The file ends within its header.
  case truncatedHeader(path: String, bytes: Int)
  /// The header claims more bytes than any header may have.
  case headerTooLong(path: String, bytes: UInt64, limit: Int)
  /// The header is no JSON of the expected form; `byte` counts from the start of the file.
  case malformedHeader(path: String, byte: Int, reason: String)
  /// A name stands twice in the header.
  case duplicateName(path: String, name: String)
  /// A tensor's entry contradicts itself.
  case invalidEntry(path: String, tensor: String, reason: String)
  /// A kind of number that tensors cannot hold.
  case unsupportedType(path: String, tensor: String, type: String)
  /// A tensor's bytes overlap those of another, or bytes before it belong to nobody.
  case misplacedData(path: String, tensor: String, begin: Int, expected: Int)
  /// The file ends within or before a tensor.
  case truncatedData(path: String, tensor: String, missingBytes: Int)
  /// Bytes follow the last tensor.
  case trailingData(path: String, bytes: Int)
  /// There is no tensor of this name.
  case noSuchTensor(path: String, tensor: String, available: [String])
}

extension SafeTensorsError: CustomStringConvertible {
  /// One sentence: what happened, the value, the remedy.
  public var description: String {
    switch self {
    case .truncatedHeader(let path, let bytes):
      "\(path): the file ends within its header after \(bytes) bytes; it was cut short or is no "
        + "safetensors file."
    case .headerTooLong(let path, let bytes, let limit):
      "\(path): a header of \(bytes) bytes, more than \(limit); this is no safetensors file."
    case .malformedHeader(let path, let byte, let reason):
      "\(path), byte \(byte): \(reason); this is no safetensors file or it was damaged."
    case .duplicateName(let path, let name):
      "\(path): the name \(name) stands twice in the header."
    case .invalidEntry(let path, let tensor, let reason):
      "\(path), tensor \(tensor): \(reason)."
    case .unsupportedType(let path, let tensor, let type):
      "\(path), tensor \(tensor): numbers of type \(type) cannot be read; save it as F32."
    case .misplacedData(let path, let tensor, let begin, let expected):
      "\(path), tensor \(tensor): its data begins at byte \(begin), "
        + (begin < expected ? "within the tensor before it, " : "after a gap, ")
        + "not at \(expected)."
    case .truncatedData(let path, let tensor, let missing):
      "\(path): the file ends \(missing) bytes before the end of tensor \(tensor); it was cut "
        + "short: copy it again or take an earlier checkpoint."
    case .trailingData(let path, let bytes):
      "\(path): \(bytes) bytes follow the last tensor; the file was damaged."
    case .noSuchTensor(let path, let tensor, let available):
      "\(path): there is no tensor \(tensor); there are \(Self.list(available))."
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }
}
