import Foundation
import Seismology
import WaveformCatalog

/// Small catalogs whose samples are simple functions of their indices.
enum SyntheticCatalog {
  static let frame = LocalFrame(
    origin: GeographicPoint(latitude: 38.33, longitude: -122.075),
    xAzimuth: 143.638,
    yIsClockwise: true
  )

  static let stations = [
    Receiver(network: "BK", code: "CMB", location: LocalPoint(x: 1000, y: 2000, z: 0)),
    Receiver(network: "", code: "S1", location: LocalPoint(x: -300, y: 50, z: 10)),
  ]

  /// A grid of 4 × 3 points, two stations, or both.
  static func layout(grid: Bool = true, stations: Bool = true) -> ReceiverLayout {
    ReceiverLayout(
      grid: grid ? SurfaceGrid(filling: 0...8000, 0...6000, columns: 4, rows: 3) : nil,
      stations: stations ? Self.stations : []
    )
  }

  static func description(
    _ layout: ReceiverLayout = layout(),
    motion: GroundMotion = .velocity,
    title: String = "Synthetic catalog"
  ) -> CatalogDescription {
    CatalogDescription(
      title: title,
      source: "foreshake 0.1.0",
      yaml: "title: synthetic\n",
      seed: .max,
      frame: frame,
      sampling: CatalogSampling(motion: motion, interval: 0.26, count: 7),
      layout: layout,
      notes: ["grid_spacing_m": "500", "strategy": "direct"]
    )
  }

  /// Event `number` of a line along x, deeper and stronger from one to the next.
  static func event(_ number: Int, prefix: String = "E") throws -> CatalogEvent {
    let plane = try NodalPlane(strike: 323.638, dip: 90, rake: 180)
    return CatalogEvent(
      id: "\(prefix)\(number)",
      epicenter: GeographicPoint(latitude: 38.3 - 0.01 * Double(number), longitude: -122),
      depth: 2000 + 1000 * Double(number % 5),
      magnitude: 4 + 0.1 * Double(number),
      plane: plane,
      moment: try MomentTensor(plane, scalarMoment: 1.1e15 * Double(number + 1)),
      cornerFrequency: 0.7,
      location: LocalPoint(
        x: 1000 * Double(number),
        y: 3000,
        z: 2000 + 1000 * Double(number % 5)
      ),
      modelSeed: UInt64.max - UInt64(number)
    )
  }

  /// The motion of an event: `receiver + 100·time + 10000·component`, times one more than the number, in µm/s.
  static func waveforms(
    _ number: Int,
    _ description: CatalogDescription,
    prefix: String = "E"
  ) throws -> EventWaveforms {
    var samples: [Float] = []
    for component in 0..<3 {
      for time in 0..<description.sampling.count {
        for receiver in 0..<description.layout.count {
          let value = receiver + 100 * time + 10_000 * component
          samples.append(Float(value * (number + 1)) * 1e-6)
        }
      }
    }
    return EventWaveforms(
      event: try event(number, prefix: prefix),
      sampling: description.sampling,
      layout: description.layout,
      samples: samples
    )
  }

  /// Writes a catalog of `count` events, all of them made.
  @discardableResult
  static func write(
    _ count: Int,
    to folder: CatalogFolder,
    _ description: CatalogDescription = description(),
    prefix: String = "E"
  ) throws -> CatalogIndex {
    try folder.create()
    let events = try (0..<count).map { try event($0, prefix: prefix) }
    var index = try CatalogIndex(description: description, events: events)
    for number in 0..<count {
      let waveforms = try waveforms(number, description, prefix: prefix)
      let mark = try EventFile.write(
        waveforms,
        description: description,
        to: folder.eventFile(waveforms.event.id)
      )
      index.markMade(waveforms.event.id, mark)
    }
    try index.write(to: folder)
    try folder.writeQuakeML(events)
    return index
  }
}
