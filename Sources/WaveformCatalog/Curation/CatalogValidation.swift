import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// What is wrong with a catalog's files, found by reading all of them again.
public struct CatalogValidation: Sendable {
  /// A file that is not what the index says.
  public struct Damage: Sendable {
    /// The event.
    public let id: String
    /// The file and what is wrong with it.
    public let error: any Error
  }

  /// Events whose files are damaged, in the order of the index.
  public private(set) var damages: [Damage] = []
  /// What is wrong with the catalog's other files.
  public private(set) var faults: [CatalogError] = []
  /// Names in the folder of the events that the index does not know.
  public private(set) var strangers: [String] = []
  /// The number of files that were read.
  public private(set) var checkedCount = 0

  /// Whether nothing is wrong.
  public var isGood: Bool { damages.isEmpty && faults.isEmpty }

  /// Reads a catalog's files again; see ``EventFile/verify(_:entry:description:)``.
  ///
  /// - Parameters:
  ///   - index: the index.
  ///   - folder: the catalog.
  ///   - ids: the events to be looked at; nil for all.
  ///   - progress: called after each group of files with how many of how many are done; false stops.
  /// - Throws: ``CatalogError/interrupted(complete:of:)`` if `progress` stops it.
  public init(
    of index: CatalogIndex,
    in folder: CatalogFolder,
    events ids: Set<String>? = nil,
    progress: (Int, Int) -> Bool = { _, _ in true }
  ) throws {
    let entries = index.entries.filter { $0.isMade && (ids?.contains($0.id) ?? true) }
    let group = max(1, ThreadBudget.available)
    for start in stride(from: 0, to: entries.count, by: group) {
      let part = Array(entries[start..<min(start + group, entries.count)])
      let found = parallelMap(part) { entry -> Damage? in
        do {
          let url = folder.file(entry.fileName)
          try EventFile.verify(url, entry: entry, description: index.description)
          return nil
        } catch {
          return Damage(id: entry.id, error: error)
        }
      }
      damages += found.compactMap { $0 }
      checkedCount += part.count
      guard progress(checkedCount, entries.count) else {
        throw CatalogError.interrupted(complete: checkedCount, of: entries.count)
      }
    }
    strangers = Self.strangers(in: folder, index)
    faults = Self.faults(in: folder, index)
  }

  private static func strangers(in folder: CatalogFolder, _ index: CatalogIndex) -> [String] {
    let known = Set(index.entries.filter(\.isMade).map(\.fileName))
    return CatalogFolder.names(in: folder.events).map { "events/\($0)" }
      .filter { !known.contains($0) }
  }

  private static func faults(in folder: CatalogFolder, _ index: CatalogIndex) -> [CatalogError] {
    let found = [
      (folder.specification, fault(inSpecification: folder.specification, index)),
      (folder.quakeML, fault(inQuakeML: folder.quakeML, index)),
    ]
    return found.compactMap { url, fault in fault.map { .damaged(path: url.path, reason: $0) } }
  }

  /// What is wrong with the specification; it may be absent, as of merged and imported catalogs.
  private static func fault(inSpecification url: URL, _ index: CatalogIndex) -> String? {
    guard FileManager.default.fileExists(atPath: url.path),
      (try? FileContents.readText(url)) != index.description.yaml
    else { return nil }
    return "it is not the specification that the catalog was made from"
  }

  /// What is wrong with the events' QuakeML.
  private static func fault(inQuakeML url: URL, _ index: CatalogIndex) -> String? {
    guard FileManager.default.fileExists(atPath: url.path) else { return "there is no such file" }
    do {
      return fault(in: try QuakeML.read(contentsOf: url), index)
    } catch {
      return "it cannot be read (\(error))"
    }
  }

  /// What is wrong with the events as QuakeML has them.
  private static func fault(in stored: [SeismicEvent], _ index: CatalogIndex) -> String? {
    let expected = index.entries.map(\.event.seismicEvent)
    guard stored.map(\.publicID) == expected.map(\.publicID) else {
      return "its events are not those of the index"
    }
    let differs = zip(stored, expected).first { stored, expected in
      var stored = stored
      // A file without the remark on an unknown time is as good.
      stored.origin.isTimeKnown = expected.origin.isTimeKnown
      return QuakeML.text(of: [stored]) != QuakeML.text(of: [expected])
    }
    return differs.map { "what it says of event \($0.1.name) is not what the index says" }
  }
}
