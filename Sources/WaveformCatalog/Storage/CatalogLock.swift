import Foundation
import NumericalRuntime
import Synchronization

/// The right to write in a catalog's folder, held by one process at a time.
///
/// It ends with ``release()``, with the object, or with the process, however that ends. The file `.lock` stays.
///
/// - Reference: flock(2).
public final class CatalogLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Takes the lock of a folder that exists.
  ///
  /// - Throws: ``CatalogError/locked(path:owner:)`` if another holder works there, `FileAccessError` if the folder
  ///   cannot be written.
  public init(_ folder: CatalogFolder) throws {
    let path = folder.lockFile.path
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw FileAccessError(errno: errno, path: path, operation: "locking the catalog")
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let owner = Self.owner(file)
      close(file)
      guard code == EWOULDBLOCK else {
        throw FileAccessError(errno: code, path: path, operation: "locking the catalog")
      }
      throw CatalogError.locked(path: folder.url.path, owner: owner)
    }
    descriptor = Mutex(file)
    let text = "\(ProcessInfo.processInfo.processIdentifier)\n"
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.utf8.count, 0) == text.utf8.count else {
      throw FileAccessError(errno: errno, path: path, operation: "locking the catalog")
    }
  }

  deinit { release() }

  /// Gives the lock back; further calls do nothing.
  public func release() {
    descriptor.withLock { file in
      if let number = file { close(number) }
      file = nil
    }
  }

  private static func owner(_ file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(file, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    guard let process = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      return "another process"
    }
    return "process \(process)"
  }
}
