public import Foundation
import NumericalRuntime
public import Seismology

/// FDSN StationXML 1.0 to 1.2, with whole responses.
///
/// Reference: [FDSN StationXML](https://docs.fdsn.org/projects/stationxml).
public enum StationXML {
  /// Reads an inventory.
  ///
  /// - Throws: ``XMLFileError`` if the file is not well-formed, ``StationFileError`` if its content is
  ///   impossible, ``FileAccessError`` if it cannot be opened.
  public static func read(_ url: URL) throws -> StationInventory {
    try inventory(try FileContents.read(url), path: url.path)
  }

  /// The inventory in the bytes of a document; `path` is the name under which errors report it.
  public static func inventory(_ data: Data, path: String) throws -> StationInventory {
    let root = try MarkupElement.document(data, path: path)
    guard root.name == "FDSNStationXML" else { throw StationFileError.unknownFormat(path: path) }
    let fields = StationXMLFields(path: path)
    let networks = try root.children("Network").map { try network($0, fields) }
    return StationInventory(
      source: root.text(of: "Source"),
      created: try fields.time(root.text(of: "Created"), root),
      networks: networks
    )
  }

  private static func network(
    _ element: MarkupElement,
    _ fields: StationXMLFields
  ) throws(StationFileError) -> NetworkEpoch {
    var stations: [StationEpoch] = []
    for child in element.children("Station") { stations.append(try station(child, fields)) }
    return NetworkEpoch(
      code: try fields.code(element),
      description: element.text(of: "Description"),
      startTime: try fields.start(element),
      endTime: try fields.end(element),
      stations: stations
    )
  }

  private static func station(
    _ element: MarkupElement,
    _ fields: StationXMLFields
  ) throws(StationFileError) -> StationEpoch {
    var channels: [ChannelEpoch] = []
    let position = try fields.position(element)
    let elevation = try fields.elevation(element)
    // Some data centres leave an empty <Channel/> where none was selected.
    for child in element.children("Channel") where child.attributes["code"] != nil {
      channels.append(try channel(child, fields, stationPosition: position, elevation))
    }
    return StationEpoch(
      code: try fields.code(element),
      position: position,
      elevation: elevation,
      siteName: element.child("Site")?.text(of: "Name") ?? "",
      startTime: try fields.start(element),
      endTime: try fields.end(element),
      creationTime: try fields.time(element.text(of: "CreationDate"), element),
      channels: channels
    )
  }

  /// A channel; one without coordinates of its own stands where its station stands.
  private static func channel(
    _ element: MarkupElement,
    _ fields: StationXMLFields,
    stationPosition: GeographicPoint,
    _ stationElevation: Double
  ) throws(StationFileError) -> ChannelEpoch {
    let hasPosition = element.child("Latitude") != nil || element.child("Longitude") != nil
    let hasElevation = element.child("Elevation") != nil
    var channel = ChannelEpoch(
      location: (element.attributes["locationCode"] ?? "").trimmingCharacters(in: .whitespaces),
      code: try fields.code(element),
      position: hasPosition ? try fields.position(element) : stationPosition,
      elevation: hasElevation ? try fields.elevation(element) : stationElevation,
      depth: try fields.number("Depth", element) ?? 0,
      azimuth: try fields.number("Azimuth", element),
      dip: try fields.number("Dip", element),
      sampleRate: try fields.number("SampleRate", element),
      startTime: try fields.start(element),
      endTime: try fields.end(element)
    )
    channel.clockDrift = try fields.number("ClockDrift", element)
    channel.types = element.children("Type").map(\.text)
    channel.calibrationUnit = element.child("CalibrationUnits").map(fields.unit)
    channel.sensor = element.child("Sensor").map(equipment)
    channel.dataLogger = element.child("DataLogger").map(equipment)
    if let response = element.child("Response") {
      channel.response = try StationXMLResponseReader(fields: fields).response(response)
    }
    return channel
  }

  private static func equipment(_ element: MarkupElement) -> ChannelEquipment {
    ChannelEquipment(
      type: element.text(of: "Type"),
      description: element.text(of: "Description"),
      manufacturer: element.text(of: "Manufacturer"),
      vendor: element.text(of: "Vendor"),
      model: element.text(of: "Model"),
      serialNumber: element.text(of: "SerialNumber")
    )
  }
}

/// Typed access to the fields of StationXML elements.
struct StationXMLFields {
  let path: String

  func code(_ element: MarkupElement) throws(StationFileError) -> String {
    guard let code = element.attributes["code"], !code.isEmpty else {
      throw .missingValue(path: path, line: element.line, field: "\(element.name) code")
    }
    return code
  }

  func start(_ element: MarkupElement) throws(StationFileError) -> Date? {
    try time(element.attributes["startDate"] ?? "", element)
  }

  func end(_ element: MarkupElement) throws(StationFileError) -> Date? {
    try time(element.attributes["endDate"] ?? "", element)
  }

  func time(_ text: String, _ element: MarkupElement) throws(StationFileError) -> Date? {
    if text.isEmpty { return nil }
    guard let time = UTCTime.date(text) else {
      throw .notANumber(path: path, line: element.line, field: "time", text: text)
    }
    return time
  }

  func position(_ element: MarkupElement) throws(StationFileError) -> GeographicPoint {
    try StationPlace.point(
      latitude: try required("Latitude", element),
      longitude: try required("Longitude", element),
      path: path,
      line: element.child("Latitude")?.line ?? element.line
    )
  }

  func elevation(_ element: MarkupElement) throws(StationFileError) -> Double {
    try StationPlace.elevation(
      try number("Elevation", element) ?? 0,
      path: path,
      line: element.child("Elevation")?.line ?? element.line
    )
  }

  func number(_ name: String, _ element: MarkupElement) throws(StationFileError) -> Double? {
    guard let child = element.child(name), !child.text.isEmpty else { return nil }
    return try number(child)
  }

  func required(_ name: String, _ element: MarkupElement) throws(StationFileError) -> Double {
    guard let value = try number(name, element) else {
      throw .missingValue(path: path, line: element.line, field: "\(name) of \(element.name)")
    }
    return value
  }

  func number(_ element: MarkupElement) throws(StationFileError) -> Double {
    guard let value = Double(element.text), value.isFinite else {
      throw .notANumber(path: path, line: element.line, field: element.name, text: element.text)
    }
    return value
  }

  /// A number with its uncertainty.
  func uncertain(_ element: MarkupElement) throws(StationFileError) -> ResponseNumber {
    ResponseNumber(
      try number(element),
      minusError: element.attributes["minusError"].flatMap { Double($0) },
      plusError: element.attributes["plusError"].flatMap { Double($0) }
    )
  }

  func requiredUncertain(
    _ name: String,
    _ element: MarkupElement
  ) throws(StationFileError) -> ResponseNumber {
    guard let child = element.child(name) else {
      throw .missingValue(path: path, line: element.line, field: "\(name) of \(element.name)")
    }
    return try uncertain(child)
  }

  func unit(_ element: MarkupElement) -> ResponseUnit {
    ResponseUnit(name: element.text(of: "Name"), description: element.text(of: "Description"))
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String,
    _ element: MarkupElement
  ) throws(StationFileError) -> Word {
    let text = element.text(of: name)
    guard let word = Word(rawValue: text.uppercased()) else {
      throw .unknownWord(
        path: path,
        line: element.line,
        field: name,
        text: text,
        known: Word.allCases.map(\.rawValue)
      )
    }
    return word
  }
}
