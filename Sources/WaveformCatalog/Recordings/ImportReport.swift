import Foundation

/// What became of each record of an import, and why.
public struct ImportReport: Hashable, Sendable {
  /// Why a record was dropped.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Its file cannot be read.
    case unreadable = "unreadable file"
    /// The event has no waveforms.
    case noWaveforms = "no waveforms"
    /// The window counts from a P pick that the event table does not have.
    case noPick = "no P pick"
    /// The sensitivity is an estimate and such events are left out.
    case estimatedSensitivity = "estimated sensitivity"
    /// No file says where the station stands.
    case noPosition = "no position"
    /// The station files have no usable response for it.
    case noResponse = "no response"
    /// The instrument senses another motion than is wanted.
    case wrongMotion = "other motion"
    /// Samples are missing, or contradict one another.
    case gap = "gap"
    /// It was driven beyond the recorder's range.
    case clipped = "clipped"
    /// A channel does not move.
    case dead = "dead channel"
    /// Not all three components are there.
    case missingComponent = "missing component"
    /// The directions of its channels are not known.
    case noOrientation = "no orientation"
    /// Too little of the window was recorded.
    case tooShort = "too short"
    /// It does not stand out of its noise.
    case noisy = "noise"
    /// Its station has a better stream.
    case otherStream = "other stream"
    /// Its samples cannot be processed.
    case unusable = "unusable samples"
  }

  /// One record, or one event of which there is none.
  public struct Row: Hashable, Sendable {
    /// The event's id.
    public var event: String
    /// `NET.CODE`; empty where the whole event is meant.
    public var station = ""
    /// `NET.CODE.LOCATION.BAND`, as `BK.BRIB.01.HN`.
    public var stream = ""
    /// Why it was dropped; nil if it was kept.
    public var reason: Reason?
    /// What exactly was found.
    public var detail = ""
    /// From the epicenter to the station in m.
    public var distance: Double?
    /// The ratio of signal to noise, where it could be measured; see ``RecordQuality/minimumSignalToNoise``.
    public var signalToNoise: Double?
    /// The share of the window that was recorded.
    public var coverage: Double?
  }

  /// The records by event, then by stream.
  public internal(set) var rows: [Row] = []

  /// How many records were kept.
  public var keptCount: Int { rows.count { $0.reason == nil } }

  /// How many records were dropped for each reason that occurred, the most frequent first.
  public var dropped: [(reason: Reason, count: Int)] {
    Reason.allCases.map { reason in (reason, rows.count { $0.reason == reason }) }
      .filter { $0.1 > 0 }
      .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
  }

  /// The report as a text with a header line, a row for each record.
  public var csv: String {
    var lines = [
      "event_id,station,stream,kept,reason,epicentral_km,signal_to_noise,share_of_window,detail"
    ]
    for row in rows {
      lines.append(
        [
          row.event, row.station, row.stream, "\(row.reason == nil)", row.reason?.rawValue ?? "",
          row.distance.map { String(format: "%.3f", $0 / 1000) } ?? "",
          row.signalToNoise.map { String(format: "%.4g", $0) } ?? "",
          row.coverage.map { String(format: "%.4f", $0) } ?? "",
          row.detail.isEmpty ? "" : "\"\(row.detail.replacing("\"", with: "'"))\"",
        ].joined(separator: ",")
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The counts for people: kept, and dropped by reason.
  public var summary: [String] {
    let events = Set(rows.map(\.event)).count
    let keptEvents = Set(rows.filter { $0.reason == nil }.map(\.event)).count
    let head = [("kept", keptCount)] + dropped.map { ("dropped: \($0.reason.rawValue)", $0.count) }
    let width = head.map(\.0.count).max() ?? 0
    return head.map { name, count in
      name.padding(toLength: width, withPad: " ", startingAt: 0) + String(format: "%8d", count)
    } + ["\(keptEvents) of \(events) events have records"]
  }
}
