/// What a training loop tells while it runs.
public enum TrainingEvent: Hashable, Sendable {
  /// It goes on from the checkpoint of an epoch.
  case resumed(epoch: Int)
  /// A step is done.
  case step(TrainingProgress)
  /// An epoch is done, with its metrics by name.
  case epoch(Int, of: Int, metrics: [String: Double])
  /// It stops before its last epoch because the score has not improved since the best one.
  case stoppedEarly(epoch: Int, best: Int)
  /// The run is over after so many epochs, be it done, cancelled or failed.
  case ended(epoch: Int)
}

/// How far a training run has come.
public struct TrainingProgress: Hashable, Sendable {
  /// The epoch that is running, from 1.
  public var epoch: Int
  /// The epochs of the whole run.
  public var epochs: Int
  /// The batches done in this epoch.
  public var batch: Int
  /// The batches of an epoch; 0 where not known.
  public var batches: Int
  /// The mean loss of the epoch so far.
  public var loss: Double
  /// Steps a second since the run began or resumed.
  public var stepsPerSecond: Double
  /// The seconds that the rest will take at this rate; nil where not known.
  public var secondsLeft: Double?

  /// The share of the run that is done, in 0...1.
  public var share: Double {
    let inEpoch = batches > 0 ? Double(batch) / Double(batches) : 0
    return (Double(epoch - 1) + inEpoch) / Double(max(1, epochs))
  }
}
