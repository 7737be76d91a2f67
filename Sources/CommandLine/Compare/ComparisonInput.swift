import Evaluation
import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import Synchronization

/// The two sides of a comparison as they were read.
struct ComparisonInput {
  /// The computed and the observed records.
  let synthetics, recordings: WaveformCollection
  /// Responses and places of the observing stations, if given.
  let inventory: StationInventory?
  /// The earthquake.
  let event: ComparedEvent
  /// What the synthetics are.
  let syntheticMotion: GroundMotion
  private let flags: CompareInputFlags

  /// Reads both sides.
  init(_ flags: CompareInputFlags) throws {
    self.flags = flags
    synthetics = try WaveformFile.read(URL(fileURLWithPath: flags.synthetic))
    recordings = try WaveformFile.read(URL(fileURLWithPath: flags.observed))
    inventory = try flags.stationxml.map { path throws in
      try Self.inventory(URL(fileURLWithPath: path))
    }
    let isNetCDF = flags.synthetic.lowercased().hasSuffix(".nc")
    event = try ComparedEvent(
      flags,
      synthetics: synthetics,
      run: isNetCDF ? try? StoredRun(path: flags.synthetic) : nil
    )
    guard let motion = flags.syntheticMotion?.motion ?? synthetics.motion else {
      throw CompareError.unknownMotion(path: flags.synthetic, flag: "--synthetic-motion")
    }
    syntheticMotion = motion
    if inventory == nil, flags.observedMotion == nil, recordings.motion == nil {
      throw CompareError.unknownMotion(path: flags.observed, flag: "--observed-motion")
    }
  }

  /// The stations that stand on both sides, nearest first.
  ///
  /// - Throws: ``CompareError`` if there is none, or if places are missing that the options need.
  func stations(_ options: ComparisonOptions) throws -> [ComparedStation] {
    let observed = Dictionary(grouping: recordings.traces, by: \.identifier.station)
    let computed = Dictionary(grouping: synthetics.traces, by: \.identifier.station)
    var jobs: [(station: ComparedStation, channels: [[WaveformTrace]])] = []
    for (code, own) in computed.sorted(by: { $0.key < $1.key }) {
      let matching = (observed[code] ?? []).filter { trace in
        own.contains { isSameNetwork($0.identifier.network, trace.identifier.network) }
      }
      guard let first = matching.first else { continue }
      let station = ComparedStation(
        network: first.identifier.network,
        code: code,
        path: try path(to: first.identifier, options: options),
        synthetic: try synthetic(own),
        syntheticMotion: syntheticMotion,
        observed: []
      )
      jobs.append((station, Self.sensor(of: matching)))
    }
    guard !jobs.isEmpty else {
      throw CompareError.noCommonStation(
        synthetic: Array(computed.keys),
        observed: Array(observed.keys)
      )
    }
    return read(try chosen(jobs), options: options)
      .sorted { ($0.path?.distance ?? 0) < ($1.path?.distance ?? 0) }
  }

  /// The stations that were asked for.
  private func chosen(
    _ jobs: [(station: ComparedStation, channels: [[WaveformTrace]])]
  ) throws -> [(station: ComparedStation, channels: [[WaveformTrace]])] {
    guard let wanted = flags.stations else { return jobs }
    return try wanted.split(separator: ",").map { code in
      guard let job = jobs.first(where: { $0.station.code == code }) else {
        throw CompareError.unknownStation(String(code), common: jobs.map(\.station.code))
      }
      return job
    }
  }

  /// Removes responses on as many threads as there are.
  private func read(
    _ jobs: [(station: ComparedStation, channels: [[WaveformTrace]])],
    options: ComparisonOptions
  ) -> [ComparedStation] {
    var reader = ObservedMotion(options: options, originTime: event.originTime)
    reader.inventory = inventory
    reader.recordedMotion = flags.observedMotion?.motion ?? recordings.motion
    reader.preFilter = flags.preFilter?.values
    let shared = reader
    let stations = Mutex(jobs.map(\.station))
    let threads = min(ThreadBudget.available, jobs.count)
    parallelFor(threads) { thread in
      for index in share(thread, of: threads, in: jobs.count) {
        let window = jobs[index].station.wantedWindow(options)
        let channels = jobs[index].channels.map { shared.channel($0, window: window) }
        stations.withLock { $0[index].observed = channels }
      }
    }
    return stations.withLock { $0 }
  }

  /// The traces by channel of the sensor with most components; of several, the first by location and code.
  private static func sensor(of traces: [WaveformTrace]) -> [[WaveformTrace]] {
    let channels = Dictionary(grouping: traces, by: \.identifier)
    let sensors = Dictionary(grouping: channels.keys) { identifier in
      "\(identifier.location).\(identifier.channel.dropLast())"
    }
    let most = sensors.values.map(\.count).max()
    let first = sensors.filter { $0.value.count == most }.min { $0.key < $1.key }
    let identifiers = (first?.value ?? []).sorted { $0.channel < $1.channel }
    return identifiers.compactMap { channels[$0] }
  }

  /// The synthetic components of a station.
  private func synthetic(_ traces: [WaveformTrace]) throws -> [MotionComponent: MotionRecord] {
    var components: [MotionComponent: MotionRecord] = [:]
    for trace in traces {
      guard let letter = trace.identifier.channel.last,
        let component = MotionComponent(rawValue: String(letter)),
        [.east, .north, .up].contains(component), components[component] == nil
      else { continue }
      components[component] = MotionRecord(
        startTime: trace.startTime.timeIntervalSince(event.syntheticOriginTime),
        samplingInterval: trace.samplingInterval,
        samples: trace.samples.asDoubles
      )
    }
    guard !components.isEmpty else {
      throw CompareError.unknownComponents(
        path: flags.synthetic,
        codes: traces.map { "\($0.identifier)" }
      )
    }
    return components
  }

  /// From the epicentre to a station; nil if either place is unknown and nobody needs it.
  private func path(
    to codes: TraceIdentifier,
    options: ComparisonOptions
  ) throws -> Geodesic? {
    let known =
      (inventory?.stations ?? []) + synthetics.stations.values + recordings.stations.values
    let station = known.first {
      $0.code == codes.station && isSameNetwork($0.network, codes.network)
    }
    if let epicentre = event.epicentre, let station {
      return Geodesic(from: epicentre, to: station.position)
    }
    for (isNeeded, purpose) in [
      (options.isRotated, "--rotate zrt"), (options.speedWindow != nil, "--speed-window"),
    ] where isNeeded {
      throw CompareError.noGeometry(purpose: purpose, station: codes.station)
    }
    return nil
  }

  /// The stations of a StationXML file or of all such files of a folder.
  private static func inventory(_ url: URL) throws -> StationInventory {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { return try StationXML.read(url) }
    var result = StationInventory()
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    for name in names where name.lowercased().hasSuffix(".xml") {
      result.networks += try StationXML.read(url.appendingPathComponent(name)).networks
    }
    guard !result.networks.isEmpty else { throw StationFileError.empty(path: url.path) }
    return result
  }
}

/// Network codes agree, or one side has none.
private func isSameNetwork(_ a: String, _ b: String) -> Bool { a.isEmpty || b.isEmpty || a == b }
