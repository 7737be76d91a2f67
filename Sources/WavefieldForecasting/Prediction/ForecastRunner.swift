import NeuralLayers
import NumericalRuntime
import Tensors

/// Applies a trained model to motion in m/s.
///
///     let runner = try ForecastRunner(ForecasterFile(reading: url))
///     let input = try ForecastInput(
///       event: "hf-s034-d09", of: catalog, shape: runner.model.shape, site: runner.site)
///     let forecast = try runner.forecast(input, frames: 200)
///
/// The same bytes for any number of threads.
public struct ForecastRunner: Sendable {
  /// The model.
  public let model: WavefieldForecaster
  /// Where it learned.
  public let site: ForecasterSite
  /// The stations of its list, for models that have one.
  private let sampling: StationSampling?

  /// How frames beyond those of a training window come about.
  public enum Mode: Hashable, Sendable {
    /// The forecasting layers go on for as long as wanted.
    case oneShot
    /// The model forecasts as many frames as in training and takes the last ones as its next input.
    case rolling
  }

  /// A runner of a file's model.
  ///
  /// - Throws: ``ForecastingError`` if it was not made for velocity on its grid.
  public init(_ file: ForecasterFile) throws(ForecastingError) {
    try self.init(file.model, site: file.site)
  }

  /// A runner of a model.
  ///
  /// - Throws: as ``init(_:)``.
  public init(_ model: WavefieldForecaster, site: ForecasterSite) throws(ForecastingError) {
    self.model = model
    self.site = site
    let shape = model.shape
    guard site.x.count == shape.width, site.y.count == shape.height else {
      throw .mismatch(
        what: "grid of the model",
        expected: "\(shape.width) x \(shape.height) points, as its shape says",
        found: "\(site.x.count) x \(site.y.count)"
      )
    }
    guard site.motion == "velocity" else {
      throw .mismatch(what: "motion of the model", expected: "velocity", found: site.motion)
    }
    try site.requireStations(of: shape)
    sampling = try site.stations.map { _ throws(ForecastingError) in
      try StationSampling(site, deviations: model.deviations)
    }
  }

  /// How many frames of the model a duration in s takes.
  public func frameCount(of duration: Double) -> Int {
    // A duration of whole frames is not one more for the rounding of a division.
    max(1, Int((duration / model.shape.frameInterval - 1e-6).rounded(.up)))
  }

  /// Forecasts frames after an input.
  ///
  /// Windows of rolling forecasts of models with stations are whole forecasts, all points of which are known.
  ///
  /// - Parameters:
  ///   - input: the first seconds.
  ///   - count: how many frames are wanted.
  ///   - mode: in one go or rolling.
  ///   - seed: of the random start of models that have one.
  /// - Returns: the forecast in m/s.
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` if no motion is known, if there is none, or if the forecast is
  ///   not finite.
  public func forecast(
    _ input: ForecastInput,
    frames count: Int,
    mode: Mode = .oneShot,
    seed: UInt64 = 0
  ) throws(ForecastingError) -> WavefieldForecast {
    require(count > 0, "ForecastRunner: \(count) frames are wanted")
    try check(input)
    let pass = ForwardPass.inference(SeededGenerator(seed: seed))
    var window = Window(input, model, sampling)
    var samples: [Float] = []
    var made = 0
    while made < count {
      let wanted = mode == .oneShot ? count : min(count - made, round)
      let frames = window.forecast(model, frames: wanted, pass)
      samples += frames.floats
      made += wanted
      if made < count { window.roll(on: frames, model) }
    }
    try requireFinite(samples, input)
    return WavefieldForecast(
      site: site,
      event: input.event,
      input: input.frames,
      frames: MotionFrames(
        startTime: input.frames.endTime + input.frames.interval,
        interval: input.frames.interval,
        pointCount: input.frames.pointCount,
        samples: samples
      ),
      stations: input.stations
    )
  }

  /// Frames of a round of a rolling forecast: from stations at least a whole input.
  private var round: Int {
    let shape = model.shape
    return shape.input == .grid
      ? shape.targetFrames
      : max(shape.targetFrames, shape.inputFrames)
  }

  private func check(_ input: ForecastInput) throws(ForecastingError) {
    try site.check(input.site, named: "the input")
    let known = input.frames.known
    guard input.site.stations == site.stations, (input.records == nil) == (sampling == nil) else {
      throw .mismatch(
        what: "stations of the input",
        expected: sampling == nil ? "none, or any" : "those of the model's list, in its order",
        found: input.records == nil ? "none, or any" : "a list of another model"
      )
    }
    guard known.contains(true) else {
      throw .unusableInput(reason: "no motion is known at any station")
    }
    guard model.shape.input != .grid || !known.contains(false) else {
      throw .unusableInput(
        reason:
          "this model needs motion on the whole grid, but it is known at \(known.count { $0 }) of "
          + "\(known.count) points; train one from stations (preset laptop-sparse)"
      )
    }
    let moves = input.frames.samples.contains { $0.isFinite && $0 != 0 }
    guard moves || !model.shape.isScaledByWindow else {
      throw .unusableInput(
        reason: "the ground does not move until \(input.frames.endTime) s; begin later (--offset)"
      )
    }
  }

  private func requireFinite(_ samples: [Float], _ input: ForecastInput) throws(ForecastingError) {
    guard let bad = samples.firstIndex(where: { !$0.isFinite }) else { return }
    let frame = bad / (3 * input.frames.pointCount)
    throw .unusableInput(
      reason:
        "frame \(frame + 1) of the forecast holds \(samples[bad]): the model's numbers are damaged, or its "
        + "forecasts grow when they are rolled on"
    )
  }
}

/// What a model sees at a time, in m/s.
private struct Window {
  /// [1, T, 3, h, w], or [1, T, 3, stations] for models of a list; zero where nothing is known.
  private var motion: Tensor
  /// Where it is known, [1, h, w] or [1, stations]; nil for models that see the whole grid.
  private var mask: Tensor?
  private let sampling: StationSampling?

  init(_ input: ForecastInput, _ model: WavefieldForecaster, _ sampling: StationSampling?) {
    let frames = input.records ?? input.frames
    let shape = model.shape
    let extents = sampling == nil ? [shape.height, shape.width] : [frames.pointCount]
    motion = Tensor(
      frames.samples.map { $0.isFinite ? $0 : 0 },
      shape: [1, frames.count, 3] + extents
    )
    if shape.input != .grid {
      mask = Tensor(frames.known.map { $0 ? Float(1) : 0 }, shape: [1] + extents)
    }
    self.sampling = sampling
  }

  /// The forecast in m/s, [1, frames, 3, h, w].
  func forecast(_ model: WavefieldForecaster, frames count: Int, _ pass: ForwardPass) -> Tensor {
    let normalized = motion / (sampling?.deviations ?? model.deviations)
    let amplitudes = model.scaling.amplitudes(ofNormalized: normalized, mask: mask)
    let forecast = model.forecast(normalized / amplitudes, mask: mask, frames: count, pass)
    return forecast * amplitudes.reshaped([1, 1, 1, 1, 1]) * model.deviations
  }

  /// Takes the last frames of what is known or forecast.
  mutating func roll(on forecast: Tensor, _ model: WavefieldForecaster) {
    var new = forecast
    if let sampling { new = sampling(forecast / model.deviations) * sampling.deviations }
    let wanted = model.shape.inputFrames
    let all = new.shape[1] >= wanted ? new : Tensor.concatenated([motion, new], axis: 1)
    let count = all.shape[1]
    motion = all.sliced(axis: 1, from: count - wanted, to: count)
    mask = mask.map { Tensor(ones: $0.shape) }
  }
}
