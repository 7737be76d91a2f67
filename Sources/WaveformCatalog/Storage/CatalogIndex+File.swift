import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

extension CatalogIndex {
  /// Reads a catalog's index.
  ///
  /// - Throws: ``CatalogError/foreignFolder(path:reason:)`` if the folder holds no catalog or its index is damaged.
  public init(reading folder: CatalogFolder) throws {
    let obstacle: String? =
      switch folder.contents() {
      case .catalog: nil
      case .unindexed: CatalogFolder.lostIndex
      case .absent: "there is no such folder; check the path"
      case .file: "it is a file and no folder of a catalog; check the path"
      case .empty: "it holds no catalog.nc and is no catalog; check the path"
      case .foreign(let name):
        "it holds \(name) but no catalog.nc and is no catalog; check the path"
      }
    if let obstacle { throw CatalogError.foreignFolder(path: folder.url.path, reason: obstacle) }
    do {
      self = try readingCatalogFile(folder.index) { try Self.read(folder.index) }
    } catch CatalogError.damaged(let path, let reason) {
      throw CatalogError.foreignFolder(
        path: path,
        reason: "the index is damaged: \(reason); catalog validate --rebuild-index writes it again"
      )
    }
  }

  /// Writes the index, which is on the disk as a whole when this returns.
  ///
  /// - Throws: `NetCDFError` or `FileAccessError` if it cannot be written; the old one stays.
  public func write(to folder: CatalogFolder) throws {
    let file = try NetCDFFile(creating: folder.index)
    _ = try file.write(description)
    let event = try file.defineDimension("event", length: entries.count)
    try file.write(entries.map(\.event), on: event)
    let texts: [(name: String, longName: String, values: [String])] = [
      ("file_name", "name of the event's file below the catalog's folder", entries.map(\.fileName)),
      (
        "checksum", "XXH64 checksum of the file, hexadecimal; empty if it is not made",
        entries.map { $0.checksum ?? "" }
      ),
      (
        "split", "what the event serves for in learning: train, validation or test",
        entries.map { $0.split?.rawValue ?? "" }
      ),
    ]
    for text in texts {
      try file.defineVariable(
        text.name,
        .string,
        [event],
        attributes: ["long_name": .text(text.longName)]
      ).write(text.values)
    }
    try file.defineVariable(
      "byte_count",
      .int64,
      [event],
      attributes: ["units": "byte", "long_name": "length of the file; 0 if it is not made"]
    ).write(entries.map { Double($0.byteCount ?? 0) })
    if !splitRule.isEmpty { try file.setAttribute("split_rule", .text(splitRule)) }
    try file.finish()
  }

  private static func read(_ url: URL) throws -> CatalogIndex {
    let file = try NetCDFFile(reading: url)
    let description = try file.readDescription()
    let events = try file.readEvents()
    let names = try file.texts("file_name", count: events.count)
    let checksums = try file.texts("checksum", count: events.count)
    let splits = try file.texts("split", count: events.count)
    let lengths = try file.variable("byte_count").readDoubles()
    guard lengths.count == events.count else {
      throw CatalogError.damaged(path: url.path, reason: "variable byte_count is not whole")
    }
    let entries = try events.indices.map { row in
      var entry = Entry(events[row])
      guard names[row] == entry.fileName else {
        throw CatalogError.damaged(
          path: url.path,
          reason: "the file of event \(entry.id) is called '\(names[row])'"
        )
      }
      guard splits[row].isEmpty || CatalogSplit(rawValue: splits[row]) != nil else {
        throw CatalogError.damaged(
          path: url.path,
          reason: "event \(entry.id) is in a split '\(splits[row])'"
        )
      }
      entry.split = CatalogSplit(rawValue: splits[row])
      entry.checksum = checksums[row].isEmpty ? nil : checksums[row]
      entry.byteCount = checksums[row].isEmpty ? nil : Int(exactly: lengths[row])
      return entry
    }
    var index = try CatalogIndex(description: description, entries: entries)
    index.splitRule = try file.attribute("split_rule")?.text ?? ""
    return index
  }
}

extension NetCDFFile {
  fileprivate func texts(_ name: String, count: Int) throws -> [String] {
    let texts = try variable(name).readStrings()
    guard texts.count == count else {
      throw CatalogError.damaged(path: url.path, reason: "variable \(name) is not whole")
    }
    return texts
  }
}
