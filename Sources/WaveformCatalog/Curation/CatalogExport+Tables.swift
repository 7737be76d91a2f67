import Foundation
import NumericalRuntime
import Seismology

extension CatalogExport {
  /// Writes `events.csv` and `receivers.csv`.
  func writeTables(into folder: URL) throws {
    try FileContents.write(eventTable, to: folder.appendingPathComponent("events.csv"))
    let table = try receiverTable()
    try FileContents.write(table, to: folder.appendingPathComponent("receivers.csv"))
  }

  /// A line an event, in the order of the arrays; what is not known is left empty.
  private var eventTable: String {
    let header =
      "event_id,origin_time,latitude,longitude,depth_m,magnitude,magnitude_type,"
      + "strike_degrees,dip_degrees,rake_degrees,x_m,y_m,split\n"
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return entries.reduce(into: header) { table, entry in
      let event = entry.event
      let fields = [
        event.id, event.originTime.map { UTCTime.text($0) } ?? "",
        text(event.epicenter.latitude), text(event.epicenter.longitude), text(event.depth),
        text(event.magnitude), event.magnitudeType, text(event.plane?.strike),
        text(event.plane?.dip), text(event.plane?.rake), text(event.location?.x),
        text(event.location?.y), entry.split?.rawValue ?? "",
      ]
      table += fields.joined(separator: ",") + "\n"
    }
  }

  /// A line a receiver, in the order of the arrays and under the names in the files.
  private func receiverTable() throws -> String {
    let description = index.description
    let named = try description.layout.namedReceivers(receivers)
    let stations = try description.stations(named)
    let isGeographic = !stations.isEmpty
    var table = "network,station,x_m,y_m,depth_m" + (isGeographic ? ",latitude,longitude\n" : "\n")
    for (number, receiver) in named.enumerated() {
      let place = receiver.location
      table += "\(receiver.network),\(receiver.code),\(place.x),\(place.y),\(place.z)"
      if isGeographic {
        let position = stations[number].position
        table += ",\(position.latitude),\(position.longitude)"
      }
      table += "\n"
    }
    return table
  }
}
