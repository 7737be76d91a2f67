internal import Foundation

/// A file that cannot be read or written, whatever its format.
public enum FileAccessError: Error, Hashable, Sendable {
  /// There is no such file or folder.
  case notFound(path: String)
  /// The disk has no room left.
  case diskFull(path: String)
  /// The operating system refuses; `reason` is its text.
  case failed(path: String, operation: String, reason: String)
  /// A file of this name exists and was not to be replaced.
  case exists(path: String)
}

extension FileAccessError: CustomStringConvertible {
  /// One sentence: what happened, the value, the remedy.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or folder; check the path."
    case .diskFull(let path):
      "\(path): the disk is full; free some space or write to another disk."
    case .failed(let path, let operation, let reason):
      "\(path): \(operation) failed: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
    case .exists(let path):
      "\(path) exists already; remove it, name another output, or replace it with --overwrite."
    }
  }
}

extension FileAccessError {
  /// The error that an `errno` stands for.
  package init(errno code: Int32, path: String, operation: String) {
    self =
      switch code {
      case ENOENT: .notFound(path: path)
      case ENOSPC, EDQUOT: .diskFull(path: path)
      default:
        .failed(path: path, operation: operation, reason: String(cString: strerror(code)))
      }
  }
}
