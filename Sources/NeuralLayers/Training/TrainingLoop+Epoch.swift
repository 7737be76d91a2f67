import NumericalRuntime
import Tensors

extension TrainingLoop {
  /// Mean loss, and mean norm of the gradients before clipping.
  typealias EpochMeans = (loss: Double, norm: Double)

  /// Takes a step with each batch.
  mutating func runEpoch<Batches: Sequence>(
    _ batches: Batches,
    _ loss: (Model, Batches.Element, ForwardPass) throws -> Tensor,
    _ clock: TrainingClock
  ) throws -> EpochMeans {
    let count = batches.underestimatedCount
    var (sum, norms, done) = (0.0, 0.0, 0)
    for batch in batches {
      if isCancelled() { _ = try agree(on: .cancelled, done: done) }
      let (value, norm) = try step(done) { try loss($0, batch, $1) }
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
    _ = try agree(on: .endOfEpoch, done: done)
    guard done > 0 else { throw NeuralLayersError.noBatches(epoch: state.epoch + 1) }
    return (sum / Double(done), norms / Double(done))
  }

  /// One step; the model is unchanged where loss or gradient are not finite.
  private mutating func step(
    _ done: Int,
    _ loss: (Model, ForwardPass) throws -> Tensor
  ) throws -> (loss: Double, norm: Double) {
    let pass = ForwardPass.training(state.generator)
    var (value, gradients) = try valueAndGradient(at: model) { try loss($0, pass) }
    guard let mean = try agree(on: .step(loss: value.item), done: done), mean.isFinite else {
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

  /// Scores the epoch, writes what is to be written, and tells of it.
  mutating func endEpoch(_ trained: EpochMeans, _ metrics: [String: Double]) throws {
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
