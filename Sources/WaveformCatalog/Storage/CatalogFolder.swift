public import Foundation
import NumericalRuntime

/// The folder of a catalog: which file stands where.
///
/// | name | holds |
/// |---|---|
/// | `catalog.nc` | the index: all events, their files' checksums and splits; see ``CatalogIndex`` |
/// | `events/ID.nc` | an event with its ground motion; see ``EventFile`` |
/// | `events.xml` | all events as QuakeML 1.2 |
/// | `catalog.yaml` | the specification as it was read, if the catalog was simulated |
/// | `normalization.nc` | means and deviations of the training events, once computed |
/// | `report.csv` | what became of each record, if the catalog was imported |
/// | `.lock` | see ``CatalogLock`` |
public struct CatalogFolder: Hashable, Sendable {
  /// The folder.
  public let url: URL

  /// A folder, whether it exists or not.
  public init(_ url: URL) { self.url = url }

  /// The index.
  public var index: URL { url.appendingPathComponent("catalog.nc") }
  /// The folder of the events' files.
  public var events: URL { url.appendingPathComponent("events") }
  /// All events as QuakeML.
  public var quakeML: URL { url.appendingPathComponent("events.xml") }
  /// The specification as it was read.
  public var specification: URL { url.appendingPathComponent("catalog.yaml") }
  /// Means and deviations of the training events.
  public var normalization: URL { url.appendingPathComponent("normalization.nc") }
  /// What became of each record of an import.
  public var report: URL { url.appendingPathComponent("report.csv") }
  /// The file of the lock.
  public var lockFile: URL { url.appendingPathComponent(".lock") }

  /// Strains of reciprocal runs while a catalog is being made.
  var scratch: URL { url.appendingPathComponent(".strains") }

  /// The file of an event.
  public func eventFile(_ id: String) -> URL { file(Self.fileName(id)) }

  /// A file by its name in the index.
  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// The name of an event's file in the index.
  public static func fileName(_ id: String) -> String { "events/\(id).nc" }

  /// What stands at the place.
  public enum Contents: Hashable, Sendable {
    /// Nothing.
    case absent
    /// A folder with nothing in it, or only a lock and files that a killed run left unfinished.
    case empty
    /// A folder with an index.
    case catalog
    /// A folder with events' files but no index.
    case unindexed
    /// A folder with something else in it, of which one is named.
    case foreign(String)
    /// A file.
    case file
  }

  /// What stands at the place.
  public func contents() -> Contents {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return .absent
    }
    guard isFolder.boolValue else { return .file }
    if FileManager.default.fileExists(atPath: index.path) { return .catalog }
    let own = [lockFile, events, specification, quakeML, normalization, report, scratch]
      .map(\.lastPathComponent)
    if let stranger = Self.names(in: url).first(where: { !own.contains($0) }) {
      return .foreign(stranger)
    }
    let files = Self.names(in: events)
    if let stranger = files.first(where: { !$0.hasSuffix(".nc") }) {
      return .foreign("events/\(stranger)")
    }
    return files.isEmpty ? .empty : .unindexed
  }

  /// The names in a folder in order, without those of files that are not finished.
  static func names(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !isPartial($0) }.sorted()
  }

  /// Makes the folder and the one for the events' files; nothing if they are there.
  ///
  /// - Throws: ``CatalogError/foreignFolder(path:reason:)`` if something else stands there, `FileAccessError` if a
  ///   folder cannot be made.
  public func create() throws {
    switch contents() {
    case .foreign(let name):
      throw CatalogError.foreignFolder(
        path: url.path,
        reason: "it holds \(name), which is no part of a catalog; name another folder"
      )
    case .file:
      throw CatalogError.foreignFolder(path: url.path, reason: "it is a file; name a folder")
    case .unindexed:
      throw CatalogError.foreignFolder(path: url.path, reason: Self.lostIndex)
    case .absent, .empty, .catalog: break
    }
    do {
      try FileManager.default.createDirectory(at: events, withIntermediateDirectories: true)
    } catch {
      throw FileAccessError.failed(
        path: events.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
  }

  /// What to do about a folder without its index.
  static let lostIndex =
    "it holds files of events but no catalog.nc; catalog validate --rebuild-index writes it again"

  /// Removes what killed runs left unfinished; only for the holder of the lock.
  public func removeUnfinished() {
    for folder in [url, events] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names where Self.isPartial(name) {
        try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
    }
  }

  private static func isPartial(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".partial")
  }
}
