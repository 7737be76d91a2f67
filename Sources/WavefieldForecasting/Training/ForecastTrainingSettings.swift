/// How a forecaster learns.
public struct ForecastTrainingSettings: Codable, Hashable, Sendable {
  /// Epochs; in each, every training event gives one window, or all of its windows.
  public var epochs = 40
  /// Windows in a batch.
  public var batchSize = 8
  /// The learning rate at its height.
  public var learningRate = 1e-3
  /// How the learning rate goes down.
  public var decay = Decay.cosine
  /// The first steps, in which the learning rate rises from zero.
  public var warmUpSteps = 100
  /// What is minimised.
  public var loss = Loss.huber(0.2)
  /// Whether errors are divided by the root mean square of each component of each target, so that all windows and
  /// components count alike, as they do in the published scores.
  public var isRelative = true
  /// The norm to which gradients are cut; nil for no limit, as published.
  public var gradientNorm: Double? = 1
  /// The decay of the average over steps that is validated and saved; nil for none.
  public var averaging: Double? = 0.999
  /// Whether an epoch has every window of every event, as published, and not one of each event.
  public var isEveryWindow = false
  /// The snapshots at which windows may start.
  public var offsets = Array(0...10)
  /// The ruptures that are made of some windows; nil to learn from the events as they are.
  public var ruptures: Ruptures?
  /// For models with masked input: how many stations are kept, from the smallest to the largest share of the grid.
  public var stationShare = 0.02...0.02
  /// Whether encoder and decoder are worked out again on the way back, which takes more time and less memory.
  public var isCheckpointed = false
  /// The seed of weights, order, offsets and masks.
  public var seed: UInt64 = 1

  /// How the learning rate goes down.
  public enum Decay: Codable, Hashable, Sendable {
    /// To zero with the run's end.
    case cosine
    /// Times a factor every so many epochs; the published recipe has 0.5 every 25.
    case step(every: Int, factor: Double)
  }

  /// Ruptures that are put together of point sources: the waves of each part, delayed and folded with the time that it
  /// slips.
  public struct Ruptures: Codable, Hashable, Sendable {
    /// The share of windows of which ruptures are made.
    public var share: Double
    /// The longest rupture in s.
    public var longestDuration: Double

    /// Ruptures of a share of windows.
    public init(share: Double, longestDuration: Double = 15) {
      self.share = share
      self.longestDuration = longestDuration
    }
  }

  /// What is minimised.
  public enum Loss: Codable, Hashable, Sendable {
    /// e²/(2δ) + δ/2 below δ, |e| above, averaged; as published with δ = 0.2.
    case huber(Double)
    /// The mean squared error.
    case meanSquare
  }

  /// Settings that suit the laptop sizes.
  public init() {}

  /// The published recipe: Adam 5·10⁻⁴ halved every 25 epochs, batches of 64, 100 epochs of every window, no clipping, no average.
  public static let published = {
    var settings = Self()
    settings.epochs = 100
    settings.batchSize = 64
    settings.learningRate = 5e-4
    settings.decay = .step(every: 25, factor: 0.5)
    settings.warmUpSteps = 0
    settings.gradientNorm = nil
    settings.averaging = nil
    settings.isRelative = false
    settings.offsets = []
    settings.isEveryWindow = true
    return settings
  }()
}
