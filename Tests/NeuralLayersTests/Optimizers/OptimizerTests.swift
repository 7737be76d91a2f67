import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// tanh(x Wᵀ + b), as in the script that made the fixture.
private struct Model: Module {
  var linear: Linear

  func callAsFunction(_ x: Tensor) -> Tensor { linear(x).tanh() }

  mutating func walk(_ walk: ParameterWalk) { walk.module("linear", &linear) }
}

private func model(_ fixture: Fixture) throws -> Model {
  var generator = SeededGenerator(seed: 1)
  var linear = Linear(inputs: 4, outputs: 3, using: &generator)
  linear.weight = try fixture.tensor("weight")
  linear.bias = try fixture.tensor("bias")
  return Model(linear: linear)
}

private let rules: [(String, any Optimizer)] = [
  ("sgd", StochasticGradientDescent(learningRate: 0.1, weightDecay: 0.02)),
  ("momentum", StochasticGradientDescent(learningRate: 0.05, momentum: 0.9, dampening: 0.1)),
  (
    "nesterov",
    StochasticGradientDescent(
      learningRate: 0.05,
      momentum: 0.8,
      weightDecay: 0.01,
      isNesterov: true
    )
  ),
  ("adam", Adam(learningRate: 0.05)),
  ("adam.decay", Adam(learningRate: 0.03, betas: (0.8, 0.95), epsilon: 1e-6, weightDecay: 0.1)),
  ("adamw", Adam(decoupledWeightDecay: 0.3, learningRate: 0.05)),
]

/// The parameters after ten steps.
private func tenSteps(
  _ rule: some Optimizer,
  _ start: Model,
  _ fixture: Fixture,
  _ type: ScalarType
) throws -> Model {
  let (x, y) = (try fixture.tensor("x", type), try fixture.tensor("y", type))
  var (model, optimizer) = (start, rule)
  model.updateTensors { _, _, tensor in tensor = tensor.cast(to: type) }
  for _ in 0..<10 {
    let (_, gradients) = valueAndGradient(at: model) { meanSquaredError($0(x), y) }
    optimizer.update(&model, gradients)
  }
  return model
}

@Test("Ten steps of each optimiser lead where PyTorch's lead", arguments: rules.map(\.0))
func optimizers(_ name: String) throws {
  let fixture = try Fixture("learning-optimizers", in: .module)
  for (key, rule) in rules where key == name {
    for type in [ScalarType.float32, .float64] {
      let model = try tenSteps(rule, try model(fixture), fixture, type)
      // Ten steps of single precision; the fixture is rounded to it.
      expectClose(model.linear.weight, try fixture.tensor("\(name).weight", type), within: 2e-6)
      let bias = try #require(model.linear.bias)
      expectClose(bias, try fixture.tensor("\(name).bias", type), within: 2e-6)
    }
  }
}

@Test("After the first step an optimiser changes parameters and moments where they are")
func updatesInPlace() throws {
  var generator = SeededGenerator(seed: 2)
  var model = Linear(inputs: 300, outputs: 500, using: &generator)
  let gradients = model.parameters.map { Tensor(normal: $0.shape, using: &generator) }
  var optimizer = Adam()
  optimizer.update(&model, gradients)
  func memory() -> Set<ObjectIdentifier> {
    Set((model.parameters + optimizer.state.tensors.values.flatMap { $0 }).map(\.memoryIdentity))
  }
  let before = memory()
  for _ in 0..<3 { optimizer.update(&model, gradients) }
  #expect(before.count == 6)
  #expect(memory() == before)
}

@Test("Clipping by norm and by value is PyTorch's")
func clipping() throws {
  let fixture = try Fixture("learning-optimizers", in: .module)
  let gradients = [try fixture.tensor("clip.0"), try fixture.tensor("clip.1")]
  for (name, rule) in [("norm", GradientClipping.norm(0.7)), ("value", .value(0.4))] {
    var clipped = gradients
    let norm = rule.apply(to: &clipped)
    #expect(abs(norm - (try fixture.tensor("clip.norm").item)) < 1e-6 * norm)
    expectClose(clipped[0], try fixture.tensor("clip.\(name).0"), within: 1e-6)
    expectClose(clipped[1], try fixture.tensor("clip.\(name).1"), within: 1e-6)
  }
}
