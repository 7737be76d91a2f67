import Foundation
import SeismicFiles
import Seismology

/// Where the stations of a set stand, from station files and tables.
struct StationPlaces {
  private var places: [String: GeographicPoint] = [:]

  /// The places of an inventory's stations, and of those of a table that it does not have.
  init(inventory: StationInventory?, table: [Station]) {
    for station in table { places[Self.key(station.network, station.code)] = station.position }
    for station in inventory?.stations ?? [] {
      places[Self.key(station.network, station.code)] = station.position
    }
  }

  /// The place of a station; a table without networks is asked by the code alone.
  func position(network: String, code: String) -> GeographicPoint? {
    places[Self.key(network, code)] ?? places[Self.key("", code)]
  }

  private static func key(_ network: String, _ code: String) -> String { "\(network).\(code)" }
}
