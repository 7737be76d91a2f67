import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Test("A recurrent prior steps as its cell and its two maps do")
func sampledRecurrentUnit() {
  var generator = SeededGenerator(seed: 5)
  let prior = SampledRecurrentUnit(latent: 3, conditions: 2, width: 4, using: &generator)
  let condition = Tensor(normal: [2, 2], using: &generator)
  let noise = Tensor(normal: [2, 4, 3], using: &generator)
  let rolled = prior(condition, noise: noise)
  var z = noise.sliced(axis: 1, from: 0, to: 1).squeezed(axis: 1)
  var h = Tensor(zeros: [2, 4])
  for step in 0..<3 {
    h = prior.cell(Tensor.concatenated([z, condition], axis: 1), h)
    let (mean, logVariance) = (prior.mean(h), prior.logVariance(h))
    let draw = noise.sliced(axis: 1, from: step + 1, to: step + 2).squeezed(axis: 1)
    z = mean + (logVariance * 0.5).exp() * draw
    for (all, one) in [(rolled.mean, mean), (rolled.logVariance, logVariance), (rolled.samples, z)]
    {
      let part = all.sliced(axis: 1, from: step, to: step + 1).squeezed(axis: 1)
      expectClose(part, one, within: singlePrecision)
    }
  }
}

@Test("A recurrent prior has the gradients of central differences")
func sampledRecurrentGradients() {
  var generator = SeededGenerator(seed: 3)
  let prior = SampledRecurrentUnit(latent: 3, conditions: 2, width: 4, using: &generator)
  let condition = Tensor(normal: [2, 2], using: &generator)
  let noise = Tensor(normal: [2, 4, 3], .float64, using: &generator)
  let worst = differenceError(prior, [condition]) {
    let rolled = $0($1[0], noise: noise)
    return rolled.mean + rolled.logVariance * rolled.samples
  }
  #expect(worst < 1e-7)
}
