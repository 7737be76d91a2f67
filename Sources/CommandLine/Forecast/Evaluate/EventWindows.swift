import Foundation
import WavefieldForecasting
import WaveformCatalog

/// The events of a catalog, each cut to one window: what a model is given and so many frames after it.
struct EventWindows {
  let catalog: WaveformCatalog
  let runner: ForecastRunner
  /// The snapshot with which windows begin.
  let offset: Int
  /// Frames after the input.
  let frames: Int

  /// The events that baselines are fitted to.
  ///
  /// - Throws: `ForecastingError.mismatch` if there are none.
  func trainingEvents() throws -> [CatalogEvent] {
    let events = catalog.events(in: .training)
    guard !events.isEmpty else {
      throw ForecastingError.mismatch(
        what: "training events of \(catalog.folder.url.path), to which baselines are fitted",
        expected: "some; divide it with foreshake catalog split, name another --training-catalog, "
          + "or leave them out with --no-baselines",
        found: "none"
      )
    }
    return events
  }

  /// An event of the catalog.
  func event(_ id: String) throws -> EvaluatedEvent {
    try EvaluatedEvent(id, of: catalog, for: runner, offset: offset, frames: frames)
  }

  /// The windows of events of the catalog on its grid.
  func columns(_ ids: [String]) throws -> CatalogColumns {
    let shape = runner.model.shape
    let plan = WindowPlan(
      inputLength: shape.inputFrames,
      horizon: frames,
      stride: Int((shape.frameInterval / catalog.sampling.interval).rounded()),
      offsets: .at([offset])
    )
    return try CatalogColumns(catalog, events: ids, plan: plan, receivers: .grid)
  }

  /// The most frames that ``columns(_:)`` can hold: windows of catalogs end a frame before the last that events have.
  static func mostFrames(of catalog: WaveformCatalog, _ shape: ForecasterShape, offset: Int) -> Int
  {
    EvaluatedEvent.frameCount(of: catalog, shape, offset: offset) - 1 - shape.inputFrames
  }
}
