import Foundation
import Seismology
import WaveformCatalog

/// A catalog of earthquakes on a line whose waves are rings that spread from the epicenter.
enum CatalogFixture {
  /// A grid of 24 × 16 points of 5 km, and two stations.
  static let layout = ReceiverLayout(
    grid: SurfaceGrid(filling: 0...120_000, 0...80_000, columns: 24, rows: 16),
    stations: [
      Receiver(network: "XX", code: "A01", location: LocalPoint(x: 30_000, y: 20_000, z: 0)),
      Receiver(network: "XX", code: "A02", location: LocalPoint(x: 90_000, y: 50_000, z: 0)),
    ]
  )

  static let description = CatalogDescription(
    title: "Rings in the Bay Area",
    source: "foreshake 0.1.0",
    yaml: "title: Rings in the Bay Area\n",
    seed: 5,
    frame: LocalFrame(
      origin: GeographicPoint(latitude: 38.33, longitude: -122.075),
      xAzimuth: 143.638,
      yIsClockwise: true
    ),
    sampling: CatalogSampling(interval: 1, count: 50),
    layout: layout,
    notes: [
      "grid_spacing_m": "500.0", "maximum_frequency_hz": "0.2",
      "minimum_shear_velocity_m_s": "500.0", "velocity_model": "bay-area.yaml",
      "generation_strategy": "direct", "points_per_wavelength": "5.0",
    ]
  )

  /// Event `number`: 5 km farther along x than the one before, at one of three depths.
  static func event(_ number: Int) throws -> CatalogEvent {
    let projection = try MapProjection(frame: description.frame)
    let place = LocalPoint(
      x: 30_000 + 5000 * Double(number),
      y: 25_000,
      z: 4000 + 3000 * Double(number % 3)
    )
    let plane = try NodalPlane(strike: 143.638, dip: 90, rake: 180)
    return CatalogEvent(
      id: "ring-\(number)",
      epicenter: try projection.geographicPoint(of: place),
      depth: place.z,
      magnitude: 4,
      plane: plane,
      moment: try MomentTensor(plane, magnitude: MomentMagnitude(4)),
      location: place
    )
  }

  /// A pulse of 10 s that travels at 3 km/s and weakens with distance; NaN at `missing` receivers.
  static func waveforms(
    _ event: CatalogEvent,
    _ description: CatalogDescription = description,
    missing: Set<Int> = []
  ) -> EventWaveforms {
    let source = event.location ?? LocalPoint(x: 0, y: 0, z: 0)
    var samples: [Float] = []
    for component in 0..<3 {
      for time in description.sampling.times {
        for (number, receiver) in description.layout.receivers.enumerated() {
          guard !missing.contains(number) else {
            samples.append(.nan)
            continue
          }
          let (x, y) = (receiver.location.x - source.x, receiver.location.y - source.y)
          let distance = (x * x + y * y + source.z * source.z).squareRoot()
          let phase = (time - distance / 3000) / 5
          let pulse = phase * exp(-phase * phase) * 10_000 / distance
          samples.append(Float(1e-3 * pulse * [x, y, source.z][component] / distance))
        }
      }
    }
    return EventWaveforms(
      event: event,
      sampling: description.sampling,
      layout: description.layout,
      samples: samples
    )
  }

  /// Writes a catalog of `count` events; `missing` receivers, counted from the grid's first point, recorded nothing.
  static func write(
    _ count: Int,
    to url: URL,
    _ description: CatalogDescription = description,
    missing: Set<Int> = []
  ) throws {
    let folder = CatalogFolder(url)
    try folder.create()
    let events = try (0..<count).map(event)
    var index = try CatalogIndex(description: description, events: events)
    for event in events {
      let mark = try EventFile.write(
        waveforms(event, description, missing: missing),
        description: description,
        to: folder.eventFile(event.id)
      )
      index.markMade(event.id, mark)
    }
    try index.write(to: folder)
    try folder.writeQuakeML(events)
    try Data(description.yaml.utf8).write(to: folder.specification)
  }
}
