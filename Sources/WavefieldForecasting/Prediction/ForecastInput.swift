import NumericalRuntime
import SeismicFiles
public import Seismology
public import WaveformCatalog

/// The first seconds of an event's motion as a model wants them: frames on its grid, NaN where nothing is known.
///
///     let input = try ForecastInput(
///       event: "hf-s034-d09", of: catalog, shape: model.shape, site: site)
///     let sparse = try input.seen(from: stations)
public struct ForecastInput: Sendable {
  /// The frames; at each point all values are known or none.
  public let frames: MotionFrames
  /// For a model of a fixed list: the motion at its stations, a point each in the order of the list, NaN at those
  /// without; nil for other models.
  public let records: MotionFrames?
  /// The event.
  public let event: CatalogEvent
  /// The grid of the model.
  public let site: ForecasterSite
  /// The stations whose motion it is, in the model's local frame; empty where it is that of the grid.
  public let stations: [Receiver]
  /// What was left out and why, a sentence each.
  public let notices: [String]

  init(
    _ frames: MotionFrames,
    records: MotionFrames? = nil,
    event: CatalogEvent,
    site: ForecasterSite,
    stations: [Receiver] = [],
    notices: [String] = []
  ) {
    let known = frames.known
    self.frames = known.allSatisfy { $0 } ? frames : frames.keeping(known)
    self.records = records
    self.event = event
    self.site = site
    self.stations = stations
    self.notices = notices
  }

  /// What stations on the grid see of the motion: that of the grid point nearest to each.
  ///
  /// Stations outside the grid, at a grid point without motion, or at one that another station has are left out with a
  /// notice. Of a model of a fixed list, those that are not on it are left out: they are found by their codes, and by
  /// their places where the list does not know the code; the others of the list are masked.
  ///
  /// - Parameter receivers: stations in the model's local frame.
  /// - Returns: the input with NaN at all other points.
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` if none is left.
  public func seen(from receivers: [Receiver]) throws(ForecastingError) -> ForecastInput {
    if let records { return try seen(records, fromListed: receivers) }
    let known = frames.known
    var choice = StationChoice(site)
    for receiver in receivers {
      choice.add(receiver) { known[$0.nearest] }
    }
    try choice.requireSome(of: receivers.count)
    var isKept = [Bool](repeating: false, count: frames.pointCount)
    for (point, _) in choice.chosen { isKept[point] = true }
    return ForecastInput(
      frames.keeping(isKept),
      event: event,
      site: site,
      stations: choice.chosen.map(\.receiver),
      notices: notices + choice.notices
    )
  }

  /// What so many random points of the grid, or stations of the list with motion, see of it.
  ///
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)`` unless there are that many.
  public func seen(fromRandom count: Int, seed: UInt64) throws(ForecastingError) -> ForecastInput {
    if let records { return try seen(records, fromRandom: count, seed: seed) }
    guard count > 0, count <= frames.pointCount else {
      throw .invalid(
        what: "number of stations",
        value: "\(count)",
        expected: "from 1 to \(frames.pointCount), the points of the grid"
      )
    }
    var generator = SeededGenerator(seed: seed, stream: 0x57A7_1045)
    let points = ReceiverLayout(grid: SurfaceGrid(x: site.x, y: site.y)).receivers
    let chosen = generator.selection(of: count, from: points.count)
    return try seen(from: chosen.map { points[$0] })
  }
}

/// Puts stations at their nearest grid points, at most one at each.
struct StationChoice {
  /// The stations with their grid points.
  private(set) var chosen: [(point: Int, receiver: Receiver)] = []
  /// Why others were left out.
  private(set) var notices: [String] = []
  private let site: ForecasterSite
  private var holders: [Int: Receiver] = [:]

  /// An empty choice of stations on the grid of a site.
  init(_ site: ForecasterSite) { self.site = site }

  /// Adds a station if it stands on the grid, if there is a record of its motion, and if its grid point is free.
  mutating func add(_ receiver: Receiver, isRecorded: (GridPlace) -> Bool) {
    let name = "station \(receiver.identifier)"
    guard let place = GridPlace(of: receiver.location, x: site.x, y: site.y) else {
      notices.append("\(name) is left out: it stands outside the model's grid")
      return
    }
    guard isRecorded(place) else {
      notices.append("\(name) is left out: its motion is not known throughout the input (NaN)")
      return
    }
    if let holder = holders[place.nearest] {
      notices.append("\(name) is left out: its grid point is that of \(holder.identifier)")
      return
    }
    holders[place.nearest] = receiver
    chosen.append((place.nearest, receiver))
  }

  /// Stops unless a station is left.
  func requireSome(of count: Int) throws(ForecastingError) {
    guard chosen.isEmpty else { return }
    throw .unusableInput(
      reason: count == 0
        ? "there are no stations"
        : "none of the \(count) stations has motion on the model's grid; "
          + notices.prefix(3).joined(separator: "; ")
    )
  }
}
