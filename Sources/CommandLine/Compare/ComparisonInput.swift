import Evaluation
import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

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
    inventory = try InventoryInput.read(flags.stationxml, mending: flags.mendResponses)
    let isNetCDF = flags.synthetic.lowercased().hasSuffix(".nc")
    event = try ComparedEvent(
      flags,
      synthetics: synthetics,
      run: isNetCDF ? try? StoredRun(path: flags.synthetic) : nil
    )
    guard let motion = flags.syntheticMotion ?? synthetics.motion else {
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
    let observed = Dictionary(grouping: recordings.traces, by: \.identifier.place)
    let computed = Dictionary(grouping: synthetics.traces, by: \.identifier.place)
    var jobs: [Job] = []
    for (place, own) in computed.sorted(by: { $0.key < $1.key }) {
      for partner in place.partners(among: observed.keys) {
        let known = partner.network.isEmpty ? place : partner
        let station = ComparedStation(
          network: known.network,
          code: place.code,
          path: path(to: known),
          synthetic: try synthetic(own),
          syntheticMotion: syntheticMotion,
          observed: []
        )
        jobs.append((station, Self.sensor(of: observed[partner] ?? [])))
      }
    }
    guard !jobs.isEmpty else {
      throw CompareError.noCommonStation(
        synthetic: computed.keys.map(\.code),
        observed: observed.keys.map(\.code)
      )
    }
    if let lone = jobs.first?.station, jobs.allSatisfy({ $0.station.path == nil }) {
      for (isNeeded, purpose) in [
        (options.isRotated, "--rotate zrt"), (options.speedWindow != nil, "--speed-window"),
      ] where isNeeded {
        throw CompareError.noGeometry(purpose: purpose, station: lone.code)
      }
    }
    for (code, alike) in Dictionary(grouping: jobs, by: \.station.code) where alike.count > 1 {
      let sides = [computed.keys, observed.keys]
      guard sides.contains(where: { $0.contains(StationPlace(network: "", code: code)) }) else {
        continue
      }
      Console.warning(
        "several networks have a station \(code) and one side does not say which it means: each is "
          + "compared; --stations \(alike[0].station.network).\(code) chooses one."
      )
    }
    return read(try chosen(jobs), options: options)
      .sorted { ($0.path?.distance ?? 0) < ($1.path?.distance ?? 0) }
  }

  /// The stations that were asked for, each once, by code or network and code.
  private func chosen(_ jobs: [Job]) throws -> [Job] {
    guard let stations = flags.stations else { return jobs }
    let wanted = stations.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    for name in wanted where !jobs.contains(where: { $0.station.isCalled(name) }) {
      throw CompareError.unknownStation(name, common: jobs.map(\.station.code))
    }
    return jobs.filter { job in wanted.contains { job.station.isCalled($0) } }
  }

  /// Removes responses on as many threads as there are.
  private func read(_ jobs: [Job], options: ComparisonOptions) -> [ComparedStation] {
    var reader = ObservedMotion(options: options, originTime: event.originTime)
    reader.inventory = inventory
    reader.recordedMotion = flags.observedMotion ?? recordings.motion
    reader.preFilter = flags.preFilter?.values
    let shared = reader
    return parallelMap(jobs) { job in
      var station = job.station
      let window = station.wantedWindow(options)
      station.observed = job.channels.map { shared.channel($0, window: window) }
      return station
    }
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

  /// From the epicentre to a station; nil if either place is unknown.
  private func path(to place: StationPlace) -> Geodesic? {
    let known =
      (inventory?.stations ?? []) + synthetics.stations.values + recordings.stations.values
    let names = known.map { StationPlace(network: $0.network, code: $0.code) }
    let partner = place.partners(among: names).first
    let station = names.firstIndex { $0 == partner }.map { known[$0] }
    if let epicentre = event.epicentre, let station {
      return Geodesic(from: epicentre, to: station.position)
    }
    return nil
  }
}

extension ComparisonInput {
  /// A station and the traces of the channels that it recorded.
  private typealias Job = (station: ComparedStation, channels: [[WaveformTrace]])
}

extension ComparedStation {
  /// Whether it has this code, or this network and code.
  fileprivate func isCalled(_ name: String) -> Bool { name == code || name == "\(network).\(code)" }
}
