public import Foundation
import NumericalRuntime
import SeismicFiles
public import Seismology

/// A folder of recordings with what belongs to it: events, station files, places.
public struct RecordingSet: Sendable {
  /// Where miniSEED and SAC files stand.
  public var waveforms: URL
  /// The earthquakes.
  public var events: [RecordedEvent]
  /// Stations with channels and responses, if there are station files.
  public var inventory: StationInventory?
  /// Places of stations that no station file tells.
  public var stations: [Station]

  /// A set from its parts.
  public init(
    waveforms: URL,
    events: [RecordedEvent],
    inventory: StationInventory? = nil,
    stations: [Station] = []
  ) {
    self.waveforms = waveforms
    self.events = events
    self.inventory = inventory
    self.stations = stations
  }

  /// Reads a set from a folder.
  ///
  /// - Parameters:
  ///   - folder: its folder; waveforms stand in `waveforms` below it if there is such a folder.
  ///   - events: the event table or QuakeML file; nil for `events.csv`, else `events.xml`.
  ///   - stationFiles: StationXML files, or folders of them; nil for all that stand in the folder and those below it.
  ///   - stationTable: a table of stations' places; nil for `stations.csv` if it is there.
  /// - Throws: `FileAccessError` for what is not there, ``CatalogError/foreignFolder(path:reason:)`` for a folder
  ///   without an event table, or what the readers of these files throw.
  public init(
    folder: URL,
    events: URL? = nil,
    stationFiles: [URL]? = nil,
    stationTable: URL? = nil
  ) throws {
    let below = folder.appendingPathComponent("waveforms")
    waveforms = FileManager.default.fileExists(atPath: below.path) ? below : folder
    let tables = ["events.csv", "events.xml"].map { folder.appendingPathComponent($0) }
    guard Self.exists(folder) else { throw FileAccessError.notFound(path: folder.path) }
    guard let table = events ?? tables.first(where: { Self.exists($0) }) else {
      throw CatalogError.foreignFolder(
        path: folder.path,
        reason: "it has neither events.csv nor events.xml; name the event table by --events"
      )
    }
    self.events = try EventTable.read(table)
    let files = try stationFiles?.flatMap { try Self.stationFiles(at: $0) }
    let inventories = try (files ?? Self.stationXML(below: folder)).map {
      try StationFile.readInventory($0)
    }
    inventory =
      inventories.isEmpty ? nil : StationInventory(networks: inventories.flatMap(\.networks))
    let standard = folder.appendingPathComponent("stations.csv")
    let places = stationTable ?? (Self.exists(standard) ? standard : nil)
    stations = try places.map { try StationFile.readStations($0) } ?? []
  }

  private static func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path)
  }

  private static func stationFiles(at url: URL) throws(FileAccessError) -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw .notFound(path: url.path)
    }
    return isFolder.boolValue ? stationXML(below: url) : [url]
  }

  /// The StationXML files of a folder and those below it, known by their content, by name.
  private static func stationXML(below folder: URL) -> [URL] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.lowercased().hasSuffix(".xml") }
      .map { folder.appendingPathComponent($0) }
      .filter { url in
        let text = (try? FileContents.read(url)).map {
          String(decoding: $0.prefix(4096), as: UTF8.self)
        }
        return text?.contains("FDSNStationXML") ?? false
      }
  }
}
