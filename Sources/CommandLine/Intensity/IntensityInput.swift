import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import SignalProcessing
import Synchronization

/// One component of a station: its ground motion, or why there is none.
struct IntensityChannel: Sendable {
  /// The codes of the channel.
  let identifier: TraceIdentifier
  /// The time of the first sample.
  let startTime: Date
  /// Acceleration, velocity and displacement; nil if the record cannot be used.
  var motion: IntensityMeasures.Motion?
  /// What is wrong with it; empty if nothing is.
  var remarks: [String] = []
  /// Where positive samples point to, if known: degrees from north, and down from the horizontal.
  var azimuth, dip: Double?

  /// The last letter of the channel code.
  var component: String { String(identifier.channel.suffix(1)) }
}

/// The components of one sensor.
struct IntensityStation: Sendable {
  /// `NET.STA.LOC.CH` without the component.
  let name: String
  /// Where it stands, if known.
  let place: Station?
  /// Its components, by code.
  var channels: [IntensityChannel]
}

/// Records as they are read, made into ground motion.
struct IntensityInput {
  private let flags: IntensityInputFlags
  private let inventory: StationInventory?
  private let collections: [(path: String, content: WaveformCollection)]

  /// Reads all files.
  ///
  /// - Throws: what readers throw, or ``IntensityError/unknownMotion(path:)``.
  init(_ flags: IntensityInputFlags) throws {
    self.flags = flags
    inventory = try flags.stationxml.map { path throws in
      try StationInventory(filesAt: URL(fileURLWithPath: path))
    }
    collections = try flags.files.map { path throws in
      (path, try WaveformFile.read(URL(fileURLWithPath: path)))
    }
    for (path, content) in collections
    where content.motion == nil && inventory == nil && flags.motion == nil {
      throw IntensityError.unknownMotion(path: path)
    }
  }

  /// The stations in the order of their first record.
  func stations() -> [IntensityStation] {
    var order: [TraceIdentifier] = []
    var pieces: [TraceIdentifier: (traces: [WaveformTrace], motion: GroundMotion?)] = [:]
    for (_, content) in collections {
      for trace in content.traces {
        if pieces[trace.identifier] == nil { order.append(trace.identifier) }
        pieces[trace.identifier, default: ([], content.motion)].traces.append(trace)
      }
    }
    let channels = channels(order.compactMap { pieces[$0] })
    let sensors = Dictionary(grouping: channels) { String("\($0.identifier)".dropLast()) }
    var names: [String] = []
    for channel in channels {
      let name = String("\(channel.identifier)".dropLast())
      if !names.contains(name) { names.append(name) }
    }
    return names.map { name in
      let members = (sensors[name] ?? []).sorted { $0.component < $1.component }
      return IntensityStation(name: name, place: place(of: members), channels: members)
    }
  }

  /// Makes ground motion on as many threads as there are.
  private func channels(
    _ records: [(traces: [WaveformTrace], motion: GroundMotion?)]
  ) -> [IntensityChannel] {
    let source = RecordedMotion(inventory: inventory, flags: flags)
    let results = Mutex([Int: IntensityChannel]())
    parallelFor(records.count) { index in
      let channel = source.channel(records[index].traces, motion: records[index].motion)
      results.withLock { $0[index] = channel }
    }
    return results.withLock { found in records.indices.compactMap { found[$0] } }
  }

  private func place(of channels: [IntensityChannel]) -> Station? {
    guard let codes = channels.first?.identifier else { return nil }
    let known =
      (inventory?.stations ?? []) + collections.flatMap { Array($0.content.stations.values) }
    return known.first { $0.network == codes.network && $0.code == codes.station }
  }
}

extension StationInventory {
  /// The stations of a StationXML file or of all such files of a folder.
  init(filesAt url: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      self = try StationXML.read(url)
      return
    }
    self.init()
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    for name in names where name.lowercased().hasSuffix(".xml") {
      networks += try StationXML.read(url.appendingPathComponent(name)).networks
    }
    guard !networks.isEmpty else { throw StationFileError.empty(path: url.path) }
  }
}
