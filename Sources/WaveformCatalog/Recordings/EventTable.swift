public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// An earthquake that was recorded.
public struct RecordedEvent: Hashable, Sendable {
  /// What is known of it.
  public var event: CatalogEvent
  /// The time at which P arrived at the one station of the set, where somebody picked it.
  public var pickedP: Date?

  /// An event and its pick.
  public init(event: CatalogEvent, pickedP: Date? = nil) {
    self.event = event
    self.pickedP = pickedP
  }
}

/// Tables of recorded earthquakes: QuakeML, or text with a header line.
///
/// Columns of a text are found by their names; commas, semicolons, tabs or `|` stand between them:
///
/// | column | names | |
/// |---|---|---|
/// | event | `event_id`, `id`, `event` | letters, digits, `.`, `_`, `-` |
/// | origin time | `origin_time`, `time` | UTC |
/// | latitude, longitude | `latitude`, `lat`; `longitude`, `lon` | degrees |
/// | depth | `depth_m`; `depth_km`, `depth` in km (may be absent) | m or km below sea level |
/// | magnitude | `magnitude`, `mag` | |
/// | its kind | `magnitude_type`, `mag_type` (may be absent) | |
/// | P arrival | `p_time` (may be absent) | UTC |
public enum EventTable {
  /// Reads a table; the format is found from the content.
  ///
  /// - Throws: ``CatalogError`` for events that cannot be, `StationFileError` for a text that is no such table,
  ///   `EventFileError` for QuakeML, `FileAccessError`.
  public static func read(_ url: URL) throws -> [RecordedEvent] {
    let text = try FileContents.readText(url)
    let isXML = text.prefix(200).contains("<")
    let events = isXML ? try quakeML(url) : try events(text, path: url.path)
    var known: Set<String> = []
    for event in events where !known.insert(event.event.id).inserted {
      throw CatalogError.duplicateID(event.event.id)
    }
    return events
  }

  private static func events(_ text: String, path: String) throws -> [RecordedEvent] {
    let table = try DelimitedTable(text, path: path)
    let columns = (
      id: try table.required(["event_id", "id", "event"]),
      time: try table.required(["origin_time", "time"]),
      latitude: try table.required(["latitude", "lat"]),
      longitude: try table.required(["longitude", "lon", "long"]),
      magnitude: try table.required(["magnitude", "mag"])
    )
    let depth = table.scaled(["depth_m"], ["depth_km", "depth"])
    let kind = table.column(["magnitude_type", "mag_type"])
    let pick = table.column(["p_time"])
    return try table.rows.map { row in
      let place = "\(path), line \(row.line)"
      let id = row.fields[columns.id]
      guard CatalogEvent.isUsable(id: id) else {
        throw CatalogError.invalid(place: place, value: id, expected: CatalogEvent.usableIDs)
      }
      let hasDepth = depth.map { !row.fields[$0.index].isEmpty } ?? false
      let event = CatalogEvent(
        id: id,
        originTime: try time(row.fields[columns.time], place),
        epicenter: try point(
          try table.number(row, columns.latitude),
          try table.number(row, columns.longitude),
          place
        ),
        depth: hasDepth ? try table.number(row, depth) : nil,
        magnitude: try table.number(row, columns.magnitude),
        magnitudeType: kind.map { row.fields[$0] } ?? "",
        sourceDescription: "recorded"
      )
      let picked = pick.map { row.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      return RecordedEvent(event: event, pickedP: try picked.map { try time($0, place) })
    }
  }

  private static func time(_ text: String, _ place: String) throws(CatalogError) -> Date {
    guard let date = UTCTime.date(text) else {
      throw .invalid(place: place, value: text, expected: "a UTC time as 2019-07-16T20:11:01.47Z")
    }
    return date
  }

  private static func point(
    _ latitude: Double,
    _ longitude: Double,
    _ place: String
  ) throws(CatalogError) -> GeographicPoint {
    let point = GeographicPoint(latitude: latitude, longitude: longitude)
    do throws(GeographyError) {
      try point.validate()
    } catch {
      throw .invalid(place: place, value: "\(latitude), \(longitude)", expected: "a place on Earth")
    }
    return point
  }

  private static func quakeML(_ url: URL) throws -> [RecordedEvent] {
    try QuakeML.read(contentsOf: url).map { event in
      let id = EventName.stem(of: event.publicID, after: "/=#")
      guard let magnitude = event.magnitude else {
        throw CatalogError.missing(
          place: "\(url.path), event \(id)",
          key: "magnitude",
          expected: "one, or leave the event out"
        )
      }
      return RecordedEvent(
        event: CatalogEvent(
          id: id,
          originTime: event.origin.isTimeKnown ? event.origin.time : nil,
          epicenter: event.origin.epicenter,
          depth: event.origin.depth,
          magnitude: magnitude.value,
          magnitudeType: magnitude.type,
          plane: event.mechanism?.nodalPlanes.first,
          moment: event.mechanism?.momentTensor,
          sourceDescription: "recorded"
        )
      )
    }
  }
}
