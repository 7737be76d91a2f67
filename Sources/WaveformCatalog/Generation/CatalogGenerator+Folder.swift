import Foundation
import NumericalRuntime

extension CatalogGenerator {
  /// Starts a catalog's folder, or finds out what of it is complete.
  ///
  /// Going on, every file is read and compared with its checksum: what is damaged is made again.
  func prepare(_ description: CatalogDescription, resuming: Bool) throws -> CatalogIndex {
    let planned = events.map(\.event)
    guard case .catalog = folder.contents() else {
      let index = try CatalogIndex(description: description, events: planned)
      try Data(specification.yaml.utf8).write(to: folder.specification, options: .atomic)
      try folder.writeQuakeML(planned)
      try index.write(to: folder)
      return index
    }
    guard resuming else {
      throw CatalogError.foreignFolder(
        path: folder.url.path,
        reason: "it already holds a catalog; go on with --resume or name another folder"
      )
    }
    folder.removeUnfinished()
    var index = try CatalogIndex(reading: folder)
    try index.description.requireEqual(description, what: folder.index.path)
    guard index.entries.map(\.event) == planned else {
      throw CatalogError.mismatch(
        what: "\(folder.index.path), events",
        expected: "the \(planned.count) events of the specification",
        found: "others (\(index.entries.count))"
      )
    }
    let found = parallelMap(index.entries) { entry in
      fingerprint(ofComplete: entry, description: description)
    }
    for (entry, fingerprint) in zip(index.entries, found) {
      if let fingerprint {
        index.markMade(entry.id, fingerprint)
      } else {
        index.markMissing(entry.id)
      }
    }
    try index.write(to: folder)
    return index
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

extension CatalogFolder {
  /// Strains of reciprocal runs while a catalog is being made.
  var scratch: URL { url.appendingPathComponent(".strains") }
}
