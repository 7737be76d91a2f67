public import Foundation
public import Seismology

/// What is known besides the traces: stations, responses and the earthquake.
public struct ProcessingContext: Sendable {
  /// The stations with their channels and responses.
  public var inventory: StationInventory?
  /// Places of stations by `NET.STA`, for those that the inventory does not have.
  public var stationPositions: [String: GeographicPoint]
  /// The origin time of the earthquake.
  public var originTime: Date?
  /// The epicentre.
  public var epicentre: GeographicPoint?
  /// Times of the first P and S arrivals by `NET.STA`.
  public var arrivals: [String: [TravelTimes.Phase: Date]]

  /// A context of what is known.
  public init(
    inventory: StationInventory? = nil,
    stationPositions: [String: GeographicPoint] = [:],
    originTime: Date? = nil,
    epicentre: GeographicPoint? = nil,
    arrivals: [String: [TravelTimes.Phase: Date]] = [:]
  ) {
    self.inventory = inventory
    self.stationPositions = stationPositions
    self.originTime = originTime
    self.epicentre = epicentre
    self.arrivals = arrivals
  }

  /// The moment of a mark at a station, or why it is not known.
  func date(_ mark: TimeWindow.Mark, station: String) throws(ProcessingProblem) -> Date {
    switch mark {
    case .utc(let date): return date
    case .origin(let seconds):
      guard let originTime else { throw .noWindow("the origin time is not known") }
      return originTime.addingTimeInterval(seconds)
    case .arrival(let phase, let seconds):
      guard let time = arrivals[station]?[phase] else {
        throw .noWindow("the time of the \(phase.rawValue.uppercased()) arrival is not known")
      }
      return time.addingTimeInterval(seconds)
    }
  }
}

/// The channels of an inventory by their codes.
struct ChannelIndex: Sendable {
  /// All epochs of all channels.
  private(set) var epochs: [ChannelEpoch] = []
  private var places: [TraceIdentifier: [Int]] = [:]

  /// An index of an inventory.
  init(_ inventory: StationInventory?) {
    for network in inventory?.networks ?? [] {
      for station in network.stations {
        for channel in station.channels {
          let codes = TraceIdentifier(
            network: network.code,
            station: station.code,
            location: channel.location,
            channel: channel.code
          )
          places[codes, default: []].append(epochs.count)
          epochs.append(channel)
        }
      }
    }
  }

  /// The epoch of a channel that was open at a time.
  ///
  /// - Throws: ``ProcessingProblem/noChannel`` or ``ProcessingProblem/noEpoch(spans:)``.
  func epoch(of codes: TraceIdentifier, at time: Date) throws(ProcessingProblem) -> Int {
    guard let known = places[codes] else { throw .noChannel }
    // Among overlapping epochs the one that began last.
    let open = known.filter {
      (epochs[$0].startTime ?? .distantPast) <= time
        && time < (epochs[$0].endTime ?? .distantFuture)
    }
    if let latest = open.max(by: { start($0) < start($1) }) { return latest }
    let spans = known.map { index in
      let (from, to) = (epochs[index].startTime, epochs[index].endTime)
      return (from.map { UTCTime.text($0, digits: 0) } ?? "the beginning") + " to "
        + (to.map { UTCTime.text($0, digits: 0) } ?? "now")
    }
    throw .noEpoch(spans: spans.joined(separator: ", "))
  }

  private func start(_ index: Int) -> Date { epochs[index].startTime ?? .distantPast }
}
