public import Foundation
public import NeuralLayers
import NumericalRuntime
import Tensors
public import WaveformCatalog

/// Trains a forecaster on the windows of a catalog.
///
///     var training = try ForecastTraining(catalog, shape, settings, folder: folder)
///     let model = try training.run(resuming: false) { bar.show($0) }
///
/// The folder gets `best.safetensors`, `last.safetensors`, `metrics.csv` and `metrics.jsonl`; a run that was killed and
/// resumed leaves the same bytes as one that ran through.
public struct ForecastTraining {
  /// What the model looks like.
  public let shape: ForecasterShape
  /// How it learns.
  public let settings: ForecastTrainingSettings
  /// Where it learns.
  public let site: ForecasterSite
  /// The training and the validation events.
  public let trainingEvents, validationEvents: [String]
  /// Batches of an epoch.
  public var batchCount: Int { PrefetchedTrainingBatches.count(loader, settings) }

  private let catalog: WaveformCatalog
  private let folder: URL
  private let loader: BatchLoader
  private let deviations: Tensor
  private let initial: WavefieldForecaster?

  /// A run over a catalog that has been split and normalised.
  ///
  /// - Parameters:
  ///   - catalog: where the windows come from.
  ///   - shape: what the model looks like.
  ///   - settings: how it learns.
  ///   - folder: where checkpoints and logs go.
  ///   - events: ids of the events to learn from; nil for all of the training split.
  ///   - initial: a model to begin with; nil for random numbers.
  ///   - stations: the list of a model that has one, as ``ForecasterSite/listing(_:)`` makes it.
  /// - Throws: `CatalogError` and ``ForecastingError`` where catalog, shape and settings do not fit together.
  public init(
    _ catalog: WaveformCatalog,
    _ shape: ForecasterShape,
    _ settings: ForecastTrainingSettings,
    folder: URL,
    events: [String]? = nil,
    initial: WavefieldForecaster? = nil,
    stations: [ForecasterStation]? = nil
  ) throws {
    var shape = shape
    shape.snapshotInterval = catalog.sampling.interval
    try shape.check()
    var site = try ForecasterSite(of: catalog)
    site.stations = stations
    try site.requireStations(of: shape)
    guard site.x.count == shape.width, site.y.count == shape.height else {
      throw ForecastingError.mismatch(
        what: "grid of \(catalog.folder.url.path)",
        expected: "\(shape.width) x \(shape.height) points",
        found: "\(site.x.count) x \(site.y.count)"
      )
    }
    self.shape = shape
    self.settings = settings
    self.site = site
    self.catalog = catalog
    self.folder = folder
    self.initial = try initial.map { try $0.taking(shape) }
    trainingEvents = events ?? catalog.events(in: .training).map(\.id)
    validationEvents = catalog.events(in: .validation).map(\.id)
    guard !trainingEvents.isEmpty, !validationEvents.isEmpty else {
      throw ForecastingError.mismatch(
        what: "events of \(catalog.folder.url.path)",
        expected: "training and validation events; divide them with foreshake catalog split",
        found: "\(trainingEvents.count) and \(validationEvents.count)"
      )
    }
    deviations = try Self.deviations(of: catalog, shape)
    loader = try Self.loader(catalog, shape, settings, trainingEvents)
  }

  /// Trains; `observe` is told of every step, `isCancelled` asked before it.
  ///
  /// - Returns: the state of the run when it ended.
  public func run(
    resuming: Bool = false,
    isCancelled: @escaping () -> Bool = { false },
    observe: @escaping (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingState {
    var model = initial ?? WavefieldForecaster(shape, seed: settings.seed)
    model.deviations = deviations
    model.isCheckpointed = settings.isCheckpointed
    let reading = StationReading(
      shape: shape,
      sampling: try site.stations.map { _ in try StationSampling(site, deviations: deviations) },
      share: settings.stationShare
    )
    let validation = try ForecastValidation(catalog, shape, validationEvents, reading: reading)
    var loop = TrainingLoop(model, Adam(learningRate: settings.learningRate), try plan())
    loop.observe = observe
    loop.isCancelled = isCancelled
    if resuming {
      try record.check(runIn: folder)
      try loop.resume()
    }
    let windows = TrainingWindows(
      model: model,
      settings: settings,
      ruptures: try ruptures(),
      reading: reading
    )
    try loop.run { epoch in
      PrefetchedTrainingBatches(loader, epoch: epoch, windows)
    } loss: { model, batch, pass in
      let batch = try batch.get()
      let forecast = model(
        batch.input,
        samples: batch.samples,
        steps: batch.target.shape[0] / batch.samples,
        pass
      )
      return Self.loss(settings.loss, of: forecast, batch)
    } validate: { model in
      try validation.metrics(of: model)
    }
    return loop.state
  }

  private static func loss(
    _ loss: ForecastTrainingSettings.Loss,
    of forecast: Tensor,
    _ batch: TrainingBatch
  ) -> Tensor {
    var (forecast, target) = (forecast, batch.target)
    if let weights = batch.weights {
      let extents = Array(target.shape[2...])
      let shape = [-1, batch.samples, target.shape[1] / 3, 3] + extents
      forecast = forecast.reshaped(shape) * weights
      target = target.reshaped(shape) * weights
    }
    switch loss {
    case .huber(let delta): return huberLoss(forecast, target, delta: delta)
    case .meanSquare: return meanSquaredError(forecast, target)
    }
  }

  /// What makes ruptures of windows, where it is wanted.
  private func ruptures() throws -> RandomRuptures? {
    guard let ruptures = settings.ruptures, ruptures.share > 0 else { return nil }
    return try RandomRuptures(ruptures, of: catalog, events: trainingEvents, plan: loader.plan)
  }

  private var record: TrainingRecord {
    TrainingRecord(shape: shape, settings: settings, site: site, events: trainingEvents)
  }

  private func plan() throws -> TrainingPlan {
    var plan = TrainingPlan(epochs: settings.epochs, seed: settings.seed, folder: folder)
    plan.metadata = try record.metadata()
    plan.clipping = settings.gradientNorm.map { .norm($0) }
    plan.averaging = settings.averaging.map { .ramped(decay: $0) }
    plan.scoreName = "validation_rfne"
    plan.scheduleUnit = .step
    let steps = settings.epochs * batchCount
    switch settings.decay {
    case .cosine: plan.schedule = .cosine(over: steps)
    case .step(let every, let factor):
      plan.schedule = .step(every: every * batchCount, factor: factor)
    }
    if settings.warmUpSteps > 0 {
      plan.schedule = plan.schedule.warmed(over: min(settings.warmUpSteps, steps))
    }
    return plan
  }
}

extension ForecastTraining {
  /// The deviations [3, h, w] of the catalog's training events in m/s, those of points that never move replaced by the
  /// smallest of the others.
  private static func deviations(
    of catalog: WaveformCatalog,
    _ shape: ForecasterShape
  ) throws -> Tensor {
    guard FileManager.default.fileExists(atPath: catalog.folder.normalization.path) else {
      throw ForecastingError.mismatch(
        what: catalog.folder.normalization.path,
        expected: "the deviations that foreshake catalog normalize writes",
        found: "no such file"
      )
    }
    let normalization = try CatalogNormalization(reading: catalog.folder, of: catalog.index)
    guard normalization.isOfTraining else {
      throw ForecastingError.mismatch(
        what: catalog.folder.normalization.path,
        expected: "deviations of the training events; run foreshake catalog normalize --overwrite",
        found: "those of all events, also of the ones that scores are to be made with"
      )
    }
    let (points, receivers) = (shape.height * shape.width, catalog.layout.count)
    let values = (0..<3).flatMap { component in
      (0..<points).map { normalization.deviations[component * receivers + $0] }
    }
    guard let smallest = values.filter({ $0 > 0 }).min() else {
      throw ForecastingError.unusableInput(reason: "no grid point of the catalog ever moves")
    }
    let positive = values.map { $0 > 0 ? $0 : smallest }
    return Tensor(positive, shape: [3, shape.height, shape.width])
  }

  private static func loader(
    _ catalog: WaveformCatalog,
    _ shape: ForecasterShape,
    _ settings: ForecastTrainingSettings,
    _ events: [String]
  ) throws -> BatchLoader {
    let k = shape.framesPerStep
    let plan = WindowPlan(
      inputLength: shape.inputFrames,
      horizon: (shape.targetFrames + k - 1) / k * k,
      stride: shape.stride,
      offsets: settings.offsets.isEmpty ? .every(1) : .at(settings.offsets)
    )
    return try catalog.loader(
      plan,
      events: events,
      receivers: .grid,
      order: .shuffled(seed: settings.seed),
      batchSize: settings.batchSize
    )
  }
}
