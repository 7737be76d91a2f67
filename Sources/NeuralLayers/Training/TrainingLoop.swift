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
  public internal(set) var model: Model
  /// The optimiser.
  public internal(set) var optimizer: Rule
  /// The average of the parameters, where the plan asks for it.
  public internal(set) var average: WeightAverage<Model>?
  /// How far it has come.
  public internal(set) var state: TrainingState
  /// What is to be done.
  public let plan: TrainingPlan
  /// Told of every step and epoch.
  public var observe: (TrainingEvent) -> Void = { _ in }
  /// Asked before every step whether to stop there, as after Ctrl-C; what is asked of one member stops all.
  public var isCancelled: () -> Bool = { false }

  let averager: any GradientAverager
  let initialRate: Double
  /// The newest checkpoint that this run has written or gone on from.
  var lastWritten: String?

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
  /// - Throws: ``NeuralLayersError/cancelled(step:lastCheckpoint:)``,
  ///   ``NeuralLayersError/nonFiniteLoss(step:lastCheckpoint:)``, ``NeuralLayersError/noBatches(epoch:)``,
  ///   ``NeuralLayersError/unequalBatches(epoch:batch:lacking:)`` and what the closures and files throw, the newest
  ///   checkpoint staying as it is; and ``NeuralLayersError/noSuchMetric(name:found:)`` or
  ///   ``NeuralLayersError/foreignMetricsLog(path:line:reason:)`` after an epoch that is saved. Other members' runs
  ///   then end with ``NeuralLayersError/memberStopped(rank:)``.
  public mutating func run<Batches: Sequence>(
    batches: (_ epoch: Int) throws -> Batches,
    loss: (Model, Batches.Element, ForwardPass) throws -> Tensor,
    validate: (Model) throws -> [String: Double] = { _ in [:] }
  ) throws {
    defer { observe(.ended(epoch: state.epoch)) }
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

  private var isStopped: Bool {
    plan.earlyStopping?.stops(after: state.epoch, best: state.bestEpoch) ?? false
  }
}
