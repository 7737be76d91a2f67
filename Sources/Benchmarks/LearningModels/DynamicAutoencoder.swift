import NeuralLayers
import NumericalRuntime
import Tensors

/// The dynamic variational autoencoder of the benchmarks: a recurrent posterior over the frames of a spectrogram,
/// a recurrent prior that is rolled on its own samples, and a decoder of single frames.
struct DynamicAutoencoder: Module {
  var embedding: MultilayerPerceptron
  var encoder: GatedRecurrentUnit
  var normalization: BatchNormalization
  var posteriorMean: MultilayerPerceptron
  var posteriorLogVariance: MultilayerPerceptron
  var prior: SampledRecurrentUnit
  var decoder: MultilayerPerceptron

  static let latent = 32

  /// A model with random parameters for `bins` frequencies and `conditions` numbers.
  init(bins: Int = 81, conditions: Int = 6, using generator: inout SeededGenerator) {
    let (latent, condition) = (Self.latent, 16)
    let width = 128 + condition
    embedding = MultilayerPerceptron(
      widths: [conditions, 32, 32, condition],
      finalActivation: .relu,
      using: &generator
    )
    encoder = GatedRecurrentUnit(inputs: bins + condition, width: width, using: &generator)
    normalization = BatchNormalization(channels: width)
    posteriorMean = MultilayerPerceptron(widths: [width, 64, latent], using: &generator)
    posteriorLogVariance = MultilayerPerceptron(widths: [width, 64, latent], using: &generator)
    prior = SampledRecurrentUnit(
      latent: latent,
      conditions: condition,
      width: 32,
      using: &generator
    )
    decoder = MultilayerPerceptron(widths: [latent + condition, 128, 128, bins], using: &generator)
  }

  /// The loss of spectra [n, t, bins] under conditions [n, conditions].
  ///
  /// The squared differences and `beta` times the divergence of posterior and prior, summed over frames, a mean over
  /// examples. The term of waveforms is left out.
  func loss(_ spectra: Tensor, _ conditions: Tensor, beta: Double = 0.2, _ pass: ForwardPass)
    -> Tensor
  {
    let (batch, frames) = (spectra.shape[0], spectra.shape[1])
    let condition = embedding(conditions)
    let repeated = condition.unsqueezed(axis: 1).expanded(to: [batch, frames, condition.shape[1]])
    let states = encoder(Tensor.concatenated([spectra, repeated], axis: 2))
    let hidden = normalization(states.flattenedFrames, pass)
    let mean = posteriorMean(hidden)
    let logVariance = posteriorLogVariance(hidden)
    let noise = Tensor(noise: mean.shape, using: &pass.generator)
    let latent = mean + (logVariance * 0.5).exp() * noise
    let frame = Tensor.concatenated([latent, repeated.flattenedFrames], axis: 1)
    let rolled = prior(
      condition,
      noise: Tensor(noise: [batch, frames + 1, Self.latent], using: &pass.generator)
    )
    let divergence = gaussianKL(
      mean: mean,
      logVariance: logVariance,
      priorMean: rolled.mean.flattenedFrames,
      priorLogVariance: rolled.logVariance.flattenedFrames,
      reduction: .sum
    )
    let difference = (decoder(frame) - spectra.flattenedFrames).squared().sum()
    return (difference + divergence * beta) * (1 / Double(batch))
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("embedding", &embedding)
    walk.module("encoder", &encoder)
    walk.module("normalization", &normalization)
    walk.module("posterior_mean", &posteriorMean)
    walk.module("posterior_log_variance", &posteriorLogVariance)
    walk.module("prior", &prior)
    walk.module("decoder", &decoder)
  }
}

extension Tensor {
  /// [n, t, c] as [n t, c].
  fileprivate var flattenedFrames: Tensor { reshaped([shape[0] * shape[1], shape[2]]) }
}
