internal import CNetCDF
internal import Foundation
internal import Synchronization

/// The files that are open for reading, each once however many objects read it.
///
/// HDF5 shares the data sets of a file among its openings; texts are read through the opening that came first, and
/// reading them after it was closed crashes (seen with HDF5 1.10.8).
enum OpenFiles {
  /// A file, whatever its path.
  private struct Key: Hashable {
    var device, number: UInt64

    /// The file at a path; nil if there is none.
    init?(path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      number = UInt64(status.st_ino)
    }
  }

  /// A handle of the library and how many objects use it.
  private struct Opening {
    var key: Key
    var handle: Int32
    var users: Int
  }

  private static let openings = Mutex<[Opening]>([])

  /// A handle for reading a file: that of those who read it already, or a new one.
  static func open(_ path: String) throws(NetCDFError) -> Int32 {
    try NetCDFLibrary.locked { () throws(NetCDFError) -> Int32 in
      let key = Key(path: path)
      if let key, let handle = join(key) { return handle }
      var handle: Int32 = 0
      try NetCDFError.check(nc_open(path, NC_NOWRITE, &handle), "opening", path: path)
      // A file that was replaced meanwhile is not known; nobody joins its readers.
      if let key, key == Key(path: path) {
        let opening = Opening(key: key, handle: handle, users: 1)
        openings.withLock { $0.append(opening) }
      }
      return handle
    }
  }

  /// Gives a handle back; the last user closes it.
  static func close(_ handle: Int32) {
    NetCDFLibrary.locked {
      let isLast = openings.withLock { openings in
        guard let place = openings.firstIndex(where: { $0.handle == handle }) else { return true }
        openings[place].users -= 1
        guard openings[place].users == 0 else { return false }
        openings.remove(at: place)
        return true
      }
      if isLast { _ = nc_close(handle) }
    }
  }

  private static func join(_ key: Key) -> Int32? {
    openings.withLock { openings in
      guard let place = openings.firstIndex(where: { $0.key == key }) else { return nil }
      openings[place].users += 1
      return openings[place].handle
    }
  }
}
