package import Foundation

/// A file under construction: a hidden name in the folder of its final place.
///
/// Nothing stands under the final name until ``commit()`` has brought the bytes to the disk and renamed
/// the file; a run that is killed leaves at most the hidden file behind.
package struct TemporaryFile {
  /// Where the file will stand when whole.
  package let destination: URL
  /// Where it is being written.
  package let url: URL

  /// A hidden name beside `destination`, unique to this process and call.
  package init(for destination: URL) {
    self.destination = destination
    let unique = "\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
    let name = ".\(destination.lastPathComponent).\(unique).partial"
    url = destination.deletingLastPathComponent().appendingPathComponent(name)
  }

  /// Brings the bytes to the disk, then gives the file its final name.
  package func commit() throws(FileAccessError) {
    try Self.synchronize(url, flags: O_RDWR, for: destination)
    guard rename(url.path, destination.path) == 0 else {
      throw FileAccessError(errno: errno, path: destination.path, operation: "renaming")
    }
    // A file system that cannot sync folders still has the renamed file.
    try? Self.synchronize(
      destination.deletingLastPathComponent(),
      flags: O_RDONLY,
      for: destination
    )
  }

  /// Removes the unfinished file.
  package func discard() {
    unlink(url.path)
  }

  private static func synchronize(
    _ url: URL,
    flags: Int32,
    for destination: URL
  ) throws(FileAccessError) {
    let descriptor = open(url.path, flags)
    guard descriptor >= 0 else {
      throw FileAccessError(errno: errno, path: destination.path, operation: "opening")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw FileAccessError(errno: errno, path: destination.path, operation: "writing")
    }
  }
}
