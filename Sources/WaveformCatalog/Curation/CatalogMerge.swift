public import Foundation
import NumericalRuntime

/// Several catalogs of the same receivers and sampling made into one.
///
/// The events' files are written anew with the merged description, so that the result is a catalog like any other.
/// Splits are kept where every catalog has one.
public struct CatalogMerge: Sendable {
  /// A catalog that goes into the merged one.
  public struct Part: Sendable {
    /// Where it stands.
    public var folder: CatalogFolder
    /// Put before the identifiers of its events; often empty.
    public var prefix: String

    /// A part; by default its events keep their identifiers.
    public init(_ folder: CatalogFolder, prefix: String = "") {
      self.folder = folder
      self.prefix = prefix
    }
  }

  /// The index of the merged catalog, of which nothing is made yet.
  public private(set) var index: CatalogIndex
  private let sources: [(file: URL, entry: CatalogIndex.Entry, id: String)]

  /// Reads the indices and checks that the catalogs fit together.
  ///
  /// - Parameters:
  ///   - parts: the catalogs, in the order of their events.
  ///   - title: the title of the merged catalog; nil for the titles of its parts.
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` where they differ in receivers, sampling or local axes or
  ///   one is not complete, ``CatalogError/duplicateID(_:)`` for an event in two of them, and as
  ///   ``CatalogIndex/open(_:)``.
  public init(_ parts: [Part], title: String? = nil) throws {
    guard let first = parts.first else {
      throw CatalogError.mismatch(
        what: "catalogs to merge",
        expected: "at least one",
        found: "none"
      )
    }
    let indices = try parts.map { try CatalogIndex.open($0.folder) }
    for (part, other) in zip(parts, indices) {
      try indices[0].requireMergeable(with: other, first: first.folder, folder: part.folder)
    }
    var entries: [CatalogIndex.Entry] = []
    var sources: [(file: URL, entry: CatalogIndex.Entry, id: String)] = []
    let isSplit = indices.allSatisfy { $0.entries.allSatisfy { $0.split != nil } }
    for (part, index) in zip(parts, indices) {
      for entry in index.entries {
        var event = entry.event
        event.id = part.prefix + entry.id
        var merged = CatalogIndex.Entry(event)
        merged.split = isSplit ? entry.split : nil
        entries.append(merged)
        sources.append((part.folder.file(entry.fileName), entry, event.id))
      }
    }
    let description = Self.description(indices.map(\.description), title: title)
    index = try CatalogIndex(description: description, entries: entries)
    if isSplit {
      index.splitRule = Self.joined(indices.map(\.splitRule).filter { !$0.isEmpty }, by: "; ")
    }
    self.sources = sources
  }

  /// Bytes that the merged catalog takes, nearly.
  public var byteCount: Int { sources.reduce(0) { $0 + ($1.entry.byteCount ?? 0) } }

  /// Writes the merged catalog into a folder that is made for it and appears under its name when it is whole.
  ///
  /// - Parameters:
  ///   - url: where it shall stand; nothing may stand there.
  ///   - progress: called after each event with how many of how many are done; false stops.
  /// - Returns: its index.
  /// - Throws: `FileAccessError` if it cannot be written, ``CatalogError/diskTooSmall(path:needed:free:)``,
  ///   ``CatalogError/damaged(path:reason:)``, ``CatalogError/interrupted(complete:of:)``.
  public func write(
    to url: URL,
    progress: (Int, Int) -> Bool = { _, _ in true }
  ) throws -> CatalogIndex {
    try HiddenFolder.write(to: url, byteCount: byteCount) { hidden in
      let folder = CatalogFolder(hidden)
      try folder.create()
      var index = index
      for (number, source) in sources.enumerated() {
        // A damaged file must not become a good one by being copied.
        try source.entry.requireChecksum(at: source.file)
        var waveforms = try EventFile.read(source.file)
        waveforms.event.id = source.id
        let mark = try EventFile.write(
          waveforms,
          description: index.description,
          to: folder.eventFile(source.id)
        )
        index.markMade(source.id, mark)
        guard progress(number + 1, sources.count) else {
          throw CatalogError.interrupted(complete: 0, of: sources.count)
        }
      }
      try folder.writeQuakeML(index.entries.map(\.event))
      try index.write(to: folder)
      return index
    }
  }

  private static func description(
    _ parts: [CatalogDescription],
    title: String?
  ) -> CatalogDescription {
    var merged = parts[0]
    merged.title = title ?? joined(parts.map(\.title), by: " + ")
    merged.source = joined(parts.map(\.source), by: "; ")
    let yamls = parts.map(\.yaml).filter { !$0.isEmpty }
    merged.yaml = joined(yamls.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }, by: "---\n")
    if parts.contains(where: { $0.seed != merged.seed }) { merged.seed = nil }
    let names = Set(parts.flatMap(\.notes.keys))
    for name in names {
      merged.notes[name] = joined(parts.compactMap { $0.notes[name] }, by: "; ")
    }
    return merged
  }

  /// The different texts, in the order of their first.
  private static func joined(_ texts: [String], by separator: String) -> String {
    var different: [String] = []
    for text in texts where !different.contains(text) { different.append(text) }
    return different.joined(separator: separator)
  }
}

extension CatalogIndex {
  /// Refuses a catalog that cannot be merged with this one.
  fileprivate func requireMergeable(
    with other: CatalogIndex,
    first: CatalogFolder,
    folder: CatalogFolder
  ) throws(CatalogError) {
    guard other.missing.isEmpty else {
      throw .mismatch(
        what: folder.url.path,
        expected: "all \(other.entries.count) events made",
        found: "\(other.missing.count) missing; make them with catalog generate --resume"
      )
    }
    let (a, b) = (description, other.description)
    func differ(_ what: String, _ here: String, _ there: String) -> CatalogError {
      .mismatch(
        what: "\(what) of \(folder.url.path)",
        expected: "that of \(first.url.path), \(here)",
        found: there
      )
    }
    guard a.sampling == b.sampling else {
      throw differ("sampling", a.sampling.words, b.sampling.words)
    }
    guard a.layout == b.layout else {
      let words = (a.layout.words, b.layout.words)
      throw words.0 == words.1
        ? differ("layout", words.0, "as many receivers at other places or of other names")
        : differ("layout", words.0, words.1)
    }
    guard a.frame == b.frame else {
      throw differ("local frame", a.frame.words, b.frame.words)
    }
  }
}
