import Evaluation
import Tensors
import WavefieldForecasting
import WaveformCatalog

/// The superposition of training events as a forecast to compare with, see `LinearForecast`.
///
/// It is given what the model is given: the same frames of the same places.
struct LinearBaseline {
  /// What stands in tables.
  static let name = "linear"
  /// The most events that are forecast at a time, for which all training windows are read once.
  static let mostEvents = 16
  /// The most validation events by which the ridge is chosen.
  static let mostValidationEvents = 6
  /// What the forecasts of a group of events may take, and those of the validation events with six ridges.
  private static let forecastBytes = 1 << 28

  private let forecast: LinearForecast
  /// Which places it sees.
  private let known: [Bool]
  private let groupSize: Int
  /// Forecasts of the events that come next.
  private var ahead: [WavefieldFrames] = []

  /// Fits it to at most `count` training events and chooses the ridge by some validation events, if there are any.
  ///
  /// - Parameters:
  ///   - training: the events to know.
  ///   - count: how many of them, spread over all; all that are there if there are fewer.
  ///   - known: the places of the grid that it sees.
  ///   - progress: told of the share that is done; what it throws ends the work.
  /// - Throws: what reading throws, and `ForecastingError` if the catalog does not suit the model or has no training events.
  init(
    _ training: EventWindows,
    count: Int,
    known: [Bool],
    progress: (Double) throws -> Void
  ) throws {
    let model = training.runner.model
    let extents = [model.shape.height, model.shape.width]
    let events = Self.spread(try training.trainingEvents(), count)
    // One event is read as the model reads it, which tells whether the catalog suits the model.
    _ = try training.event(events[0])
    let mask = Tensor(known.map { $0 ? Float(1) : 0 }, shape: [1] + extents)
    var forecast = try LinearForecast(
      fitting: training.columns(events),
      weights: mask / model.deviations
    ) { try progress($0 / 2) }
    let bytes = training.frames * 3 * known.count * MemoryLayout<Float>.size
    func most(_ limit: Int, _ each: Int) -> Int { max(1, min(limit, Self.forecastBytes / each)) }
    let validation = Self.spread(
      training.catalog.events(in: .validation),
      most(Self.mostValidationEvents, 3 * bytes)
    )
    if !validation.isEmpty {
      let windows = try training.columns(validation)
      try forecast.chooseRidge(
        inputs: windows.inputs(0..<windows.count),
        targets: windows.targets(0..<windows.count),
        errorWeights: 1 / model.deviations
      ) { try progress(0.5 + $0 / 2) }
    }
    if validation.isEmpty { try progress(1) }
    self.forecast = forecast
    self.known = known
    groupSize = most(Self.mostEvents, bytes)
    Console.note("linear forecast: \(events.count) training events, ridge \(forecast.ridge)")
  }

  /// The forecast of event `number`; events are asked for one after another.
  ///
  /// - Parameters:
  ///   - number: counts from the first of `ids`.
  ///   - ids: the events that are scored.
  ///   - windows: their catalog.
  ///   - known: the places at which this event is seen, those to which the forecast was fitted.
  ///   - progress: called while training events are read; what it throws ends the work.
  /// - Returns: the frames after the input in m/s.
  /// - Throws: `ForecastingError.mismatch` if the event is seen elsewhere, and what reading throws.
  mutating func frames(
    of number: Int,
    in ids: [String],
    _ windows: EventWindows,
    _ known: [Bool],
    progress: (Double) throws -> Void
  ) throws -> WavefieldFrames {
    guard known == self.known else {
      throw ForecastingError.mismatch(
        what: "places at which event \(ids[number]) is seen",
        expected:
          "those of the first event, to which the linear forecast was fitted; leave --linear out",
        found: "others"
      )
    }
    if number % groupSize == 0 { ahead = try forecasts(from: number, ids, windows, progress) }
    return ahead.removeFirst()
  }

  private func forecasts(
    from number: Int,
    _ ids: [String],
    _ windows: EventWindows,
    _ progress: (Double) throws -> Void
  ) throws -> [WavefieldFrames] {
    let group = Array(ids[number..<min(number + groupSize, ids.count)])
    let columns = try windows.columns(group)
    let all = try forecast.forecasts(of: columns.inputs(0..<group.count), progress: progress)
    let shape = windows.runner.model.shape
    let start = Double(windows.offset) * windows.catalog.sampling.interval
    return all.chunked(into: group.count, axis: 0).map { one in
      WavefieldFrames(
        samples: one.floats,
        placeCount: known.count,
        frameInterval: shape.frameInterval,
        start: start + Double(shape.inputFrames) * shape.frameInterval
      )
    }
  }

  /// At most so many events, spread evenly over all.
  private static func spread(_ events: [CatalogEvent], _ count: Int) -> [String] {
    let count = min(count, events.count)
    return (0..<count).map { events[$0 * events.count / count].id }
  }
}
