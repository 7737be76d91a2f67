import NumericalRuntime

/// Rates and remaining time of a training run.
struct TrainingClock {
  private let watch = Stopwatch()
  private let firstStep: Int

  /// A clock that runs from now.
  init(firstStep: Int) {
    self.firstStep = firstStep
  }

  /// The progress after a step.
  func progress(
    state: TrainingState,
    plan: TrainingPlan,
    batch: Int,
    batches: Int,
    loss: Double
  ) -> TrainingProgress {
    let seconds = watch.seconds
    let rate = seconds > 0 ? Double(state.step - firstStep) / seconds : 0
    let left = (plan.epochs - state.epoch) * batches - batch
    return TrainingProgress(
      epoch: state.epoch + 1,
      epochs: plan.epochs,
      batch: batch,
      batches: batches,
      loss: loss,
      stepsPerSecond: rate,
      secondsLeft: batches > 0 && rate > 0 ? Double(max(0, left)) / rate : nil
    )
  }
}
