import ArgumentParser
import Foundation
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

  @Flag(help: "Weigh errors as they are, not by each window's own size.")
  var absolute = false

  @Option(help: "The decay of the average of the parameters over steps; 0 for none.")
  var averaging: Double?

  @Option(
    help:
      "The share of the grid's points that have stations (preset laptop-sparse), or of the stations of a fixed list that have records [default: 0.02, of a list 0.8..1, with --published 0.179]: LOW..HIGH."
  )
  var stationShare: String?

  @Option(
    help:
      "The last snapshot at which a window may start; the first is 0 [default: 10, or the last that fits]."
  )
  var lastOffset: Int?

  @Option(
    help:
      "The share of windows of which finite ruptures are made: waves of up to four events, delayed and drawn out."
  )
  var ruptureShare: Double?

  @Option(name: .customLong("rupture-s"), help: "The longest of these ruptures [s].")
  var rupture = 15.0

  @Flag(help: "Work encoder and decoder out again on the way back, for less memory.")
  var checkpointing = false

  @Flag(
    help: "The published recipe: batches of 64, 5e-4 halved every 25 of 100 epochs, all offsets."
  )
  var published = false

  @Option(help: "The seed of weights, order, offsets and station masks.")
  var seed: UInt64 = 1

  func validate() throws {
    func demand(_ flag: String, _ value: Double?, _ range: String, _ isRight: (Double) -> Bool)
      throws
    {
      guard let value, !isRight(value) else { return }
      throw ValidationError("\(flag) is \(Readable.number(value)); it must be \(range).")
    }
    try demand("--epochs", epochs.map(Double.init), "at least 1") { $0 >= 1 }
    try demand("--batch-size", batchSize.map(Double.init), "at least 1") { $0 >= 1 }
    try demand("--last-offset", lastOffset.map(Double.init), "0 or more") { $0 >= 0 }
    try demand("--learning-rate", learningRate, "a positive number") { $0 > 0 && $0.isFinite }
    try demand("--huber-delta", huberDelta, "0 or a positive number") { $0 >= 0 && $0.isFinite }
    try demand("--averaging", averaging, "from 0 to below 1") { $0 >= 0 && $0 < 1 }
  }

  /// The settings for a shape and events of so many snapshots.
  func settings(
    for shape: ForecasterShape,
    snapshots: Int
  ) throws -> ForecastTrainingSettings {
    var settings = published ? .published : ForecastTrainingSettings()
    let k = shape.framesPerStep
    let target = (shape.targetFrames + k - 1) / k * k
    let last = snapshots - 1 - shape.stride * (shape.inputFrames + target)
    if !published { settings.offsets = Array(0...max(0, min(10, last))) }
    if let epochs { settings.epochs = epochs }
    if let batchSize { settings.batchSize = batchSize }
    if let learningRate { settings.learningRate = learningRate }
    if let huberDelta { settings.loss = huberDelta > 0 ? .huber(huberDelta) : .meanSquare }
    if let lastOffset { settings.offsets = Array(0...lastOffset) }
    if let ruptureShare {
      guard (0...1).contains(ruptureShare), rupture > 0 else {
        throw ValidationError(
          "--rupture-share \(ruptureShare) and --rupture-s \(rupture): a share from 0 to 1 and a positive time."
        )
      }
      settings.ruptures = .init(share: ruptureShare, longestDuration: rupture)
    }
    if absolute { settings.isRelative = false }
    if let averaging { settings.averaging = averaging > 0 ? averaging : nil }
    // The published model learned with 101 of 564 stations.
    if case .stations = shape.input {
      settings.stationShare = published ? 101 / 564...101 / 564 : 0.8...1
    }
    if let stationShare {
      let numbers = stationShare.components(separatedBy: "..").compactMap { Double($0) }
      guard let low = numbers.first, let high = numbers.last, 0 < low, low <= high, high <= 1 else {
        throw ValidationError(
          "--station-share \(stationShare) is no range of shares from 0 to 1, such as 0.01..0.03."
        )
      }
      settings.stationShare = low...high
    }
    settings.isCheckpointed = checkpointing
    settings.seed = seed
    return settings
  }
}
