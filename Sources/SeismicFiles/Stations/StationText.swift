public import Foundation
public import NumericalRuntime
public import Seismology

/// The FDSN station text format at level station or channel: fields between `|`, one line each.
///
/// Reference: FDSN web services 1.2, fdsnws-station, `format=text`.
public enum StationText {
  /// How much a file tells.
  public enum Level: Sendable {
    /// One line a station epoch.
    case station
    /// One line a channel epoch, with its overall sensitivity.
    case channel
  }

  /// Reads an inventory; the level follows from the number of fields.
  public static func read(_ url: URL) throws -> StationInventory {
    try inventory(try FileContents.readText(url), path: url.path)
  }

  /// Writes an inventory, atomically.
  public static func write(
    _ inventory: StationInventory,
    level: Level,
    to url: URL
  ) throws(FileAccessError) {
    try FileContents.write(text(inventory, level: level), to: url)
  }

  /// The inventory in a text; `path` is the name under which errors report it.
  public static func inventory(
    _ text: String,
    path: String
  ) throws(StationFileError) -> StationInventory {
    var builder = InventoryBuilder()
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      let fields = trimmed.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let row = StationTextRow(fields: fields, path: path, line: index + 1)
      switch fields.count {
      case 8: builder.add(station: try row.station(), network: fields[0])
      case 17: builder.add(channel: try row.channel(), station: fields[1], network: fields[0])
      default: throw .fieldCount(path: path, line: index + 1, expected: 8, found: fields.count)
      }
    }
    guard !builder.inventory.networks.isEmpty else { throw .empty(path: path) }
    return builder.inventory
  }

  /// The text of an inventory.
  public static func text(_ inventory: StationInventory, level: Level) -> String {
    switch level {
    case .station: stationLines(inventory)
    case .channel: channelLines(inventory)
    }
  }

  private static func stationLines(_ inventory: StationInventory) -> String {
    var text = "#Network|Station|Latitude|Longitude|Elevation|SiteName|StartTime|EndTime\n"
    for network in inventory.networks {
      for station in network.stations {
        let fields = [
          network.code, station.code, "\(station.position.latitude)",
          "\(station.position.longitude)", "\(station.elevation)", clean(station.siteName),
          time(station.startTime), time(station.endTime),
        ]
        text += fields.joined(separator: "|") + "\n"
      }
    }
    return text
  }

  private static func channelLines(_ inventory: StationInventory) -> String {
    var text =
      "#Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|"
      + "SensorDescription|Scale|ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime\n"
    for network in inventory.networks {
      for station in network.stations {
        for channel in station.channels {
          text += line(channel, station: station.code, network: network.code) + "\n"
        }
      }
    }
    return text
  }

  private static func line(_ channel: ChannelEpoch, station: String, network: String) -> String {
    let sensitivity = channel.response?.sensitivity
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    let fields = [
      network, station, channel.location, channel.code, number(channel.position.latitude),
      number(channel.position.longitude), number(channel.elevation), number(channel.depth),
      number(channel.azimuth), number(channel.dip), clean(channel.sensor?.description ?? ""),
      number(sensitivity?.value), number(sensitivity?.frequency),
      sensitivity?.inputUnit?.name ?? "", number(channel.sampleRate), time(channel.startTime),
      time(channel.endTime),
    ]
    return fields.joined(separator: "|")
  }

  private static func clean(_ text: String) -> String {
    text.replacing("|", with: "/").replacing("\n", with: " ")
  }

  private static func time(_ date: Date?) -> String {
    date.map { String(UTCTime.text($0).dropLast()) } ?? ""
  }
}

/// One line of a station text.
private struct StationTextRow {
  let fields: [String]
  let path: String
  let line: Int

  func station() throws(StationFileError) -> StationEpoch {
    StationEpoch(
      code: try code(1, "Station"),
      position: try position(2),
      elevation: try elevation(4),
      siteName: fields[5],
      startTime: try time(6),
      endTime: try time(7)
    )
  }

  func channel() throws(StationFileError) -> ChannelEpoch {
    var channel = ChannelEpoch(
      location: fields[2] == "--" ? "" : fields[2],
      code: try code(3, "Channel"),
      position: try position(4),
      elevation: try elevation(6),
      depth: try number(7, "Depth") ?? 0,
      azimuth: try number(8, "Azimuth"),
      dip: try number(9, "Dip"),
      sampleRate: try number(14, "SampleRate"),
      startTime: try time(15),
      endTime: try time(16)
    )
    if !fields[10].isEmpty { channel.sensor = ChannelEquipment(description: fields[10]) }
    if let scale = try number(11, "Scale") {
      let unit = fields[13].isEmpty ? nil : ResponseUnit(name: fields[13])
      channel.response = InstrumentResponse(
        sensitivity: ResponseSensitivity(
          value: scale,
          frequency: try number(12, "ScaleFreq") ?? 0,
          inputUnit: unit
        )
      )
    }
    return channel
  }

  private func code(_ index: Int, _ name: String) throws(StationFileError) -> String {
    guard !fields[index].isEmpty else {
      throw .missingValue(path: path, line: line, field: name)
    }
    return fields[index]
  }

  private func position(_ index: Int) throws(StationFileError) -> GeographicPoint {
    guard let latitude = try number(index, "Latitude") else {
      throw .missingValue(path: path, line: line, field: "Latitude")
    }
    guard let longitude = try number(index + 1, "Longitude") else {
      throw .missingValue(path: path, line: line, field: "Longitude")
    }
    return try StationPlace.point(
      latitude: latitude,
      longitude: longitude,
      path: path,
      line: line
    )
  }

  private func elevation(_ index: Int) throws(StationFileError) -> Double {
    try StationPlace.elevation(try number(index, "Elevation") ?? 0, path: path, line: line)
  }

  private func number(_ index: Int, _ name: String) throws(StationFileError) -> Double? {
    if fields[index].isEmpty { return nil }
    guard let value = Double(fields[index]), value.isFinite else {
      throw .notANumber(path: path, line: line, field: name, text: fields[index])
    }
    return value
  }

  private func time(_ index: Int) throws(StationFileError) -> Date? {
    if fields[index].isEmpty { return nil }
    guard let time = UTCTime.date(fields[index]) else {
      throw .notANumber(path: path, line: line, field: "time", text: fields[index])
    }
    return time
  }
}

/// Gathers lines of the same network and station.
private struct InventoryBuilder {
  private(set) var inventory = StationInventory()

  mutating func add(station: StationEpoch, network: String) {
    inventory.networks[networkIndex(network)].stations.append(station)
  }

  mutating func add(channel: ChannelEpoch, station code: String, network: String) {
    let index = networkIndex(network)
    if let place = inventory.networks[index].stations.lastIndex(where: { $0.code == code }) {
      inventory.networks[index].stations[place].channels.append(channel)
    } else {
      inventory.networks[index].stations.append(
        StationEpoch(
          code: code,
          position: channel.position,
          elevation: channel.elevation,
          channels: [channel]
        )
      )
    }
  }

  private mutating func networkIndex(_ code: String) -> Int {
    if let index = inventory.networks.firstIndex(where: { $0.code == code }) { return index }
    inventory.networks.append(NetworkEpoch(code: code))
    return inventory.networks.count - 1
  }
}
