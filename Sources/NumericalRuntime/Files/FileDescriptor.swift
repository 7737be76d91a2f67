package import Foundation

/// A file that is open for reading at any place.
package final class FileDescriptor: Sendable {
  private let number: Int32

  /// Opens a file.
  package init(reading url: URL) throws(FileAccessError) {
    number = open(url.path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else {
      throw FileAccessError(errno: errno, path: url.path, operation: "opening")
    }
  }

  deinit {
    close(number)
  }

  /// The length of the file; `path` is for the error's text.
  package func byteCount(path: String) throws(FileAccessError) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else {
      throw FileAccessError(errno: errno, path: path, operation: "reading")
    }
    return Int(status.st_size)
  }

  /// Fills `buffer` from a place in the file and returns how many bytes there were before the file's end.
  package func read(
    at start: Int,
    into buffer: UnsafeMutableRawBufferPointer,
    path: String
  ) throws(FileAccessError) -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let got = pread(number, base + done, buffer.count - done, off_t(start + done))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw FileAccessError(errno: errno, path: path, operation: "reading")
      }
      if got == 0 { break }
      done += got
    }
    return done
  }
}
