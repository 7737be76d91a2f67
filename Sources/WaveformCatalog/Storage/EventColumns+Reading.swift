import Foundation
import SeismicFiles
import Seismology

extension NetCDFFile {
  /// The events whose metadata ``write(_:on:)`` wrote.
  ///
  /// - Throws: `NetCDFError` if a column is missing, ``CatalogError/damaged(path:reason:)`` if a value cannot be.
  func readEvents() throws -> [CatalogEvent] {
    var rows = EventRows(path: url.path)
    for text in EventColumns.texts { rows.texts[text.name] = try variable(text.name).readStrings() }
    rows.count = rows.texts["event_id"]?.count ?? 0
    for number in EventColumns.numbers {
      rows.numbers[number.name] = try variable(number.name).readDoubles()
    }
    try rows.checkLengths()
    return try (0..<rows.count).map { try rows.event($0) }
  }
}

/// The metadata of events as they were read, a column each.
private struct EventRows {
  let path: String
  var count = 0
  var texts: [String: [String]] = [:]
  var numbers: [String: [Double]] = [:]

  init(path: String) { self.path = path }

  func checkLengths() throws(CatalogError) {
    let lengths = texts.mapValues(\.count).merging(numbers.mapValues(\.count)) { first, _ in first }
    for (name, length) in lengths.sorted(by: { $0.key < $1.key }) where length != count {
      throw .damaged(
        path: path,
        reason: "variable \(name) holds \(length) values for \(count) events"
      )
    }
  }

  func event(_ row: Int) throws(CatalogError) -> CatalogEvent {
    let id = text("event_id", row)
    guard CatalogEvent.isUsable(id: id) else {
      throw .damaged(path: path, reason: "'\(id)' is no name of an event")
    }
    guard let magnitude = number("magnitude", row), let latitude = number("source_latitude", row),
      let longitude = number("source_longitude", row)
    else {
      throw .damaged(path: path, reason: "event \(id) has no magnitude or no epicenter")
    }
    return CatalogEvent(
      id: id,
      originTime: number("origin_time", row).map {
        UTCTime.date(microseconds: Int(($0 * 1e6).rounded()))
      },
      epicenter: GeographicPoint(latitude: latitude, longitude: longitude),
      depth: number("source_depth_m", row),
      magnitude: magnitude,
      magnitudeType: text("magnitude_type", row),
      plane: try plane(row),
      moment: moment(row),
      cornerFrequency: number("corner_frequency_hz", row),
      location: location(row),
      modelSeed: UInt64(text("model_seed", row)),
      sourceDescription: text("source_description", row)
    )
  }

  private func text(_ name: String, _ row: Int) -> String { texts[name]?[row] ?? "" }

  /// A number; nil for NaN and for what is beyond all measure.
  private func number(_ name: String, _ row: Int) -> Double? {
    guard let value = numbers[name]?[row], abs(value) < 1e30 else { return nil }
    return value
  }

  private func plane(_ row: Int) throws(CatalogError) -> NodalPlane? {
    guard let strike = number("strike_degrees", row), let dip = number("dip_degrees", row),
      let rake = number("rake_degrees", row)
    else { return nil }
    do throws(SourceError) {
      return try NodalPlane(strike: strike, dip: dip, rake: rake)
    } catch {
      throw .damaged(path: path, reason: "event \(text("event_id", row)): \(error)")
    }
  }

  private func moment(_ row: Int) -> MomentTensor? {
    let elements = EventColumns.MomentElement.allCases.compactMap { number($0.variable, row) }
    guard elements.count == 6 else { return nil }
    return MomentTensor(
      nn: elements[0],
      ee: elements[1],
      dd: elements[2],
      ne: elements[3],
      nd: elements[4],
      ed: elements[5]
    )
  }

  private func location(_ row: Int) -> LocalPoint? {
    guard let x = number("source_x_m", row), let y = number("source_y_m", row),
      let z = number("source_z_m", row)
    else { return nil }
    return LocalPoint(x: x, y: y, z: z)
  }
}
