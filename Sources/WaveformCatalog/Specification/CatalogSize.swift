public import Foundation

/// How much room a catalog takes.
public struct CatalogSize: Hashable, Sendable {
  /// The number of events.
  public let eventCount: Int
  /// Bytes of ground motion in an event's file: 3 components × samples × receivers × 4.
  public let motionBytes: Int
  /// Bytes of an event's file, at most: the motion with maps, coordinates and headers.
  public let eventBytes: Int

  /// The size of so many events with such receivers and samples.
  ///
  /// Beside the motion a file has, for each point of a surface grid, three peak values and two coordinates, the
  /// times of the samples, the axes and stations, and headers of less than 128 kB.
  public init(eventCount: Int, layout: ReceiverLayout, sampling: CatalogSampling) {
    self.eventCount = eventCount
    motionBytes = 12 * sampling.count * layout.count
    let points = layout.grid?.count ?? 0
    let axes = 8 * (sampling.count + (layout.grid.map { $0.x.count + $0.y.count } ?? 0))
    eventBytes = motionBytes + 28 * points + axes + 128 * layout.stations.count + 131_072
  }

  /// Bytes of the whole catalog, at most: the events with an entry each in index and QuakeML.
  public var bytes: Int {
    let (product, isTooLarge) = eventCount.multipliedReportingOverflow(by: eventBytes + 4096)
    let overhead = 1_048_576
    return isTooLarge || product > .max - overhead ? .max : product + overhead
  }

  /// Refuses a folder whose disk has too little room.
  ///
  /// - Parameters:
  ///   - folder: where the catalog is to stand; it need not exist.
  ///   - complete: how many of the events stand there already.
  ///   - disk: what tells the free room.
  /// - Throws: ``CatalogError/diskTooSmall(path:needed:free:)``.
  public func check(
    roomIn folder: URL,
    complete: Int = 0,
    disk: DiskSpace = .system
  ) throws(CatalogError) {
    guard let free = disk.freeBytes(folder) else { return }
    let needed = bytes - min(complete, eventCount) * eventBytes
    guard needed <= free else {
      throw .diskTooSmall(path: folder.path, needed: needed, free: free)
    }
  }
}

/// What tells how much room a disk has.
public struct DiskSpace: Sendable {
  /// The free bytes of the file system that holds a path, or would; nil if it does not say.
  public var freeBytes: @Sendable (URL) -> Int?

  /// A teller of free bytes.
  public init(freeBytes: @escaping @Sendable (URL) -> Int?) {
    self.freeBytes = freeBytes
  }

  /// What the system says about the nearest folder above the path that exists, for a user without privileges.
  public static let system = DiskSpace { url in
    var folder = url.absoluteURL.standardizedFileURL
    while !FileManager.default.fileExists(atPath: folder.path), folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
    }
    var status = statvfs()
    guard statvfs(folder.path, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }
}
