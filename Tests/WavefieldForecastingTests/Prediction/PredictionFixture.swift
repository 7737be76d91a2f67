import Foundation
import NeuralLayers
import NumericalRuntime
import Seismology
import Tensors
import WavefieldForecasting
import WaveformCatalog

/// A small catalog, a small untrained model, and one known motion.
enum PredictionFixture {
  static let frame = LocalFrame(
    origin: GeographicPoint(latitude: 38.33, longitude: -122.075),
    xAzimuth: 143.638,
    yIsClockwise: true
  )
  /// 12 × 8 points, 1 km apart.
  static let grid = SurfaceGrid(filling: 0...12_000, 0...8000, columns: 12, rows: 8)

  /// A station in metres of the local frame.
  static func station(_ code: String, _ x: Double, _ y: Double) -> Receiver {
    Receiver(network: "XX", code: code, location: LocalPoint(x: x, y: y, z: 0))
  }

  static func description(
    _ layout: ReceiverLayout = ReceiverLayout(grid: grid),
    frame: LocalFrame = frame,
    interval: Double = 0.26,
    count: Int = 61,
    motion: GroundMotion = .velocity
  ) -> CatalogDescription {
    CatalogDescription(
      title: "Prediction",
      source: "foreshake 0.1.0",
      frame: frame,
      sampling: CatalogSampling(motion: motion, interval: interval, count: count),
      layout: layout
    )
  }

  /// The motion of receiver r at snapshot t in component c, in m/s: any smooth function that tells them apart.
  static func value(_ c: Int, _ t: Int, _ r: Int) -> Float {
    1e-4 * Float(sin(0.13 * Double(t) + 0.7 * Double(c) + 0.31 * Double(r)))
  }

  /// A catalog with the one event `E1`.
  static func catalog(
    in folder: URL,
    _ description: CatalogDescription = description(),
    value: (_ c: Int, _ t: Int, _ r: Int) -> Float = value,
    originTime: Date? = nil,
    location: LocalPoint? = nil
  ) throws -> WaveformCatalog {
    var samples: [Float] = []
    for c in 0..<3 {
      for t in 0..<description.sampling.count {
        for r in 0..<description.layout.count { samples.append(value(c, t, r)) }
      }
    }
    var event = CatalogEvent(
      id: "E1",
      originTime: originTime,
      epicenter: GeographicPoint(latitude: 38.3, longitude: -122),
      depth: 8000,
      magnitude: 4.2
    )
    event.location = location
    let place = CatalogFolder(folder.appendingPathComponent("catalog"))
    try place.create()
    var index = try CatalogIndex(description: description, events: [event])
    let waveforms = EventWaveforms(
      event: event,
      sampling: description.sampling,
      layout: description.layout,
      samples: samples
    )
    let mark = try EventFile.write(waveforms, description: description, to: place.eventFile("E1"))
    index.markMade("E1", mark)
    try index.write(to: place)
    try place.writeQuakeML([event])
    return try WaveformCatalog(opening: place.url)
  }

  /// A model of 10 input and 10 target frames, every second snapshot.
  static func shape(_ input: ForecasterShape.InputKind = .grid) -> ForecasterShape {
    var shape = ForecasterShape(height: 8, width: 12, stages: [4, 8])
    shape.framesPerStep = 5
    shape.normalization = .none
    shape.isScaledByWindow = true
    shape.inputFrames = 10
    shape.targetFrames = 10
    shape.decoderChannels = 16
    shape.input = input
    return shape
  }

  static func model(_ input: ForecasterShape.InputKind = .grid) -> WavefieldForecaster {
    var model = WavefieldForecaster(shape(input), seed: 3)
    var generator = SeededGenerator(seed: 4)
    model.deviations = Tensor(uniform: [3, 8, 12], in: 1e-4..<2e-4, using: &generator)
    return model
  }

  static func runner(
    _ input: ForecasterShape.InputKind = .grid,
    _ catalog: WaveformCatalog
  ) throws -> ForecastRunner {
    try ForecastRunner(model(input), site: try ForecasterSite(of: catalog))
  }

  /// The site of the fixture's grid.
  static func site(in folder: URL) throws -> ForecasterSite {
    let home = folder.appendingPathComponent("home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    return try ForecasterSite(of: try catalog(in: home))
  }

  /// Four stations: on a point, between two, and two near the same point.
  static let listed = [
    station("S0", 4500, 2500), station("S1", 9000, 5500), station("S2", 2600, 6700),
    station("S3", 2300, 6300),
  ]

  /// The site with these stations on a list, in another order.
  static func listedSite(in folder: URL) throws -> ForecasterSite {
    let place = folder.appendingPathComponent(UUID().uuidString)
    return try site(in: place).listing([3, 0, 2, 1].map { listed[$0] }).site
  }
}
