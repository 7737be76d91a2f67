import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// A small Fourier neural operator.
private struct SmallOperator: Module {
  var lift, project: Tensor
  var spectral: [SpectralConvolution2D] = []
  var pointwise: [Linear] = []

  init(using generator: inout SeededGenerator) {
    lift = Initializer.fanInUniform.tensor([12, 2], using: &generator)
    project = Initializer.fanInUniform.tensor([1, 12], using: &generator)
    for _ in 0..<2 {
      spectral.append(
        SpectralConvolution2D(inputs: 12, outputs: 12, modes: (4, 4), using: &generator)
      )
      pointwise.append(Linear(inputs: 12, outputs: 12, using: &generator))
    }
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x.pointwiseConvolution(lift)
    for (layer, map) in zip(spectral, pointwise) {
      x = layer(x, adding: x.pointwiseConvolution(map.weight, bias: map.bias)).gelu()
    }
    return x.pointwiseConvolution(project)
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("lift", &lift)
    walk.modules("spectral", &spectral)
    walk.modules("pointwise", &pointwise)
    walk.parameter("project", &project)
  }
}

@Test("A Fourier neural operator learns one small batch by heart, without new memory for a step")
func operatorOverfits() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) { overfitOperator() }
}

private func overfitOperator() {
  var generator = SeededGenerator(seed: 4)
  var model = SmallOperator(using: &generator)
  var optimizer = Adam(learningRate: 1e-2)
  let x = Tensor(normal: [2, 2, 16, 16], using: &generator)
  let ones = Tensor(ones: [3, 3, 1, 1, 2])
  let smooth = Tensor(normal: [2, 1, 16, 16], using: &generator)
    .spectralConvolution2D(ones, ones)
  var (first, last, fresh) = (0.0, 0.0, 0)
  for step in 0..<300 {
    if step == 3 { fresh = TensorPool.freshAllocationCount }
    let (loss, gradients) = valueAndGradient(at: model) { ($0(x) - smooth).squared().mean() }
    optimizer.update(&model, gradients)
    if step == 0 { first = loss.item }
    last = loss.item
  }
  require(TensorPool.freshAllocationCount == fresh, "fresh memory after the third step")
  require(last < 0.02 * first, "from \(first) to \(last)")
}

/// A small dynamic variational autoencoder.
private struct SmallAutoencoder: Module {
  var encoder: GatedRecurrentUnit
  var posterior: Linear
  var prior: SampledRecurrentUnit
  var decoder: MultilayerPerceptron

  init(using generator: inout SeededGenerator) {
    encoder = GatedRecurrentUnit(inputs: 5, width: 16, using: &generator)
    posterior = Linear(inputs: 16, outputs: 6, using: &generator)
    prior = SampledRecurrentUnit(latent: 3, conditions: 2, width: 8, using: &generator)
    decoder = MultilayerPerceptron(widths: [3, 24, 5], activation: .tanh, using: &generator)
  }

  func loss(_ x: Tensor, _ condition: Tensor, _ pass: ForwardPass) -> Tensor {
    let moments = posterior(encoder(x)).split([3, 3], axis: 2)
    let noise = Tensor(noise: moments[0].shape, using: &pass.generator)
    let z = moments[0] + (moments[1] * 0.5).exp() * noise
    let steps = x.shape[1] + 1
    let rolled = prior(
      condition,
      noise: Tensor(noise: [x.shape[0], steps, 3], using: &pass.generator)
    )
    let divergence = gaussianKL(
      mean: moments[0],
      logVariance: moments[1],
      priorMean: rolled.mean,
      priorLogVariance: rolled.logVariance
    )
    return (decoder(z) - x).squared().sum() * (1 / Double(x.shape[0])) + divergence * 0.01
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("encoder", &encoder)
    walk.module("posterior", &posterior)
    walk.module("prior", &prior)
    walk.module("decoder", &decoder)
  }
}

@Test("A dynamic autoencoder learns one small batch by heart, without new memory for a step")
func autoencoderOverfits() async {
  await #expect(processExitsWith: .success) { overfitAutoencoder() }
}

private func overfitAutoencoder() {
  var generator = SeededGenerator(seed: 6)
  var model = SmallAutoencoder(using: &generator)
  var optimizer = Adam(learningRate: 1e-2)
  let x = Tensor(normal: [4, 6, 5], using: &generator)
  let condition = Tensor(normal: [4, 2], using: &generator)
  let pass = ForwardPass.training(generator)
  var (first, last, fresh) = (0.0, 0.0, 0)
  for step in 0..<800 {
    if step == 3 { fresh = TensorPool.freshAllocationCount }
    let (loss, gradients) = valueAndGradient(at: model) { $0.loss(x, condition, pass) }
    optimizer.update(&model, gradients)
    if step < 10 { first += loss.item / 10 }
    if step >= 790 { last += loss.item / 10 }
  }
  require(TensorPool.freshAllocationCount == fresh, "fresh memory after the third step")
  require(last < 0.15 * first, "from \(first) to \(last)")
}
