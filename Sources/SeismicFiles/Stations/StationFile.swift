public import Foundation
import NumericalRuntime
public import Seismology

/// Stations as a file gives them: on the globe or in the local frame.
public enum StationList: Hashable, Sendable {
  /// Latitudes and longitudes.
  case geographic([Station])
  /// Local metres.
  case local([Receiver])

  /// How many there are.
  public var count: Int {
    switch self {
    case .geographic(let stations): stations.count
    case .local(let receivers): receivers.count
    }
  }

  /// The receivers at the free surface of a local frame (or at the depths that a local table gives).
  ///
  /// - Parameter projection: the projection of the frame; needed for geographic stations.
  /// - Returns: the receivers in the order of the list.
  /// - Throws: ``GeographyError`` if a station cannot be projected, or if there is no projection.
  public func receivers(in projection: MapProjection?) throws(GeographyError) -> [Receiver] {
    switch self {
    case .local(let receivers): return receivers
    case .geographic(let stations):
      guard let projection else { throw .frameWithoutOrigin }
      var receivers: [Receiver] = []
      for station in stations {
        receivers.append(
          Receiver(
            network: station.network,
            code: station.code,
            location: try projection.localPoint(of: station.position)
          )
        )
      }
      return receivers
    }
  }
}

/// A file of stations in any format that is known: StationXML, FDSN text or a table with a header.
public enum StationFile {
  /// Reads the stations; the format is found from the content.
  ///
  /// - Throws: ``StationFileError``, ``XMLFileError`` or ``FileAccessError``.
  public static func read(_ url: URL) throws -> StationList {
    let data = try FileContents.read(url)
    let start = String(decoding: data.prefix(4096), as: UTF8.self)
    guard !data.isEmpty else { throw StationFileError.empty(path: url.path) }
    switch try format(of: start, path: url.path) {
    case .xml:
      let inventory = try StationXML.inventory(data, path: url.path)
      guard !inventory.stations.isEmpty else { throw StationFileError.empty(path: url.path) }
      return .geographic(inventory.stations)
    case .text:
      let text = try FileContents.readText(url)
      return .geographic(try StationText.inventory(text, path: url.path).stations)
    case .table: return try StationTable.list(try FileContents.readText(url), path: url.path)
    }
  }

  /// Reads stations with latitudes and longitudes.
  ///
  /// - Throws: ``StationFileError/otherCoordinates(path:found:needed:)`` if the file gives local metres.
  public static func readStations(_ url: URL) throws -> [Station] {
    guard case .geographic(let stations) = try read(url) else {
      throw StationFileError.otherCoordinates(
        path: url.path,
        found: "local",
        needed: "geographic"
      )
    }
    return stations
  }

  /// Reads a StationXML file or FDSN text with channels and responses.
  public static func readInventory(_ url: URL) throws -> StationInventory {
    let data = try FileContents.read(url)
    switch try format(of: String(decoding: data.prefix(4096), as: UTF8.self), path: url.path) {
    case .xml: return try StationXML.inventory(data, path: url.path)
    case .text: return try StationText.read(url)
    case .table: throw StationFileError.unknownFormat(path: url.path)
    }
  }

  private enum Format { case xml, text, table }

  private static func format(of start: String, path: String) throws(StationFileError) -> Format {
    let lines = start.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\u{FEFF}")) }
    guard let first = lines.first(where: { !$0.isEmpty }) else { throw .empty(path: path) }
    if first.hasPrefix("<") { return .xml }
    if first.lowercased().hasPrefix("#network") || first.lowercased().hasPrefix("# network") {
      if first.contains("|") { return .text }
    }
    guard let content = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else {
      throw .empty(path: path)
    }
    let bars = content.filter { $0 == "|" }.count
    let isHeader = content.lowercased().contains("lat") || content.lowercased().contains("station")
    if bars == 7 || bars == 16, !isHeader { return .text }
    guard content.contains(where: { ",;\t|".contains($0) }) else {
      throw .unknownFormat(path: path)
    }
    return .table
  }
}
