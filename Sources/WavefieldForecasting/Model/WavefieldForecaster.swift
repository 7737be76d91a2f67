public import NeuralLayers
import NumericalRuntime
public import Tensors

/// Forecasts frames of a wavefield from its first frames.
///
///     let model = WavefieldForecaster(ForecasterPreset.laptop.shape(height: 56, width: 84), seed: 1)
///     let forecast = model.forecast(input, frames: 200)      // [n, 30, 3, 56, 84] → [n, 200, 3, 56, 84]
///
/// An encoder sees each step's frames; two recurrent layers read the latent images; two more go on from their last states
/// by themselves; a decoder paints each of their states. Numbers are scaled ones: ``ForecasterScaling`` leads from m/s to
/// them and back.
///
/// - Reference: Lyu et al. (2025), WaveCastNet, Nature Communications; arXiv 2405.20516.
public struct WavefieldForecaster: Module {
  /// What it looks like.
  public private(set) var shape: ForecasterShape
  /// Makes latent images.
  public var encoder: InputEncoder
  /// Encodes painted frames again, in the ablation form.
  public var reencoder: FrameEncoder?
  /// The layers that read the input.
  public var reading: [RecurrentLayer]
  /// The layers that forecast.
  public var forecasting: [RecurrentLayer]
  /// Paints frames.
  public var decoder: FrameDecoder
  /// s of ``ForecasterScaling`` in m/s, [3, h, w]; ones before training.
  public var deviations: Tensor
  /// Whether encoder and decoder are worked out again on the way back while it learns, which takes less memory; the
  /// ablation form does not.
  public var isCheckpointed = false

  /// A model with random numbers.
  public init(_ shape: ForecasterShape, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.shape = shape
    encoder = InputEncoder(shape, using: &generator)
    func layer() -> RecurrentLayer {
      RecurrentLayer(
        shape.cell,
        channels: shape.channels,
        extent: shape.latent,
        using: &generator
      )
    }
    reading = [layer(), layer()]
    forecasting = [layer(), layer()]
    decoder = FrameDecoder(shape, using: &generator)
    reencoder =
      shape.isReencoding
      ? FrameEncoder(
        channels: [3 * shape.framesPerStep] + shape.stages,
        normalization: shape.normalization,
        using: &generator
      ) : nil
    deviations = Tensor(ones: [3, shape.height, shape.width])
  }

  /// This model with another shape that asks for the same tensors, such as one with a longer target.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` if the tensors would be others.
  public func taking(_ shape: ForecasterShape) throws(ForecastingError) -> WavefieldForecaster {
    func words(_ model: WavefieldForecaster) -> String {
      model.namedTensors.map { "\($0.name) \($0.tensor.shape)" }.joined(separator: ", ")
    }
    let (wanted, own) = (words(WavefieldForecaster(shape, seed: 0)), words(self))
    guard wanted == own else {
      throw .mismatch(what: "tensors of the initial model", expected: wanted, found: own)
    }
    var copy = self
    copy.shape = shape
    return copy
  }

  /// How motion in m/s becomes what the model works on.
  public var scaling: ForecasterScaling {
    ForecasterScaling(deviations: deviations, isByWindow: shape.isScaledByWindow)
  }

  /// The forecast of so many steps, [steps · n, 3 · frames a step, h, w], from steps [T · n, channels, h, w], or [T · n,
  /// channels, stations]; both run over time first, see ``steps(of:mask:)``.
  ///
  /// `first` [n, channels, h, w], where given, is what the forecasting layers begin with, whatever the shape says.
  public func callAsFunction(
    _ input: Tensor,
    samples: Int,
    steps: Int,
    first: Tensor? = nil,
    _ pass: ForwardPass
  ) -> Tensor {
    require(
      steps > 0 && samples > 0 && input.shape[0] % samples == 0,
      "WavefieldForecaster: \(steps) steps from \(input.shape[0]) images of \(samples) samples"
    )
    var inputs = encoded(input, samples, pass)
    var states: [RecurrentLayer.State] = []
    for layer in reading {
      let (outputs, last) = layer.sequence(inputs, from: layer.initialState(samples: samples))
      states.append(last)
      inputs = outputs
    }
    let first = first ?? start(states, pass)
    if let reencoder { return forecast(from: first, states, steps, pass, reencoder) }
    let outputs = RecurrentLayer.rollout(forecasting, first: first, from: states, steps: steps)
    return painted(outputs, pass)
  }

  /// The names of the parts, in the order of the data.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("encoder", &encoder)
    walk.modules("reading", &reading)
    walk.modules("forecasting", &forecasting)
    walk.module("decoder", &decoder)
    walk.module("reencoder", &reencoder)
    walk.buffer("deviations", &deviations)
  }
}

extension WavefieldForecaster {
  /// The first input of the forecasting layers.
  private func start(_ states: [RecurrentLayer.State], _ pass: ForwardPass) -> Tensor {
    let last = states[states.count - 1].output
    switch shape.start {
    case .lastState: return last
    case .zeros: return Tensor(zeros: last.shape)
    case .noise: return Tensor(uniform: last.shape, in: 0..<1, using: &pass.generator)
    }
  }

  /// The latent images; while it learns each step has its own batch statistics, as published.
  private func encoded(_ input: Tensor, _ samples: Int, _ pass: ForwardPass) -> Tensor {
    let input = widened(input)
    guard pass.isTraining else { return input.mapped(inGroupsOf: group) { encoder($0, pass) } }
    let isByStep = shape.normalization == .batch
    if isCheckpointed {
      let size = isByStep ? samples : group
      return encoder.checkpointed(input, inGroupsOf: size, pass) { $0($1, pass) }
    }
    guard isByStep else { return encoder(input, pass) }
    let each = input.chunked(into: input.shape[0] / samples, axis: 0)
    return Tensor.concatenated(each.map { encoder($0, pass) }, axis: 0)
  }

  private func painted(_ outputs: Tensor, _ pass: ForwardPass) -> Tensor {
    if pass.isTraining, isCheckpointed {
      return decoder.checkpointed(outputs, inGroupsOf: group, pass) { [self] in cropped($0($1)) }
    }
    guard !pass.isTraining else { return cropped(decoder(outputs)) }
    return outputs.mapped(inGroupsOf: group) { cropped(decoder($0)) }
  }

  /// Step by step, each painted frame going in again.
  private func forecast(
    from first: Tensor,
    _ states: [RecurrentLayer.State],
    _ steps: Int,
    _ pass: ForwardPass,
    _ reencoder: FrameEncoder
  ) -> Tensor {
    var (input, states, frames) = (first, states, [Tensor]())
    for _ in 0..<steps {
      for (index, layer) in forecasting.enumerated() {
        states[index] = layer.step(input, states[index])
        input = states[index].output
      }
      let frame = cropped(decoder(input))
      frames.append(frame)
      input = input + reencoder(widened(frame), pass)
    }
    return Tensor.concatenated(frames, axis: 0)
  }

  /// How many images are worked on at a time where nothing is kept for gradients, to some 12 MB.
  private var group: Int {
    let widest = max(shape.channels, shape.decoderChannels ?? 0) * 4
    return max(1, (3 << 20) / (widest * shape.latent.height * shape.latent.width))
  }

  /// Frames continued below and to the right to a multiple of the reduction.
  private func widened(_ frames: Tensor) -> Tensor {
    guard frames.rank == 4 else { return frames }  // records of stations
    let (latent, reduction) = (shape.latent, shape.reduction)
    let (below, right) = (
      latent.height * reduction - shape.height, latent.width * reduction - shape.width
    )
    guard below + right > 0 else { return frames }
    return frames.padded(.replicate, [(0, below), (0, right)])
  }

  /// What belongs to the grid.
  private func cropped(_ frames: Tensor) -> Tensor {
    guard frames.shape[2] > shape.height || frames.shape[3] > shape.width else { return frames }
    return frames.sliced(axis: 2, from: 0, to: shape.height)
      .sliced(axis: 3, from: 0, to: shape.width)
  }
}
