import NumericalRuntime

/// What a forecaster looks like: everything but its numbers.
///
///     var shape = ForecasterPreset.laptop.shape(height: 56, width: 84)
///     shape.cell = .convLSTM
///     let model = WavefieldForecaster(shape, seed: 1)
///
/// It stands in the model's file, so that a file alone is enough to forecast.
public struct ForecasterShape: Codable, Hashable, Sendable {
  /// Rows (y) and columns (x) of the surface grid.
  public var height, width: Int
  /// What the recurrent layers are made of.
  public var cell = RecurrentCellKind.convLEM
  /// Channels after each stage of the encoder, each of which halves the extents; the last is that of the recurrent
  /// layers.
  public var stages: [Int]
  /// Frames that one recurrent step reads and paints; 1 as published.
  ///
  /// With 5 frames of 0.52 s a step is 2.6 s long, in which the fastest surface waves cross two latent cells: still
  /// within the reach of a layer, and a fifth of the work and of the length of the chain that gradients go through.
  public var framesPerStep = 1
  /// How the encoder's stages are normalised.
  public var normalization = StageNormalization.batch
  /// How states become frames.
  public var decoder = DecoderKind.transposed
  /// Channels between the decoder's two enlargements, before the second; nil for as many as the recurrent layers have.
  public var decoderChannels: Int?
  /// The first input of the layers that forecast.
  public var start = DecoderStart.lastState
  /// Whether each painted frame is encoded again and added to the next step's input, as in the published ablation.
  public var isReencoding = false
  /// How station records become images.
  public var input = InputKind.grid
  /// Snapshots of the catalog from one frame to the next.
  public var stride = 2
  /// The seconds from one snapshot of the catalog to the next.
  public var snapshotInterval = 0.26
  /// Frames that go in.
  public var inputFrames = 30
  /// Frames that are forecast in training.
  public var targetFrames = 30
  /// Whether each window is divided by the root mean square of its input.
  ///
  /// Ground motion of a point source is linear in its moment: so a forecast of ten times the motion is ten times the
  /// forecast, for every magnitude, also for those that no training event had.
  public var isScaledByWindow = false

  /// How stages of the encoder are normalised.
  public enum StageNormalization: String, Codable, CaseIterable, Sendable {
    /// Batch normalisation, as published.
    case batch
    /// None: amplitudes pass as they are.
    case none
  }

  /// How a latent image becomes a frame.
  public enum DecoderKind: String, Codable, CaseIterable, Sendable {
    /// Transposed convolution 4 × 4 of stride 2, leaky ReLU, pixel shuffle, convolution 3 × 3: the published dense form.
    case transposed
    /// Pixel shuffle, convolution 3 × 3: the published ablation form.
    case shuffled
  }

  /// What the forecasting layers see before their own first output.
  public enum DecoderStart: String, Codable, CaseIterable, Sendable {
    /// The last state of the layers that read.
    case lastState = "last-state"
    /// Zeros.
    case zeros
    /// Uniform random numbers in [0, 1), drawn at every call, as published: forecasts are not repeatable.
    case noise
  }

  /// What goes in.
  public enum InputKind: Codable, Hashable, Sendable {
    /// The whole grid, all values present.
    case grid
    /// Any stations, put at their nearest grid points with zeros elsewhere, and a further channel that tells where
    /// there are some.
    case maskedGrid
    /// A fixed list of so many stations through fully connected layers, as published.
    case stations(Int)
  }

  /// A shape of the published dense form: see ``ForecasterPreset`` for whole shapes.
  public init(height: Int, width: Int, stages: [Int]) {
    self.height = height
    self.width = width
    self.stages = stages
  }
}

extension ForecasterShape {
  /// Channels of the recurrent layers.
  public var channels: Int { stages.last ?? 0 }
  /// By how much the encoder makes images smaller.
  public var reduction: Int { 1 << stages.count }
  /// Rows and columns of the latent images: the grid is continued to a multiple of ``reduction``.
  public var latent: (height: Int, width: Int) {
    ((height + reduction - 1) / reduction, (width + reduction - 1) / reduction)
  }
  /// Seconds from one frame to the next.
  public var frameInterval: Double { Double(stride) * snapshotInterval }
  /// Channels that go into the encoder: components of all frames of a step, and the mask.
  var inputChannels: Int { 3 * framesPerStep + (input == .maskedGrid ? 1 : 0) }

  /// Stops with a sentence unless the numbers make a model.
  ///
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)``.
  public func check() throws(ForecastingError) {
    func demand(_ holds: Bool, _ what: String, _ value: Any, _ expected: String)
      throws(ForecastingError)
    {
      guard !holds else { return }
      throw .invalid(what: what, value: "\(value)", expected: expected)
    }
    try demand(height > 0 && width > 0, "grid", "\(width) x \(height)", "at least 1 x 1")
    try demand(
      !stages.isEmpty && stages.count <= 6 && stages.allSatisfy { $0 > 0 },
      "stages",
      stages,
      "1 to 6 positive numbers of channels"
    )
    try demand(framesPerStep >= 1, "frames a step", framesPerStep, "at least 1")
    try demand(
      inputFrames > 0 && inputFrames % framesPerStep == 0,
      "input frames",
      inputFrames,
      "a positive multiple of \(framesPerStep), the frames a step"
    )
    try demand(targetFrames > 0, "target frames", targetFrames, "positive")
    try demand(stride >= 1, "stride", stride, "at least 1")
    try demand(
      snapshotInterval > 0 && snapshotInterval.isFinite,
      "snapshot interval",
      snapshotInterval,
      "a positive number of seconds"
    )
    if case .stations(let count) = input {
      try demand(count > 0, "stations", count, "positive")
      try demand(stages.count > 1, "stages", stages, "at least 2, as a list of stations needs")
    }
    let shuffled = decoder == .transposed ? reduction / 2 : reduction
    let painted = decoder == .transposed ? decoderChannels ?? channels : channels
    try demand(
      painted > 0 && painted % (shuffled * shuffled) == 0,
      "channels before the pixel shuffle",
      painted,
      "a positive multiple of \(shuffled * shuffled)"
    )
  }
}
