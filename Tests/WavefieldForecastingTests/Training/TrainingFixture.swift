import Foundation
import Seismology
import WaveformCatalog

@testable import WavefieldForecasting

/// Catalogs of a few events on the grid of ``PredictionFixture``, for training.
enum TrainingFixture {
  /// A sample that tells its event, component, snapshot and grid point; singles hold it exactly.
  static func number(_ event: Int, _ component: Int, _ time: Int, _ point: Int) -> Float {
    Float(100_000 * (event + 1) + 20_000 * component + 100 * time + point)
  }

  /// A catalog of events `E0`, `E1`, …, all of them for training.
  static func catalog(
    in folder: URL,
    events count: Int,
    snapshots: Int = 61,
    value: (_ event: Int, _ component: Int, _ time: Int, _ point: Int) -> Float = number
  ) throws -> WaveformCatalog {
    let description = PredictionFixture.description(count: snapshots)
    let events = (0..<count).map {
      CatalogEvent(
        id: "E\($0)",
        epicenter: GeographicPoint(latitude: 38.3, longitude: -122),
        depth: 8000,
        magnitude: 4.2
      )
    }
    let place = CatalogFolder(folder.appendingPathComponent("training"))
    try place.create()
    var index = try CatalogIndex(description: description, events: events)
    for (number, event) in events.enumerated() {
      let samples = (0..<3).flatMap { component in
        (0..<snapshots).flatMap { time in
          (0..<description.layout.count).map { value(number, component, time, $0) }
        }
      }
      let waveforms = EventWaveforms(
        event: event,
        sampling: description.sampling,
        layout: description.layout,
        samples: samples
      )
      let file = place.eventFile(event.id)
      index.markMade(event.id, try EventFile.write(waveforms, description: description, to: file))
    }
    try index.write(to: place)
    try place.writeQuakeML(events)
    return try WaveformCatalog(opening: place.url)
  }

  /// Windows of 10 + 10 frames, every second snapshot.
  static func loader(
    _ catalog: WaveformCatalog,
    offsets: [Int],
    batchSize: Int
  ) throws -> BatchLoader {
    try catalog.loader(
      WindowPlan(inputLength: 10, horizon: 10, stride: 2, offsets: .at(offsets)),
      events: catalog.events.map(\.id),
      receivers: .grid,
      order: .shuffled(seed: 5),
      batchSize: batchSize
    )
  }

  /// A model that works on the samples as they are.
  static func plainModel() -> WavefieldForecaster {
    var shape = PredictionFixture.shape()
    shape.isScaledByWindow = false
    return WavefieldForecaster(shape, seed: 1)
  }

  /// What models of a shape read where there is no list of stations.
  static func reading(_ shape: ForecasterShape, _ share: ClosedRange<Double> = 1...1)
    -> StationReading
  {
    StationReading(shape: shape, sampling: nil, share: share)
  }
}
