public import Foundation
public import NumericalRuntime
public import Seismology

extension StationXML {
  /// Writes an inventory as StationXML 1.1, atomically.
  public static func write(
    _ inventory: StationInventory,
    to url: URL
  ) throws(FileAccessError) {
    try FileContents.write(document(inventory), to: url)
  }

  /// The text of a StationXML 1.1 document; elements come in the order that the schema fixes.
  public static func document(_ inventory: StationInventory) -> String {
    var writer = MarkupWriter()
    writer.element(
      "FDSNStationXML",
      ["xmlns": "http://www.fdsn.org/xml/station/1", "schemaVersion": "1.1"]
    ) { root in
      root.element("Source", inventory.source.isEmpty ? "foreshake" : inventory.source)
      root.element("Created", UTCTime.text(inventory.created ?? Date(timeIntervalSince1970: 0)))
      for network in inventory.networks { write(network, &root) }
    }
    return writer.text
  }

  private static func write(_ network: NetworkEpoch, _ writer: inout MarkupWriter) {
    writer.element(
      "Network",
      [
        "code": network.code, "startDate": network.startTime.map { UTCTime.text($0) },
        "endDate": network.endTime.map { UTCTime.text($0) },
      ]
    ) { element in
      element.element("Description", ifPresent: network.description)
      for station in network.stations { write(station, &element) }
    }
  }

  private static func write(_ station: StationEpoch, _ writer: inout MarkupWriter) {
    writer.element(
      "Station",
      [
        "code": station.code, "startDate": station.startTime.map { UTCTime.text($0) },
        "endDate": station.endTime.map { UTCTime.text($0) },
      ]
    ) { element in
      write(station.position, station.elevation, &element)
      element.element("Site") { $0.element("Name", station.siteName) }
      element.element("CreationDate", ifPresent: station.creationTime.map { UTCTime.text($0) })
      for channel in station.channels { write(channel, &element) }
    }
  }

  private static func write(
    _ position: GeographicPoint,
    _ elevation: Double,
    _ writer: inout MarkupWriter
  ) {
    writer.element("Latitude", "\(position.latitude)")
    writer.element("Longitude", "\(position.longitude)")
    writer.element("Elevation", "\(elevation)")
  }

  private static func write(_ channel: ChannelEpoch, _ writer: inout MarkupWriter) {
    writer.element(
      "Channel",
      [
        "code": channel.code, "locationCode": channel.location,
        "startDate": channel.startTime.map { UTCTime.text($0) },
        "endDate": channel.endTime.map { UTCTime.text($0) },
      ]
    ) { element in
      write(channel.position, channel.elevation, &element)
      element.element("Depth", "\(channel.depth)")
      element.element("Azimuth", ifPresent: channel.azimuth.map { "\($0)" })
      element.element("Dip", ifPresent: channel.dip.map { "\($0)" })
      for type in channel.types { element.element("Type", type) }
      element.element("SampleRate", ifPresent: channel.sampleRate.map { "\($0)" })
      element.element("ClockDrift", ifPresent: channel.clockDrift.map { "\($0)" })
      if let unit = channel.calibrationUnit { write(unit, "CalibrationUnits", &element) }
      if let sensor = channel.sensor { write(sensor, "Sensor", &element) }
      if let logger = channel.dataLogger { write(logger, "DataLogger", &element) }
      if let response = channel.response {
        StationXMLResponseWriter.write(response, &element)
      }
    }
  }

  static func write(_ unit: ResponseUnit, _ name: String, _ writer: inout MarkupWriter) {
    writer.element(name) { element in
      element.element("Name", unit.name)
      element.element("Description", ifPresent: unit.description)
    }
  }

  private static func write(
    _ equipment: ChannelEquipment,
    _ name: String,
    _ writer: inout MarkupWriter
  ) {
    writer.element(name) { element in
      element.element("Type", ifPresent: equipment.type)
      element.element("Description", ifPresent: equipment.description)
      element.element("Manufacturer", ifPresent: equipment.manufacturer)
      element.element("Vendor", ifPresent: equipment.vendor)
      element.element("Model", ifPresent: equipment.model)
      element.element("SerialNumber", ifPresent: equipment.serialNumber)
    }
  }
}
