import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import SignalProcessing

/// One record of a component of a station: its ground motion, or why there is none.
struct IntensityChannel: Sendable {
  /// The codes of the channel.
  let identifier: TraceIdentifier
  /// The time of the first sample, and of the one after the last.
  let startTime, endTime: Date
  /// Acceleration, velocity and displacement; nil if the record cannot be used.
  var motion: IntensityMeasures.Motion?
  /// What is wrong with it; empty if nothing is.
  var remarks: [String] = []
  /// Where positive samples point to, if known: degrees from north, and down from the horizontal.
  var azimuth, dip: Double?

  /// The last letter of the channel code.
  var component: String { String(identifier.channel.suffix(1)) }
}

/// The components of one sensor that were recorded at one time.
struct IntensityStation: Sendable {
  /// `NET.STA.LOC.CH` without the component.
  let name: String
  /// Where it stands, if known.
  let place: Station?
  /// Its components, by code.
  var channels: [IntensityChannel]
  /// A horizontal record that belongs to another row, but runs at the same time as the only one of this row.
  var partner: IntensityChannel?
}

/// Records as they are read, made into ground motion.
struct IntensityInput {
  private let flags: IntensityInputFlags
  private let inventory: StationInventory?
  private let records: ProcessInput

  /// Reads all files.
  ///
  /// - Throws: what readers throw, or ``IntensityError/unknownMotion(path:)``.
  init(_ flags: IntensityInputFlags) throws {
    self.flags = flags
    inventory = try InventoryInput.read(flags.stationxml, mending: flags.mendResponses)
    records = try ProcessInput(reading: flags.files)
    guard !records.traces.isEmpty else {
      throw WaveformFileError.empty(path: flags.files.joined(separator: ", "))
    }
    if records.motion == nil, inventory == nil, flags.motion == nil {
      throw IntensityError.unknownMotion(path: flags.files.joined(separator: ", "))
    }
  }

  /// The stations in the order of their first record, several times where they recorded several times.
  func stations() throws -> [IntensityStation] {
    var order: [TraceIdentifier] = []
    var pieces: [TraceIdentifier: [WaveformTrace]] = [:]
    for trace in records.traces {
      if pieces[trace.identifier] == nil { order.append(trace.identifier) }
      pieces[trace.identifier, default: []].append(trace)
    }
    let channels = try channels(order.compactMap { pieces[$0] })
    let sensors = Dictionary(grouping: channels) { String("\($0.identifier)".dropLast()) }
    var names: [String] = []
    for channel in channels {
      let name = String("\(channel.identifier)".dropLast())
      if !names.contains(name) { names.append(name) }
    }
    return names.flatMap { name in
      SimultaneousRecords.sets(of: sensors[name] ?? []).map { set in
        IntensityStation(
          name: name,
          place: place(of: set.members),
          channels: set.members,
          partner: set.partner
        )
      }
    }
  }

  /// Makes ground motion of the segments of channels, on as many threads as there are.
  private func channels(_ segments: [[WaveformTrace]]) throws -> [IntensityChannel] {
    let source = RecordedMotion(inventory: inventory, flags: flags, fileMotion: records.motion)
    let quantity = (records.motion ?? flags.motion).map(TraceQuantity.motion) ?? .counts
    let pieces = try segments.flatMap { try RecordPiece.pieces(of: $0, holding: quantity) }
    return parallelMap(pieces) { source.channel($0) }
  }

  private func place(of channels: [IntensityChannel]) -> Station? {
    guard let codes = channels.first?.identifier else { return nil }
    let known = (inventory?.stations ?? []) + Array(records.stations.values)
    return known.first { $0.network == codes.network && $0.code == codes.station }
  }
}
