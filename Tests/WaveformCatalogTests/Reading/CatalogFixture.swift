import Foundation
import Seismology
import WaveformCatalog

/// A small catalog whose samples are known at each place, for readers.
struct CatalogFixture {
  var eventCount = 3
  var snapshots = 40
  var grid: SurfaceGrid? = SurfaceGrid(x: [0, 100, 200, 300, 400], y: [0, 50, 100, 150])
  var stations: [Receiver] = []

  static let stations = ["A", "B", "C"].enumerated().map { index, code in
    Receiver(network: "XX", code: code, location: LocalPoint(x: 70 * Double(index), y: 20, z: 0))
  }

  var layout: ReceiverLayout { ReceiverLayout(grid: grid, stations: stations) }
  var sampling: CatalogSampling { CatalogSampling(interval: 0.5, count: snapshots) }

  var description: CatalogDescription {
    CatalogDescription(
      title: "numbered samples",
      source: "test",
      frame: LocalFrame(origin: GeographicPoint(latitude: 38, longitude: -122)),
      sampling: sampling,
      layout: layout
    )
  }

  var events: [CatalogEvent] {
    (0..<eventCount).map { number in
      CatalogEvent(
        id: "e\(number)",
        originTime: Date(timeIntervalSince1970: 1e9),
        epicenter: GeographicPoint(latitude: 38, longitude: -122),
        depth: 5000,
        magnitude: 4
      )
    }
  }

  /// The sample of an event; a plane over the grid, so that linear interpolation gives it exactly.
  func value(event: Int, component: Int, time: Int, receiver: Int) -> Float {
    let place = layout.receivers[receiver].location
    return Float(1000 * event + 100 * component) + Float(time)
      + Float(place.x / 1024 + place.y / 64)
  }

  func samples(event: Int) -> [Float] {
    (0..<3).flatMap { component in
      (0..<snapshots).flatMap { time in
        (0..<layout.count).map { receiver in
          value(event: event, component: component, time: time, receiver: receiver)
        }
      }
    }
  }

  /// Writes the catalog.
  func write(to url: URL) throws -> CatalogFolder {
    let folder = CatalogFolder(url)
    try folder.create()
    var index = try CatalogIndex(description: description, events: events)
    for (number, event) in events.enumerated() {
      let waveforms = EventWaveforms(
        event: event,
        sampling: sampling,
        layout: layout,
        samples: samples(event: number)
      )
      let file = folder.eventFile(event.id)
      index.markMade(event.id, try EventFile.write(waveforms, description: description, to: file))
    }
    index.assign(.training, to: "e0")
    try index.write(to: folder)
    return folder
  }
}
