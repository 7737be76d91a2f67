import ArgumentParser
import WavefieldForecasting

/// How a forecaster learns, as options.
struct TrainingFlags: ParsableArguments {
  @Option(help: "Epochs, each of as many windows as there are training events.")
  var epochs: Int?

  @Option(help: "Windows in a batch.")
  var batchSize: Int?

  @Option(help: "The learning rate at its height.")
  var learningRate: Double?

  @Option(help: "δ of the Huber loss in normalised units; 0 for the mean squared error.")
  var huberDelta: Double?

  @Option(help: "The last snapshot at which a window may start; the first is 0.")
  var lastOffset: Int?

  @Option(help: "The share of windows to which another event's waves are added.")
  var superposition: Double?

  @Option(help: "The seed of weights, order, offsets and station masks.")
  var seed: UInt64 = 1

  /// The settings for a shape.
  func settings(for shape: ForecasterShape) throws -> ForecastTrainingSettings {
    var settings = ForecastTrainingSettings()
    if let epochs { settings.epochs = epochs }
    if let batchSize { settings.batchSize = batchSize }
    if let learningRate { settings.learningRate = learningRate }
    if let huberDelta { settings.loss = huberDelta > 0 ? .huber(huberDelta) : .meanSquare }
    if let lastOffset { settings.offsets = Array(0...lastOffset) }
    if let superposition { settings.superposition = superposition }
    settings.seed = seed
    return settings
  }
}
