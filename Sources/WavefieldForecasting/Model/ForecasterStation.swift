import SeismicFiles
public import Seismology

/// A station of the fixed list from which a forecaster learned.
///
/// The list stands in ``ForecasterSite`` in the order of the model's input.
public struct ForecasterStation: Codable, Hashable, Sendable {
  /// Network code; empty for synthetic receivers.
  public var network: String
  /// Station code.
  public var code: String
  /// Where it stands in the local frame (m).
  public var x, y: Double

  /// The station of a receiver; its depth does not count.
  public init(_ receiver: Receiver) {
    network = receiver.network
    code = receiver.code
    (x, y) = (receiver.location.x, receiver.location.y)
  }

  /// The station as a receiver at the surface.
  public var receiver: Receiver {
    Receiver(network: network, code: code, location: LocalPoint(x: x, y: y, z: 0))
  }

  /// `NET.CODE`, or the code alone where there is no network.
  var identifier: String { receiver.identifier }
}

extension ForecasterSite {
  /// This site with a fixed list of stations, in their order.
  ///
  /// Stations outside the grid, and second ones of a name, are left out with a notice, a sentence each.
  ///
  /// - Parameter receivers: stations in this site's local frame.
  /// - Returns: the site with the list, and the notices.
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` if none is left.
  public func listing(
    _ receivers: [Receiver]
  ) throws(ForecastingError) -> (site: ForecasterSite, notices: [String]) {
    var listed: [ForecasterStation] = []
    var notices: [String] = []
    var names: Set<String> = []
    for receiver in receivers {
      let name = receiver.identifier
      if !contains(receiver.location) {
        notices.append("station \(name) is left out: it stands outside the grid")
      } else if !names.insert(name).inserted {
        notices.append("station \(name) is left out: the list has one of that name already")
      } else {
        listed.append(ForecasterStation(receiver))
      }
    }
    guard !listed.isEmpty else {
      throw .unusableInput(
        reason: receivers.isEmpty
          ? "the list of stations is empty"
          : "none of the \(receivers.count) stations of the list stands on the grid (\(gridWords))"
      )
    }
    var site = self
    site.stations = listed
    return (site, notices)
  }

  /// Where the stations of the list stand among the points of the grid.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for a station outside the grid.
  func stationPlaces() throws(ForecastingError) -> [GridPlace] {
    var places: [GridPlace] = []
    for station in stations ?? [] {
      guard let place = GridPlace(of: station.receiver.location, x: x, y: y) else {
        throw .mismatch(
          what: "place of station \(station.identifier)",
          expected: "one on the grid (\(gridWords))",
          found: "x \(station.x), y \(station.y) m"
        )
      }
      places.append(place)
    }
    return places
  }

  /// Stops unless there is a list of as many stations as a shape wants.
  ///
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)`` or ``ForecastingError/mismatch(what:expected:found:)``.
  func requireStations(of shape: ForecasterShape) throws(ForecastingError) {
    guard case .stations(let count) = shape.input else {
      guard let stations else { return }
      throw .mismatch(
        what: "list of stations",
        expected: "none, for a model that sees the grid or any stations",
        found: "\(stations.count) stations"
      )
    }
    guard let stations else {
      throw .invalid(
        what: "input of the model,",
        value: "a fixed list of \(count) stations,",
        expected:
          "a grid or any stations: its file does not tell where the stations of the list stand"
      )
    }
    guard stations.count == count else {
      throw .mismatch(
        what: "list of stations of the model",
        expected: "\(count) stations, as its shape says",
        found: "\(stations.count)"
      )
    }
    _ = try stationPlaces()
  }
}
