import NumericalRuntime
import SeismicFiles
import Seismology
import WaveformCatalog

/// Inputs of models that know a fixed list of stations.
extension ForecastInput {
  /// The input of records at the stations of a site's list, NaN where there are none.
  ///
  /// Its frames have each record at the grid point nearest to the station, the first of the list where several share one.
  ///
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` if nothing is known at any station.
  init(
    records: MotionFrames,
    event: CatalogEvent,
    site: ForecasterSite,
    notices: [String]
  ) throws(ForecastingError) {
    let known = records.known
    guard known.contains(true) else {
      let why = notices.isEmpty ? "" : "; " + notices.prefix(3).joined(separator: "; ")
      throw .unusableInput(
        reason: "there is no motion at any of the \(known.count) stations of the model's list" + why
      )
    }
    var sources = [Int?](repeating: nil, count: site.x.count * site.y.count)
    for (index, place) in try site.stationPlaces().enumerated() where known[index] {
      sources[place.nearest] = sources[place.nearest] ?? index
    }
    let kept = records.keeping(known)
    self.init(
      kept.taking(sources),
      records: kept,
      event: event,
      site: site,
      stations: zip(site.stations ?? [], known).filter(\.1).map(\.0.receiver),
      notices: notices
    )
  }

  /// What the stations of the list see of motion on the grid, interpolated linearly.
  init(
    listOn grid: MotionFrames,
    event: CatalogEvent,
    site: ForecasterSite
  ) throws(ForecastingError) {
    let records = grid.interpolated(at: try site.stationPlaces())
    try self.init(
      records: records,
      event: event,
      site: site,
      notices: Self.notice(ofMissing: records.known, site)
    )
  }

  /// The records of a catalog's stations that are on the list.
  init(
    listFrom window: EventWindow,
    _ receivers: [Receiver],
    event: CatalogEvent,
    site: ForecasterSite,
    _ times: (start: Double, interval: Double)
  ) throws(ForecastingError) {
    var matching = StationMatching(site)
    for (index, receiver) in receivers.enumerated() {
      matching.add(receiver, isRecorded: window.isKnown(index))
    }
    let sources = matching.sources
    let records = window.frames(
      points: sources.count,
      start: times.start,
      interval: times.interval
    ) { sources[$0] }
    try self.init(
      records: records,
      event: event,
      site: site,
      notices: matching.notices + Self.notice(ofMissing: sources.map { $0 != nil }, site)
    )
  }

  /// The records of those stations of the list that are among some.
  func seen(
    _ records: MotionFrames,
    fromListed receivers: [Receiver]
  ) throws(ForecastingError) -> ForecastInput {
    var matching = StationMatching(site)
    for receiver in receivers { matching.add(receiver) }
    return try ForecastInput(
      records: records.keeping(matching.sources.map { $0 != nil }),
      event: event,
      site: site,
      notices: notices + matching.notices
    )
  }

  /// The records of so many random stations of the list.
  func seen(
    _ records: MotionFrames,
    fromRandom count: Int,
    seed: UInt64
  ) throws(ForecastingError) -> ForecastInput {
    guard count > 0, count <= stations.count else {
      throw .invalid(
        what: "number of stations",
        value: "\(count)",
        expected: "from 1 to \(stations.count), those of the model's list with motion"
      )
    }
    var generator = SeededGenerator(seed: seed, stream: 0x57A7_1045)
    let known = records.known
    let places = known.indices.filter { known[$0] }
    var isKept = [Bool](repeating: false, count: known.count)
    for number in generator.selection(of: count, from: places.count) {
      isKept[places[number]] = true
    }
    return try ForecastInput(
      records: records.keeping(isKept),
      event: event,
      site: site,
      notices: notices
    )
  }

  /// Which stations of the list are masked, in one sentence; nothing where all are known.
  private static func notice(ofMissing known: [Bool], _ site: ForecasterSite) -> [String] {
    let missing = zip(site.stations ?? [], known).filter { !$0.1 }.map(\.0.identifier)
    guard !missing.isEmpty else { return [] }
    let some = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", ..." : "")
    return [
      "\(missing.count) of the \(known.count) stations of the model's list are masked, their motion not being "
        + "known throughout the input: \(some)"
    ]
  }
}

extension MotionFrames {
  /// The motion of some points, in another order; NaN at points without a source.
  fileprivate func taking(_ sources: [Int?]) -> MotionFrames {
    var values: [Float] = []
    values.reserveCapacity(3 * count * sources.count)
    for row in 0..<(3 * count) {
      for source in sources { values.append(source.map { samples[row * pointCount + $0] } ?? .nan) }
    }
    return MotionFrames(
      startTime: startTime,
      interval: interval,
      pointCount: sources.count,
      samples: values
    )
  }
}
