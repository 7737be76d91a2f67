public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// One event of a catalog in one NetCDF-4 file after CF-1.11.
///
/// | variable | dimensions | holds |
/// |---|---|---|
/// | `ve`, `vn`, `vz` | time, y, x | velocity of the surface grid towards east, north, up (m/s, single precision) |
/// | `pgv`, `pgv_time`, `pgv_vertical` | y, x | peak horizontal velocity, when it came, peak vertical velocity |
/// | `velocity` | station, component, time | velocity at the stations |
/// | `maximum_pgv` | – | the largest peak horizontal velocity of all receivers |
/// | `event_id`, `magnitude`, `source_depth_m`, … | – | what is known of the event |
/// | `time`, `x`, `y`, `latitude`, `longitude`, `station_x`, … | | where and when |
///
/// Catalogs of displacement have `ue`, …, `pgd`, `displacement`; of acceleration `ae`, …, `pga`, `acceleration`.
/// The same event and description give the same bytes: nothing in the file tells when or where it was written.
///
///     let file = try EventFile(reading: folder.eventFile("E0001"))
///     let firstSeconds = try file.samples(times: 0..<60)
///     let whole = try EventFile.read(folder.eventFile("E0001"))
public struct EventFile {
  /// What is known of the event.
  public let event: CatalogEvent
  /// What it has in common with the catalog's other events.
  public let description: CatalogDescription
  let file: NetCDFFile

  /// Opens an event's file without reading its ground motion.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if it is cut off or not whole, `NetCDFError.notFound` if it is not there.
  public init(reading url: URL) throws {
    (file, event, description) = try readingCatalogFile(url) {
      let file = try NetCDFFile(reading: url)
      let description = try file.readDescription()
      let events = try file.readEvents()
      guard events.count == 1 else {
        throw CatalogError.damaged(
          path: url.path,
          reason: "it holds \(events.count) events, not one"
        )
      }
      return (file, events[0], description)
    }
  }

  /// Reads a whole event.
  ///
  /// - Throws: as ``init(reading:)``.
  public static func read(_ url: URL) throws -> EventWaveforms {
    let file = try EventFile(reading: url)
    return EventWaveforms(
      event: file.event,
      sampling: file.description.sampling,
      layout: file.description.layout,
      samples: try file.samples()
    )
  }

  /// Writes an event to a new file, which appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - waveforms: the event; sampling and layout are the description's.
  ///   - description: what it has in common with the catalog's other events.
  ///   - url: where the file shall stand; what stands there is replaced.
  /// - Returns: the length and checksum of the file, for the index.
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if the event does not fit the description, `NetCDFError` or
  ///   `FileAccessError` if the file cannot be written.
  @discardableResult
  public static func write(
    _ waveforms: EventWaveforms,
    description: CatalogDescription,
    to url: URL
  ) throws -> FileFingerprint {
    try description.requireFit(of: waveforms)
    let file = try NetCDFFile(creating: url)
    let axes = try file.write(description, event: waveforms.event)
    try file.write([waveforms.event], on: nil)
    let peaks = EventPeaks(waveforms)
    let names = MotionVariables(motion: description.sampling.motion)
    try file.defineVariable(
      names.maximum,
      .float,
      [],
      attributes: [
        "units": .text(names.motion.units),
        "long_name": .text("largest peak horizontal ground \(names.motion.rawValue)"),
      ]
    ).write([peaks.maximum])
    if let surface = axes.surface {
      try file.writeMaps(peaks, names, on: surface)
      try file.writeGrid(waveforms, names, on: surface, time: axes.time)
    }
    try file.writeStationMotion(waveforms, on: axes)
    try file.finish()
    return try FileFingerprint(of: url)
  }
}

extension CatalogDescription {
  /// Refuses an event that is sampled otherwise or elsewhere.
  func requireFit(of waveforms: EventWaveforms) throws(CatalogError) {
    let id = waveforms.event.id
    guard CatalogEvent.isUsable(id: id) else {
      throw .invalid(
        place: "event id",
        value: id,
        expected: CatalogEvent.usableIDs
      )
    }
    guard waveforms.sampling == sampling else {
      throw .mismatch(
        what: "sampling of event \(id)",
        expected: sampling.words,
        found: waveforms.sampling.words
      )
    }
    guard waveforms.layout == layout else {
      throw .mismatch(
        what: "receivers of event \(id)",
        expected: layout.words,
        found: waveforms.layout.words
      )
    }
  }
}

extension CatalogSampling {
  /// `461 samples of velocity every 0.26 s`.
  public var words: String { "\(count) samples of \(motion.rawValue) every \(interval) s" }
}

extension ReceiverLayout {
  /// `a grid of 84 x 56 points and 12 stations`.
  public var words: String {
    let parts = [
      grid.map { "a grid of \($0.x.count) x \($0.y.count) points" },
      stations.isEmpty ? nil : "\(stations.count) station\(stations.count == 1 ? "" : "s")",
    ].compactMap { $0 }
    return parts.isEmpty ? "no receivers" : parts.joined(separator: " and ")
  }
}

extension LocalFrame {
  /// `x towards 143.638 degrees, y towards 233.638 degrees, from 38.33 N -122.075 E`.
  var words: String {
    let place = origin.map { ", from \($0.latitude) N \($0.longitude) E" } ?? ""
    return "x towards \(xAzimuth) degrees, y towards \(yAzimuth) degrees\(place)"
  }
}
