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
      do {
        return try entry(of: folder.events.appendingPathComponent(name), description)
      } catch CatalogError.damaged(let path, let reason) {
        throw CatalogError.damaged(
          path: path,
          reason: "\(reason); take it away and write the index once more"
        )
      }
    }
    return try CatalogIndex(description: description, entries: entries)
  }

  /// The entry of an event's file that is whole.
  private static func entry(of url: URL, _ description: CatalogDescription) throws -> Entry {
    let file = try EventFile(reading: url)
    try description.requireEqual(file.description, what: url.path)
    guard url.lastPathComponent == "\(file.event.id).nc" else {
      throw CatalogError.damaged(path: url.path, reason: "it holds event \(file.event.id)")
    }
    var entry = Entry(file.event)
    let fingerprint = try FileFingerprint(of: url)
    entry.byteCount = fingerprint.byteCount
    entry.checksum = fingerprint.checksum
    try EventFile.verify(url, entry: entry, description: description)
    return entry
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
    try requireEqualLines(other, what: what)
    try require("seed", \.seed) { $0.seed.map(String.init) ?? "none" }
    for name in Set(notes.keys).union(other.notes.keys).sorted() {
      try require(name, \.notes[name]) { $0.notes[name] ?? "none" }
    }
    try require("source", \.source) { $0.source }
  }

  /// Refuses another specification, naming its first line that differs.
  private func requireEqualLines(
    _ other: CatalogDescription,
    what: String
  ) throws(CatalogError) {
    guard yaml != other.yaml else { return }
    let (own, others) = (yaml.lines, other.yaml.lines)
    let place = zip(own, others).prefix { $0 == $1 }.count
    func line(_ lines: [Substring]) -> String {
      lines.indices.contains(place) ? "'\(lines[place])'" : "its end"
    }
    throw .mismatch(
      what: "\(what), specification, line \(place + 1)",
      expected: line(own),
      found: line(others)
    )
  }
}

extension String {
  fileprivate var lines: [Substring] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}
