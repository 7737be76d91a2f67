package import Foundation

/// A new file that is written from its start to its end.
package final class FileStream {
  private var file: UnsafeMutablePointer<FILE>?
  private let path: String

  /// Creates or empties a file; `destination` is the name that errors tell.
  package init(creating url: URL, for destination: URL) throws(FileAccessError) {
    path = destination.path
    file = fopen(url.path, "wb")
    guard file != nil else {
      throw FileAccessError(errno: errno, path: path, operation: "creating")
    }
  }

  deinit {
    if let file { fclose(file) }
  }

  /// Adds bytes at the end.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileAccessError) {
    guard bytes.count > 0 else { return }
    guard let file, fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
      throw FileAccessError(errno: errno, path: path, operation: "writing")
    }
  }

  /// Adds bytes at the end.
  package func write(_ data: Data) throws(FileAccessError) {
    let count = data.withUnsafeBytes { buffer in
      file.map { fwrite(buffer.baseAddress, 1, buffer.count, $0) } ?? 0
    }
    guard count == data.count else {
      throw FileAccessError(errno: errno, path: path, operation: "writing")
    }
  }

  /// Hands the last bytes to the system and ends the writing.
  package func close() throws(FileAccessError) {
    guard let file else { return }
    self.file = nil
    guard fclose(file) == 0 else {
      throw FileAccessError(errno: errno, path: path, operation: "writing")
    }
  }
}
