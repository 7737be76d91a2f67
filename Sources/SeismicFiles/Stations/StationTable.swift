public import Foundation
public import NumericalRuntime
public import Seismology

/// A table of stations with a header line (CSV; commas, semicolons, tabs or `|` between the fields).
///
/// Lines that start with `#` are comments. Columns are found by their names, upper or lower case:
///
/// | column | names | unit |
/// |---|---|---|
/// | station | `station`, `code`, `sta`, `name` | |
/// | network | `network`, `net` (may be absent) | |
/// | location | `location`, `loc` (may be absent) | |
/// | latitude | `latitude`, `lat` | degrees, north positive |
/// | longitude | `longitude`, `lon`, `long`, `lng` | degrees, east positive |
/// | elevation | `elevation`, `elevation_m`, `elev` or `elevation_km` (may be absent) | m or km |
/// | x, y | `x`, `x_m` or `x_km`; `y` likewise: local coordinates instead of geographic ones | m or km |
/// | depth | `z`, `depth`, `depth_m` or `depth_km` (may be absent) | m or km |
public enum StationTable {
  /// Reads a table; geographic columns win where it has both kinds of coordinates.
  public static func read(_ url: URL) throws -> StationList {
    try list(try FileContents.readText(url), path: url.path)
  }

  /// The stations in a text; `path` is the name under which errors report it.
  public static func list(_ text: String, path: String) throws(StationFileError) -> StationList {
    let table = try DelimitedTable(text, path: path)
    guard !table.rows.isEmpty else { throw .empty(path: path) }
    let code = try table.required(["station", "code", "sta", "name"])
    try refuseDuplicates(table, code)
    if table.column(["x", "x_m", "x_km"]) != nil, table.column(["latitude", "lat"]) == nil {
      return .local(try receivers(table, code))
    }
    return .geographic(try stations(table, code))
  }

  /// Writes stations with the columns network, station, latitude, longitude, elevation_m, atomically.
  public static func write(_ stations: [Station], to url: URL) throws(FileAccessError) {
    var text = "network,station,latitude,longitude,elevation_m\n"
    for station in stations {
      let place = "\(station.position.latitude),\(station.position.longitude)"
      text += "\(station.network),\(station.code),\(place),\(station.elevation)\n"
    }
    try FileContents.write(text, to: url)
  }

  private static func stations(
    _ table: DelimitedTable,
    _ code: Int
  ) throws(StationFileError) -> [Station] {
    let latitude = try table.required(["latitude", "lat"])
    let longitude = try table.required(["longitude", "lon", "long", "lng"])
    let network = table.column(["network", "net"])
    let location = table.column(["location", "loc"])
    let elevation = table.scaled(["elevation", "elevation_m", "elev"], ["elevation_km"])
    var stations: [Station] = []
    for row in table.rows {
      let point = try StationPlace.point(
        latitude: try table.number(row, latitude),
        longitude: try table.number(row, longitude),
        path: table.path,
        line: row.line
      )
      stations.append(
        Station(
          network: network.map { row.fields[$0] } ?? "",
          code: row.fields[code],
          location: location.map { row.fields[$0] } ?? "",
          position: point,
          elevation: try StationPlace.elevation(
            try table.number(row, elevation),
            path: table.path,
            line: row.line
          )
        )
      )
    }
    return stations
  }

  private static func receivers(
    _ table: DelimitedTable,
    _ code: Int
  ) throws(StationFileError) -> [Receiver] {
    guard let x = table.scaled(["x", "x_m"], ["x_km"]) else { return [] }
    guard let y = table.scaled(["y", "y_m"], ["y_km"]) else {
      throw .missingColumn(path: table.path, names: ["y", "y_m", "y_km"], found: table.header)
    }
    let depth = table.scaled(["z", "z_m", "depth", "depth_m"], ["z_km", "depth_km"])
    let network = table.column(["network", "net"])
    var receivers: [Receiver] = []
    for row in table.rows {
      receivers.append(
        Receiver(
          network: network.map { row.fields[$0] } ?? "",
          code: row.fields[code],
          location: LocalPoint(
            x: try table.number(row, x),
            y: try table.number(row, y),
            z: try table.number(row, depth)
          )
        )
      )
    }
    return receivers
  }

  private static func refuseDuplicates(
    _ table: DelimitedTable,
    _ code: Int
  ) throws(StationFileError) {
    let network = table.column(["network", "net"])
    var lines: [String: Int] = [:]
    for row in table.rows {
      guard !row.fields[code].isEmpty else {
        throw .missingValue(path: table.path, line: row.line, field: "station code")
      }
      let prefix = network.map { row.fields[$0] + "." } ?? ""
      let name = prefix + row.fields[code]
      if let first = lines.updateValue(row.line, forKey: name) {
        throw .duplicateStation(path: table.path, line: row.line, station: name, firstLine: first)
      }
    }
  }
}

/// A text table with a header, its rows knowing their lines.
package struct DelimitedTable {
  package struct Row {
    package let line: Int
    package let fields: [String]
  }

  /// A column and the factor that brings its numbers to SI units.
  package typealias ScaledColumn = (index: Int, factor: Double)

  package let path: String
  package let header: [String]
  package let rows: [Row]

  package init(_ text: String, path: String) throws(StationFileError) {
    self.path = path
    var header: [String] = []
    var rows: [Row] = []
    var separator: Character = ","
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let isBlank = line.allSatisfy(\.isWhitespace)
      if isBlank || line.hasPrefix("#") { continue }
      if header.isEmpty {
        separator = [",", ";", "\t", "|"].first { line.contains($0) } ?? ","
        let content = line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line
        header = Self.fields(content, separator).map { $0.lowercased() }
        continue
      }
      let fields = Self.fields(line, separator)
      guard fields.count == header.count else {
        throw .fieldCount(
          path: path,
          line: index + 1,
          expected: header.count,
          found: fields.count
        )
      }
      rows.append(Row(line: index + 1, fields: fields))
    }
    self.header = header
    self.rows = rows
  }

  package func column(_ names: [String]) -> Int? {
    names.lazy.compactMap { header.firstIndex(of: $0) }.first
  }

  package func required(_ names: [String]) throws(StationFileError) -> Int {
    guard let index = column(names) else {
      throw .missingColumn(path: path, names: names, found: header)
    }
    return index
  }

  /// A column of metres, or one of kilometres.
  package func scaled(_ metres: [String], _ kilometres: [String]) -> ScaledColumn? {
    if let index = column(metres) { return (index, 1) }
    return column(kilometres).map { ($0, 1000) }
  }

  package func number(_ row: Row, _ column: Int) throws(StationFileError) -> Double {
    let text = row.fields[column]
    guard let value = Double(text), value.isFinite else {
      throw .notANumber(path: path, line: row.line, field: header[column], text: text)
    }
    return value
  }

  /// A number in SI units; zero if there is no such column or the field is empty.
  package func number(_ row: Row, _ column: ScaledColumn?) throws(StationFileError) -> Double {
    guard let column, !row.fields[column.index].isEmpty else { return 0 }
    return try number(row, column.index) * column.factor
  }

  /// The fields of a line; a field in double quotes may hold the separator.
  private static func fields(_ line: some StringProtocol, _ separator: Character) -> [String] {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator, !isQuoted {
        fields.append(field.trimmingCharacters(in: .whitespaces))
        field = ""
      } else {
        field.append(character)
      }
    }
    return fields + [field.trimmingCharacters(in: .whitespaces)]
  }
}
