import Foundation
import Testing
import WaveformCatalog

@Suite struct CatalogSizeTests {
  private static let layout = ReceiverLayout(
    grid: SurfaceGrid(filling: 0...120_000, 0...80_000, columns: 84, rows: 56)
  )

  @Test("hayward-960 takes 26 MB an event and 25 GB in all")
  func hayward960() {
    let size = CatalogSize(
      eventCount: 960,
      layout: Self.layout,
      sampling: CatalogSampling(interval: 0.26, count: 461)
    )
    // 3 components, 461 snapshots, 84 x 56 points, 4 bytes.
    #expect(size.motionBytes == 26_022_528)
    #expect(size.eventBytes > size.motionBytes && size.eventBytes < size.motionBytes * 102 / 100)
    #expect((24_900_000_000...25_500_000_000).contains(size.bytes))
  }

  @Test("A disk that is too small is refused with both numbers, unless most is there already")
  func smallDisk() throws {
    let size = CatalogSize(
      eventCount: 960,
      layout: Self.layout,
      sampling: CatalogSampling(interval: 0.26, count: 461)
    )
    let folder = URL(fileURLWithPath: "/nowhere/catalog")
    let small = DiskSpace { _ in 12_900_000_000 }
    let error = try #require(throws: CatalogError.self) {
      try size.check(roomIn: folder, disk: small)
    }
    #expect(
      error
        == .diskTooSmall(path: "/nowhere/catalog", needed: size.bytes, free: 12_900_000_000)
    )
    #expect(error.description.contains("25.") && error.description.contains("12.9 GB"))
    try size.check(roomIn: folder, complete: 700, disk: small)
    try size.check(roomIn: folder, disk: DiskSpace { _ in 40_000_000_000 })
    // A file system that does not say is not held against it.
    try size.check(roomIn: folder, disk: DiskSpace { _ in nil })
  }

  @Test("The system tells the room of a folder that is yet to be made")
  func system() throws {
    let folder = FileManager.default.temporaryDirectory
    let free = try #require(DiskSpace.system.freeBytes(folder))
    let inside = folder.appendingPathComponent("a/b/c")
    let freeInside = try #require(DiskSpace.system.freeBytes(inside))
    #expect(free > 0)
    // Other programs write at the same time.
    #expect(abs(Double(freeInside) / Double(free) - 1) < 0.5)
  }
}
