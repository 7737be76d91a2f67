import Foundation
import NumericalRuntime

/// A folder under construction: a hidden name beside its final place, which it takes when it is whole.
enum HiddenFolder {
  /// Makes a folder, lets `body` fill it, and gives it its final name; if `body` throws, nothing remains.
  ///
  /// - Parameters:
  ///   - url: where it shall stand; nothing may stand there.
  ///   - byteCount: the room that it needs.
  ///   - body: fills the folder that it is given.
  /// - Returns: what `body` returns.
  /// - Throws: `FileAccessError`, ``CatalogError/diskTooSmall(path:needed:free:)``, and what `body` throws.
  static func write<Value>(
    to url: URL,
    byteCount: Int,
    _ body: (URL) throws -> Value
  ) throws -> Value {
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw FileAccessError.failed(
        path: url.path,
        operation: "making the folder",
        reason: "it exists already; remove it or name another folder"
      )
    }
    let place = url.deletingLastPathComponent()
    try requireRoom(byteCount, in: place)
    let process = ProcessInfo.processInfo.processIdentifier
    let hidden = place.appendingPathComponent(".\(url.lastPathComponent).\(process).partial")
    do {
      try make(hidden, for: url)
      let value = try body(hidden)
      guard rename(hidden.path, url.path) == 0 else {
        throw FileAccessError(errno: errno, path: url.path, operation: "renaming")
      }
      return value
    } catch {
      try? FileManager.default.removeItem(at: hidden)
      throw error
    }
  }

  private static func make(_ hidden: URL, for url: URL) throws(FileAccessError) {
    guard mkdir(hidden.path, 0o777) == 0 else {
      throw FileAccessError(errno: errno, path: url.path, operation: "making the folder")
    }
  }

  private static func requireRoom(_ byteCount: Int, in folder: URL) throws(CatalogError) {
    guard let free = DiskSpace.system.freeBytes(folder), byteCount > free else { return }
    throw .diskTooSmall(path: folder.path, needed: byteCount, free: free)
  }
}
