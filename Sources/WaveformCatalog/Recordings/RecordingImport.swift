import Foundation
import NumericalRuntime
import Seismology

/// Makes a catalog of recordings: reads, calibrates, turns, resamples, looks at the quality, writes.
///
///     let set = try RecordingSet(folder: folder)
///     let report = try RecordingImport(set, ImportRecipe.californiaStrongMotion.settings, source: "…")
///       .run(into: CatalogFolder(destination))
///     for line in report.summary { … }
///
/// All events get the same stations, those of which any record was kept; NaN stands where a station has none, and
/// outside a record. The same recordings and settings give the same files. All records are in memory before the
/// first is written: 12 bytes a sample and station.
public struct RecordingImport: Sendable {
  private let set: RecordingSet
  private let settings: ImportSettings
  private let source: String

  /// An import of a set by settings; `source` names product and version in the files.
  ///
  /// - Throws: ``CatalogError/invalid(place:value:expected:)`` for settings that cannot be.
  public init(
    _ set: RecordingSet,
    _ settings: ImportSettings,
    source: String
  ) throws(CatalogError) {
    try settings.validate()
    self.set = set
    self.settings = settings
    self.source = source
  }

  /// Makes the catalog: the events' files, the index, `events.xml` and `report.csv`.
  ///
  /// - Parameters:
  ///   - folder: where the catalog shall stand; an empty or new folder.
  ///   - progress: told how many of how many events are read; returns false to stop.
  /// - Returns: what became of each record.
  /// - Throws: ``CatalogError`` if the folder holds something else or no record is usable,
  ///   ``CatalogError/interrupted(complete:of:)`` if the progress stopped it, or what keeps files from being read
  ///   or written.
  public func run(
    into folder: CatalogFolder,
    progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws -> ImportReport {
    try Self.requireEmpty(folder)
    let (records, report) = try read(progress)
    guard !records.isEmpty else {
      throw CatalogError.mismatch(
        what: "records of \(set.waveforms.path)",
        expected: "one or more of sufficient quality",
        found: report.dropped.map { "\($0.count) x \($0.reason.rawValue)" }.joined(separator: ", ")
      )
    }
    try folder.create()
    let lock = try CatalogLock(folder)
    defer { lock.release() }
    folder.removeUnfinished()
    try write(records, to: folder)
    try FileContents.write(report.csv, to: folder.report)
    return report
  }

  /// An event with its records.
  private struct EventRecords {
    var event: CatalogEvent
    var records: [StationRecord]
  }

  private static func requireEmpty(_ folder: CatalogFolder) throws(CatalogError) {
    switch folder.contents() {
    case .absent, .empty: return
    default:
      throw .foreignFolder(
        path: folder.url.path,
        reason: "something stands there already; name a new folder"
      )
    }
  }
}

extension RecordingImport {
  private func read(
    _ progress: (Int, Int) -> Bool
  ) throws -> (records: [EventRecords], report: ImportReport) {
    let preparation = try RecordPreparation(settings, inventory: set.inventory)
    let places = StationPlaces(inventory: set.inventory, table: set.stations)
    var files = try RecordingFiles(in: set.waveforms)
    var report = ImportReport()
    report.rows = files.readUnnamed(set.events.map(\.event.id)).map { file in
      ImportReport.Row(event: "", reason: .unreadable, detail: "\(file.file): \(file.reason)")
    }
    var records: [EventRecords] = []
    for (number, event) in set.events.enumerated() {
      guard progress(number, set.events.count) else {
        throw CatalogError.interrupted(complete: number, of: set.events.count)
      }
      let (rows, kept) = try self.records(of: event, files, preparation, places)
      report.rows += rows
      if !kept.isEmpty {
        records.append(EventRecords(event: described(event.event), records: kept))
      }
    }
    _ = progress(set.events.count, set.events.count)
    return (records, report)
  }

  private func records(
    of event: RecordedEvent,
    _ files: RecordingFiles,
    _ preparation: RecordPreparation,
    _ places: StationPlaces
  ) throws -> (rows: [ImportReport.Row], kept: [StationRecord]) {
    func dropped(_ reason: ImportReport.Reason, _ detail: String) -> ImportReport.Row {
      ImportReport.Row(event: event.event.id, reason: reason, detail: detail)
    }
    guard let origin = event.event.originTime,
      let reference = settings.reference == .p ? event.pickedP : origin
    else { return ([dropped(.noPick, "the window counts from it")], []) }
    if settings.leavesOutEstimates, let estimate = sensitivity(at: origin)?.estimate {
      return ([dropped(.estimatedSensitivity, estimate)], [])
    }
    let window = RecordWindow(
      start: reference.addingTimeInterval(settings.start),
      interval: 1 / settings.samplingRate,
      count: settings.sampleCount
    )
    let (traces, unreadable) = files.traces(of: event.event.id, in: window.start...window.end)
    var rows = unreadable.map { dropped(.unreadable, "\($0.file): \($0.reason)") }
    if traces.isEmpty, rows.isEmpty { rows.append(dropped(.noWaveforms, "")) }
    let selection = RecordSelection(
      settings: settings,
      places: places,
      spoiledShare: preparation.spoiledShare,
      event: event,
      window: window
    )
    let decisions = selection.decisions(on: try preparation.streams(of: traces, at: origin))
    return (rows + decisions.map(\.row), decisions.compactMap(\.record))
  }

  private func sensitivity(at time: Date?) -> SensitivityEpoch? {
    guard case .constant(let epochs) = settings.calibration, let time else { return nil }
    return epochs.epoch(at: time)
  }

  /// The event with a remark on an estimated sensitivity.
  private func described(_ event: CatalogEvent) -> CatalogEvent {
    var event = event
    if let estimate = sensitivity(at: event.originTime)?.estimate {
      event.sourceDescription += "; sensitivity estimated: \(estimate)"
    }
    return event
  }
}

extension RecordingImport {
  private func write(_ events: [EventRecords], to folder: CatalogFolder) throws {
    let stations = Dictionary(
      events.flatMap(\.records).map { ("\($0.network).\($0.code)", $0) },
      uniquingKeysWith: { first, _ in first }
    ).sorted { $0.key < $1.key }.map(\.value)
    let frame = LocalFrame(origin: Self.centre(of: stations.map(\.position)))
    let projection = try MapProjection(frame: frame)
    let description = CatalogDescription(
      title: settings.title,
      source: source,
      frame: frame,
      sampling: CatalogSampling(
        motion: settings.motion,
        interval: 1 / settings.samplingRate,
        count: settings.sampleCount
      ),
      layout: ReceiverLayout(
        stations: try stations.map { station in
          Receiver(
            network: station.network,
            code: station.code,
            location: try projection.localPoint(of: station.position)
          )
        }
      ),
      notes: settings.notes
    )
    let placed = try events.map { try Self.placed($0.event, by: projection) }
    var index = try CatalogIndex(description: description, events: placed)
    for (event, records) in zip(placed, events.map(\.records)) {
      let waveforms = EventWaveforms(
        event: event,
        sampling: description.sampling,
        layout: description.layout,
        samples: samples(of: records, at: description.layout.stations)
      )
      let file = folder.eventFile(event.id)
      index.markMade(
        event.id,
        try EventFile.write(waveforms, description: description, to: file)
      )
    }
    try folder.writeQuakeML(placed)
    try index.write(to: folder)
  }

  /// The mean place, to a hundredth of a degree.
  private static func centre(of points: [GeographicPoint]) -> GeographicPoint {
    func mean(_ values: [Double]) -> Double {
      (values.reduce(0, +) / Double(values.count) * 100).rounded() / 100
    }
    return GeographicPoint(
      latitude: mean(points.map(\.latitude)),
      longitude: mean(points.map(\.longitude))
    )
  }

  private static func placed(
    _ event: CatalogEvent,
    by projection: MapProjection
  ) throws -> CatalogEvent {
    var event = event
    event.location = try event.depth.map {
      try projection.localPoint(of: event.epicenter, depth: $0)
    }
    return event
  }

  /// `(component, time, station)`; NaN for stations without a record.
  private func samples(of records: [StationRecord], at stations: [Receiver]) -> [Float] {
    let count = settings.sampleCount
    var samples = [Float](repeating: .nan, count: 3 * count * stations.count)
    for record in records {
      guard
        let station = stations.firstIndex(where: {
          $0.network == record.network && $0.code == record.code
        })
      else { continue }
      for row in 0..<(3 * count) { samples[row * stations.count + station] = record.samples[row] }
    }
    return samples
  }
}
