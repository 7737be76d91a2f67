public import Foundation

/// What a training run is to do.
public struct TrainingPlan: Sendable {
  /// The epochs.
  public var epochs: Int
  /// The seed of the forward passes' random numbers.
  public var seed: UInt64
  /// How the learning rate changes.
  public var schedule = LearningRateSchedule.constant
  /// What the schedule counts.
  public var scheduleUnit = ScheduleUnit.epoch
  /// The limit of gradients, if any.
  public var clipping: GradientClipping?
  /// When to stop early, if ever.
  public var earlyStopping: EarlyStopping?
  /// Which average of the parameters is kept, validated and saved beside the newest ones, if any.
  public var averaging: WeightAveraging?
  /// Where `last.safetensors`, `best.safetensors`, `metrics.csv` and `metrics.jsonl` go; nothing is written if nil.
  public var folder: URL?
  /// Hyper-parameters, normalisation and what else belongs into each checkpoint.
  public var metadata: [String: String] = [:]
  /// The metric whose smallest value makes the best checkpoint: one of those that validation gives, or `loss` for the
  /// training loss, which also counts where nothing is validated and this is left as it is.
  public var scoreName = Self.usualScore

  private static let usualScore = "validation_loss"

  /// What a schedule counts.
  public enum ScheduleUnit: Hashable, Sendable {
    /// Epochs that are done.
    case epoch
    /// Steps that are done.
    case step
  }

  /// A plan with a constant learning rate that writes nothing unless `folder` is given.
  public init(epochs: Int, seed: UInt64, folder: URL? = nil) {
    self.epochs = epochs
    self.seed = seed
    self.folder = folder
  }

  /// The number by which epochs are compared; nil where there is none of its name.
  func score(_ metrics: [String: Double], trainingLoss: Double) -> Double? {
    if let score = metrics[scoreName] { return score }
    let isTrainingLoss = scoreName == "loss" || metrics.isEmpty && scoreName == Self.usualScore
    return isTrainingLoss ? trainingLoss : nil
  }

  /// The checkpoint of the newest epoch.
  var lastCheckpoint: URL? { folder?.appendingPathComponent("last.safetensors") }
  /// The checkpoint of the best epoch.
  var bestCheckpoint: URL? { folder?.appendingPathComponent("best.safetensors") }
}
