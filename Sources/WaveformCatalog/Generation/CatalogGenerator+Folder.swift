import Foundation
import NumericalRuntime

extension CatalogGenerator {
  /// Starts a catalog's folder, or finds out what of it is complete.
  ///
  /// Going on, every file is read and compared with its checksum: what is damaged is made again.
  func prepare(_ description: CatalogDescription, resuming: Bool) throws -> CatalogIndex {
    let planned = events.map(\.event)
    folder.removeUnfinished()
    guard case .catalog = folder.contents() else {
      let index = try CatalogIndex(description: description, events: planned)
      try writeCompanions(planned)
      try index.write(to: folder)
      return index
    }
    guard resuming else {
      throw CatalogError.foreignFolder(
        path: folder.url.path,
        reason: "it already holds a catalog; go on with --resume or name another folder"
      )
    }
    var index = try known(planned, description)
    try writeCompanions(planned)
    let found = parallelMap(index.entries) { entry in
      fingerprint(ofComplete: entry, description: description)
    }
    for (entry, fingerprint) in zip(index.entries, found) {
      if let fingerprint {
        index.markMade(entry.id, fingerprint)
        continue
      }
      // It must go before the index forgets its checksum, else the next --resume would take it for whole.
      try? FileManager.default.removeItem(at: folder.file(entry.fileName))
      index.markMissing(entry.id)
    }
    try index.write(to: folder)
    return index
  }

  /// What the folder's index tells of the planned events, in their order.
  ///
  /// One that was made from the events' files lacks those that were not made, and lists the others by name.
  private func known(
    _ planned: [CatalogEvent],
    _ description: CatalogDescription
  ) throws -> CatalogIndex {
    let index = try CatalogIndex(reading: folder)
    try description.requireEqual(index.description, what: folder.index.path)
    let matching = planned.count { index.entry($0.id)?.event == $0 }
    guard matching == index.entries.count else {
      throw CatalogError.mismatch(
        what: "\(folder.index.path), events",
        expected: "the \(planned.count) events of the specification",
        found: "\(index.entries.count), of which \(index.entries.count - matching) are others"
      )
    }
    var known = try CatalogIndex(
      description: description,
      entries: planned.map { index.entry($0.id) ?? CatalogIndex.Entry($0) }
    )
    known.splitRule = index.splitRule
    return known
  }

  /// Writes `catalog.yaml` and `events.xml` where they do not stand as they should.
  private func writeCompanions(_ planned: [CatalogEvent]) throws {
    let texts = [
      (folder.specification, specification.yaml),
      (folder.quakeML, CatalogFolder.quakeML(of: planned)),
    ]
    for (url, text) in texts where (try? FileContents.readText(url)) != text {
      try FileContents.write(text, to: url)
    }
  }

  /// Length and checksum of an event's file if it is there and whole; nil if it must be made.
  private func fingerprint(
    ofComplete entry: CatalogIndex.Entry,
    description: CatalogDescription
  ) -> FileFingerprint? {
    let url = folder.file(entry.fileName)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      let fingerprint = try FileFingerprint(of: url)
      if let checksum = entry.checksum {
        return checksum == fingerprint.checksum ? fingerprint : nil
      }
      // A killed run wrote it, but not the index.
      var whole = entry
      whole.byteCount = fingerprint.byteCount
      whole.checksum = fingerprint.checksum
      try EventFile.verify(url, entry: whole, description: description)
      return fingerprint
    } catch {
      return nil
    }
  }
}
