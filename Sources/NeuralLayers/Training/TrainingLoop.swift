import Foundation
import NumericalRuntime
public import Tensors

/// Trains a model: epochs of batches, scores, checkpoints.
///
///     var loop = TrainingLoop(model, Adam(learningRate: 1e-3), TrainingPlan(epochs: 20, seed: 1, folder: folder))
///     try loop.resume()
///     try loop.run { epoch in
///       order.batches(epoch: epoch).lazy.map(load)
///     } loss: { model, batch, pass in
///       meanSquaredError(model(batch.x, pass), batch.y)
///     } validate: { model in
///       ["validation_loss": score(model)]
///     }
///
/// After each epoch it writes, each file whole or not at all, `best.safetensors` where the score is the smallest so
/// far, then `last.safetensors`. ``resume()`` goes on from the latter exactly: with the same batches a run that was
/// killed and resumed leaves the same bytes as one that ran through.
public struct TrainingLoop<Model: Module, Rule: Optimizer> {
  /// The model as the last step left it.
  public private(set) var model: Model
  /// The optimiser.
  public private(set) var optimizer: Rule
  /// The average of the parameters, where the plan asks for it.
  public private(set) var average: WeightAverage<Model>?
  /// How far it has come.
  public private(set) var state: TrainingState
  /// What is to be done.
  public let plan: TrainingPlan
  /// Told of every step and epoch.
  public var observe: (TrainingEvent) -> Void = { _ in }

  private let averager: any GradientAverager
  private let initialRate: Double
  /// The newest checkpoint that this run has written or gone on from.
  private var lastWritten: String?

  /// A loop at its beginning.
  public init(
    _ model: Model,
    _ optimizer: Rule,
    _ plan: TrainingPlan,
    averager: any GradientAverager = SingleMember()
  ) {
    var model = model
    model.separateBuffers()
    self.model = model
    self.optimizer = optimizer
    self.plan = plan
    self.averager = averager
    average = plan.averaging.map { WeightAverage(of: model, $0) }
    // Members drop and sample differently.
    state = TrainingState(seed: plan.seed &+ UInt64(averager.rank))
    initialRate = optimizer.learningRate
  }

  /// The model that is validated: the average where there is one.
  public var scoredModel: Model { average.map { $0.count > 0 ? $0.model : model } ?? model }

  /// Goes on from the folder's last checkpoint; false if there is none.
  ///
  /// Rows of the metrics log after that checkpoint are removed.
  ///
  /// - Throws: ``NeuralLayersError``, `SafeTensorsError` or `FileAccessError` where the checkpoint does not fit.
  @discardableResult
  public mutating func resume() throws -> Bool {
    try tellingOthers { try $0.goOn() }
  }

  private mutating func goOn() throws -> Bool {
    guard let url = plan.lastCheckpoint, FileManager.default.fileExists(atPath: url.path) else {
      return false
    }
    var checkpoint = checkpoint
    try checkpoint.read(from: url)
    model = checkpoint.model
    optimizer = checkpoint.optimizer
    average = checkpoint.average
    state = checkpoint.state
    state.generator = SeededGenerator(seed: plan.seed &+ UInt64(averager.rank))
    state.generator.position = checkpoint.state.generator.position
    lastWritten = url.path
    if averager.rank == 0 { try log?.keep(throughEpoch: state.epoch) }
    observe(.resumed(epoch: state.epoch))
    return true
  }

  /// Trains to the plan's last epoch or until early stopping.
  ///
  /// - Parameters:
  ///   - batches: the batches of an epoch, counted from 0; a function of the epoch alone if resuming is to be exact.
  ///   - loss: a tensor with one number. Called on the tape; random numbers come from the pass.
  ///   - validate: metrics by name of the model (or its average) after an epoch.
  /// - Throws: ``NeuralLayersError/nonFiniteLoss(step:lastCheckpoint:)``, ``NeuralLayersError/noBatches(epoch:)`` and
  ///   what the closures and files throw, the newest checkpoint staying as it is; and
  ///   ``NeuralLayersError/noSuchMetric(name:found:)`` or ``NeuralLayersError/foreignMetricsLog(path:line:reason:)``
  ///   after an epoch that is saved. Other members' runs then end with ``NeuralLayersError/memberStopped(rank:)``.
  public mutating func run<Batches: Sequence>(
    batches: (_ epoch: Int) throws -> Batches,
    loss: (Model, Batches.Element, ForwardPass) throws -> Tensor,
    validate: (Model) throws -> [String: Double] = { _ in [:] }
  ) throws {
    try tellingOthers { loop in
      if loop.state.epoch == 0, loop.averager.rank == 0 { try loop.prepareFolder() }
      let clock = TrainingClock(firstStep: loop.state.step)
      while loop.state.epoch < loop.plan.epochs && !loop.isStopped {
        let trained = try loop.runEpoch(try batches(loop.state.epoch), loss, clock)
        try loop.averageBuffers()
        let metrics = try loop.averaged(try validate(loop.scoredModel))
        try loop.endEpoch(trained, metrics)
      }
    }
    if state.epoch < plan.epochs {
      observe(.stoppedEarly(epoch: state.epoch, best: state.bestEpoch))
    }
  }

  /// Does something, and where that fails lets the other members go.
  private mutating func tellingOthers<Result>(
    _ body: (inout Self) throws -> Result
  ) throws -> Result {
    do {
      return try body(&self)
    } catch {
      averager.abort()
      throw error
    }
  }

  /// Replaces the buffers by their means over members, each of which has seen other batches.
  private mutating func averageBuffers() throws {
    guard averager.count > 1 else { return }
    var buffers = model.namedTensors.filter { $0.role == .buffer }.map(\.tensor)
    guard !buffers.isEmpty else { return }
    try averager.average(&buffers)
    var index = 0
    model.updateTensors { _, role, tensor in
      guard role == .buffer else { return }
      tensor = buffers[index]
      index += 1
    }
    average?.takeBuffers(of: model)
  }

  /// The means of metrics over members, so that all agree on the best epoch and on when to stop.
  private func averaged(_ metrics: [String: Double]) throws -> [String: Double] {
    var result = metrics
    for name in metrics.keys.sorted() {
      result[name] = try averager.average(metrics[name] ?? .nan)
    }
    return result
  }

  private var isStopped: Bool {
    plan.earlyStopping?.stops(after: state.epoch, best: state.bestEpoch) ?? false
  }

  /// Mean loss, and mean norm of the gradients before clipping.
  private typealias EpochMeans = (loss: Double, norm: Double)

  private mutating func runEpoch<Batches: Sequence>(
    _ batches: Batches,
    _ loss: (Model, Batches.Element, ForwardPass) throws -> Tensor,
    _ clock: TrainingClock
  ) throws -> EpochMeans {
    let count = batches.underestimatedCount
    var (sum, norms, done) = (0.0, 0.0, 0)
    for batch in batches {
      let (value, norm) = try step { try loss($0, batch, $1) }
      sum += value
      norms += norm
      done += 1
      observe(
        .step(
          clock.progress(
            state: state,
            plan: plan,
            batch: done,
            batches: count,
            loss: sum / Double(done)
          )
        )
      )
    }
    guard done > 0 else { throw NeuralLayersError.noBatches(epoch: state.epoch + 1) }
    return (sum / Double(done), norms / Double(done))
  }

  /// One step; the model is unchanged where loss or gradient are not finite.
  private mutating func step(
    _ loss: (Model, ForwardPass) throws -> Tensor
  ) throws -> (loss: Double, norm: Double) {
    let pass = ForwardPass.training(state.generator)
    var (value, gradients) = try valueAndGradient(at: model) { try loss($0, pass) }
    let mean = try averager.average(value.item)
    guard mean.isFinite else {
      throw NeuralLayersError.nonFiniteLoss(step: state.step + 1, lastCheckpoint: lastWritten)
    }
    try averager.average(&gradients)
    let norm = plan.clipping?.apply(to: &gradients) ?? euclideanNorm(of: gradients)
    guard norm.isFinite else {
      throw NeuralLayersError.nonFiniteGradient(step: state.step + 1, lastCheckpoint: lastWritten)
    }
    let count = plan.scheduleUnit == .epoch ? state.epoch : state.step
    optimizer.learningRate = initialRate * plan.schedule.factor(at: count)
    optimizer.update(&model, gradients)
    pass.commit(to: &model)
    average?.update(with: model)
    state.generator = pass.generator
    state.step += 1
    return (mean, norm)
  }

  private mutating func endEpoch(_ trained: EpochMeans, _ metrics: [String: Double]) throws {
    state.epoch += 1
    let score = plan.score(metrics, trainingLoss: trained.loss)
    let isBest = score.map { $0 < state.bestScore ?? .infinity } ?? false
    if isBest {
      state.bestScore = score
      state.bestEpoch = state.epoch
    }
    let own: [(String, Double)] = [
      ("step", Double(state.step)), ("learning_rate", optimizer.learningRate),
      ("loss", trained.loss), ("gradient_norm", trained.norm),
    ]
    let rows = own + metrics.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if averager.rank == 0 {
      // The row comes before the checkpoint, so that a killed run lacks none; where it cannot be written, the
      // epoch is saved all the same.
      let logged = Result { try log?.append(MetricsLog.Row(epoch: state.epoch, values: rows)) }
      if isBest, let url = plan.bestCheckpoint { try write(to: url) }
      if let url = plan.lastCheckpoint { try write(to: url) }
      try logged.get()
    }
    guard score != nil else {
      throw NeuralLayersError.noSuchMetric(name: plan.scoreName, found: metrics.keys.sorted())
    }
    let all = Dictionary(rows) { first, _ in first }
    observe(.epoch(state.epoch, of: plan.epochs, metrics: all))
  }
}

// MARK: - Files

extension TrainingLoop {
  private var log: MetricsLog? { plan.folder.map { MetricsLog(folder: $0) } }

  private var checkpoint: Checkpoint<Model, Rule> {
    Checkpoint(model: model, optimizer: optimizer, average: average, state: state)
  }

  private mutating func write(to url: URL) throws {
    try checkpoint.write(to: url, metadata: plan.metadata)
    lastWritten = url.path
  }

  /// Makes the folder and removes the log of a run that wrote no checkpoint.
  private func prepareFolder() throws {
    guard let folder = plan.folder else { return }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileAccessError.failed(
        path: folder.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
    // Tried now: an epoch that cannot be saved is lost.
    let trial = folder.appendingPathComponent(".writable")
    try FileContents.write("", to: trial)
    try? FileManager.default.removeItem(at: trial)
    try log?.removeAll()
  }
}
