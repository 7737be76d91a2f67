import Foundation
import TestSupport
import Testing
import WaveformCatalog

@Test("A folder has one holder at a time, who is named to others")
func lock() throws {
  try withTemporaryFolder { url in
    let folder = CatalogFolder(url)
    let first = try CatalogLock(folder)
    #expect(
      throws: CatalogError.locked(
        path: url.path,
        owner: "process \(ProcessInfo.processInfo.processIdentifier)"
      )
    ) {
      _ = try CatalogLock(folder)
    }
    first.release()
    first.release()
    let second = try CatalogLock(folder)
    second.release()
  }
}

@Test("A lock ends with its object")
func forgottenLock() throws {
  try withTemporaryFolder { url in
    let folder = CatalogFolder(url)
    do {
      let lock = try CatalogLock(folder)
      withExtendedLifetime(lock) {}
    }
    try CatalogLock(folder).release()
  }
}
