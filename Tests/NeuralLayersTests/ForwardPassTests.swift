import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// Copies of one layer, which see different numbers.
private struct Norms: Module {
  var norms: [BatchNormalization]

  func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
    norms[1](norms[0](x, pass) * 3 + 5, pass)
  }

  mutating func walk(_ walk: ParameterWalk) { walk.modules("norms", &norms) }
}

private func input() -> Tensor {
  var generator = SeededGenerator(seed: 3)
  return Tensor(normal: [16, 4], using: &generator) * 2 + 1
}

@Test("Copies of a layer learn apart from layers that were made apart from the start of training")
func copiesOfLayers() throws {
  let norm = BatchNormalization(channels: 4)
  let x = input()
  let models = [
    Norms(norms: Array(repeating: norm, count: 2)),
    Norms(norms: [norm, BatchNormalization(channels: 4)]),
  ]
  let buffers = try models.map { model in
    var loop = TrainingLoop(model, Adam(), TrainingPlan(epochs: 3, seed: 1))
    try loop.run { _ in
      [0]
    } loss: { model, _, pass in
      model(x, pass).squared().sum()
    }
    return loop.model.namedTensors.map(\.tensor.floats)
  }
  #expect(buffers[0] == buffers[1])
}

@Test("Copies of a layer have statistics of their own after the first commit")
func commitParts() {
  let norm = BatchNormalization(channels: 4)
  var model = Norms(norms: [norm, norm])
  for _ in 0..<2 {
    let pass = ForwardPass.training(SeededGenerator(seed: 1))
    _ = model(input(), pass)
    pass.commit(to: &model)
  }
  #expect(model.norms[0].runningMean.floats != model.norms[1].runningMean.floats)
  // Both counted both in the first pass, each itself in the second.
  #expect(model.norms.map(\.batchCount.item) == [3, 3])
}

/// What `body` makes of watched tensors, at once or in a checkpointed part.
private typealias Part = (_ weights: [Tensor], _ body: @escaping ([Tensor]) -> [Tensor]) -> [Tensor]

/// Value, gradients, the model's tensors and the generator's position after a step of the small model.
private func step(
  _ part: (ForwardPass) -> Part
) -> (tensors: [[Float]], position: UInt64) {
  var model = SmallModel()
  let pass = ForwardPass.training(SeededGenerator(seed: 7))
  let apply = part(pass)
  let (x, y) = SmallTask.batch(Array(0..<48))
  let (value, gradients) = valueAndGradient(at: model) { model in
    let weights = [model.first.weight, model.first.bias, model.norm.weight, model.norm.bias]
    let inner = apply(weights.compactMap { $0 }) { weights in
      var part = model
      part.first.weight = weights[0]
      part.first.bias = weights[1]
      part.norm.weight = weights[2]
      part.norm.bias = weights[3]
      return [part.dropout(part.norm(part.first(x), pass).tanh(), pass)]
    }
    // Draws once more, after the part.
    return meanSquaredError(model.second(model.dropout(inner[0], pass)), y)
  }
  let position = pass.generator.position
  pass.commit(to: &model)
  let all = [value] + gradients + model.namedTensors.map(\.tensor)
  return (all.map(\.floats), position)
}

@Test("Batch normalisation and dropout in a checkpointed part leave what they leave outside of one")
func checkpointedPass() {
  let checkpointed = step { pass in { pass.checkpointed($0, $1) } }
  let plain = step { _ in { weights, body in body(weights) } }
  #expect(checkpointed.tensors == plain.tensors)
  #expect(checkpointed.position == plain.position)
  // Value, six gradients, nine tensors of the model.
  #expect(plain.tensors.count == 16)
}
