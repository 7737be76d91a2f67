public import Foundation
import NumericalRuntime
import SeismicFiles

extension CatalogIndex.Entry {
  /// Refuses an event's file that is not there or not as long as the index says; reads nothing of it.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)``.
  public func requirePresence(at url: URL) throws(CatalogError) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
    guard let found = (attributes?[.size] as? NSNumber)?.intValue else {
      throw .damaged(path: url.path, reason: "there is no such file")
    }
    if let byteCount, found != byteCount {
      throw .damaged(path: url.path, reason: "it is \(found) bytes long, not \(byteCount)")
    }
  }

  /// Refuses an event's file that is not there or whose length or checksum is not what the index says; reads all of it.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)``, `FileAccessError` if the disk fails.
  public func requireChecksum(at url: URL) throws {
    try requirePresence(at: url)
    guard let checksum else { return }
    let found = try FileFingerprint(of: url).checksum
    guard found == checksum else {
      throw CatalogError.damaged(
        path: url.path,
        reason: "its checksum is \(found), in the index \(checksum)"
      )
    }
  }
}

extension CatalogIndex {
  /// Opens a catalog: its index, with every file there and as long as it should be.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` for the first file that is not, and as ``init(reading:)``.
  public static func open(_ folder: CatalogFolder) throws -> CatalogIndex {
    let index = try CatalogIndex(reading: folder)
    if let (_, error) = index.absent(in: folder).first { throw error }
    return index
  }

  /// The events that should be there and are not, or not whole, by presence and length of their files.
  public func absent(in folder: CatalogFolder) -> [(id: String, error: CatalogError)] {
    entries.filter(\.isMade).compactMap { entry in
      do throws(CatalogError) {
        try entry.requirePresence(at: folder.file(entry.fileName))
        return nil
      } catch {
        return (entry.id, error)
      }
    }
  }

  /// An index made from the events' files alone, in the order of their names; splits are lost.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` for a file that cannot be read,
  ///   ``CatalogError/mismatch(what:expected:found:)`` if the files are not of one catalog.
  public static func rebuilt(from folder: CatalogFolder) throws -> CatalogIndex {
    let names = CatalogFolder.names(in: folder.events).filter { $0.hasSuffix(".nc") }
    guard let first = names.first else {
      throw CatalogError.foreignFolder(
        path: folder.events.path,
        reason: "it holds no files of events, so that there is nothing to index"
      )
    }
    let description = try EventFile(reading: folder.events.appendingPathComponent(first))
      .description
    let entries = try names.map { name in
      let url = folder.events.appendingPathComponent(name)
      let file = try EventFile(reading: url)
      try description.requireEqual(file.description, what: url.path)
      guard name == "\(file.event.id).nc" else {
        throw CatalogError.damaged(path: url.path, reason: "it holds event \(file.event.id)")
      }
      var entry = Entry(file.event)
      let fingerprint = try FileFingerprint(of: url)
      entry.byteCount = fingerprint.byteCount
      entry.checksum = fingerprint.checksum
      try EventFile.verify(url, entry: entry, description: description)
      return entry
    }
    return try CatalogIndex(description: description, entries: entries)
  }
}

extension CatalogDescription {
  /// Refuses another description, naming the first part that differs.
  func requireEqual(_ other: CatalogDescription, what: String) throws(CatalogError) {
    func require<Part: Equatable>(
      _ name: String,
      _ part: KeyPath<CatalogDescription, Part>,
      _ words: (CatalogDescription) -> String
    ) throws(CatalogError) {
      guard self[keyPath: part] == other[keyPath: part] else {
        throw .mismatch(
          what: "\(what), \(name)",
          expected: words(self),
          found: words(other)
        )
      }
    }
    try require("title", \.title) { $0.title }
    try require("sampling", \.sampling) { $0.sampling.words }
    try require("receivers", \.layout) { $0.layout.words }
    try require("local axes", \.frame) { $0.frame.words }
    try require("configuration", \.yaml) { _ in "one configuration for all events" }
    try require("seed", \.seed) { $0.seed.map(String.init) ?? "none" }
    try require("notes", \.notes) { "\($0.notes.sorted { $0.key < $1.key })" }
    try require("source", \.source) { $0.source }
  }
}
