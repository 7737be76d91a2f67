import Evaluation
import Foundation
import NumericalRuntime
import WavefieldForecasting
import WaveformCatalog

/// An event of a test set: what a model is given and what came true.
struct EvaluatedEvent {
  /// What the model is given.
  let input: ForecastInput
  /// What it is judged by, on the whole grid.
  let truth: ForecastCase

  /// Reads an event of a catalog with a grid, as far as a forecast of `frames` frames goes.
  init(
    _ id: String,
    of catalog: WaveformCatalog,
    for runner: ForecastRunner,
    offset: Int,
    frames wanted: Int
  ) throws {
    let shape = runner.model.shape
    guard let grid = catalog.layout.grid, grid.count > 0 else {
      throw ForecastingError.mismatch(
        what: "receivers of \(catalog.folder.url.path)",
        expected: "a surface grid, on which forecasts are judged",
        found: "\(catalog.layout.stations.count) stations"
      )
    }
    input = try ForecastInput(
      event: id,
      of: catalog,
      shape: shape,
      site: runner.site,
      offset: offset
    )
    let waveforms = try catalog.waveforms(of: id)
    let stride = Int((shape.frameInterval / catalog.sampling.interval).rounded())
    let available = Self.frameCount(of: catalog, shape, offset: offset)
    guard available > shape.inputFrames else {
      throw ForecastingError.mismatch(
        what: "length of event \(id)",
        expected: "more than the model's \(shape.inputFrames) input frames",
        found: "\(available) frames"
      )
    }
    let count = min(available, shape.inputFrames + wanted)
    let whole = WavefieldFrames(
      samples: Self.frames(waveforms, offset: offset, stride: stride, count: count),
      placeCount: grid.count,
      frameInterval: shape.frameInterval,
      start: Double(offset) * catalog.sampling.interval
    )
    truth = ForecastCase(
      eventID: id,
      magnitude: waveforms.event.magnitude,
      input: whole.frames(0..<shape.inputFrames),
      truth: whole.frames(shape.inputFrames..<count),
      distances: waveforms.event.epicentralDistances(to: catalog.layout).map {
        Array($0.prefix(whole.placeCount))
      }
    )
  }

  /// How many frames of a model the events of a catalog hold from a snapshot on.
  static func frameCount(of catalog: WaveformCatalog, _ shape: ForecasterShape, offset: Int) -> Int
  {
    let stride = max(1, Int((shape.frameInterval / catalog.sampling.interval).rounded()))
    return (catalog.sampling.count - 1 - offset) / stride + 1
  }

  /// The grid's motion, (frame, component, place).
  private static func frames(
    _ waveforms: EventWaveforms,
    offset: Int,
    stride: Int,
    count: Int
  ) -> [Float] {
    let (receivers, times) = (waveforms.layout.count, waveforms.sampling.count)
    let places = waveforms.layout.grid?.count ?? 0
    var samples: [Float] = []
    samples.reserveCapacity(count * 3 * places)
    for frame in 0..<count {
      for component in 0..<3 {
        let row = (component * times + offset + frame * stride) * receivers
        samples += waveforms.samples[row..<row + places]
      }
    }
    return samples
  }
}

extension WavefieldFrames {
  /// The frames of a forecast as scores want them.
  init(_ frames: MotionFrames) {
    self.init(
      samples: frames.samples,
      placeCount: frames.pointCount,
      frameInterval: frames.interval,
      start: frames.startTime
    )
  }
}
