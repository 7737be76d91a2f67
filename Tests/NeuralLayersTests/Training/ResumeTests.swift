import Foundation
import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import TestSupport
import Testing

/// One spectral layer, whose checkpoints hold another form of its weights than it does.
private struct SpectralModel: Module {
  var layer: SpectralConvolution2D

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    layer = SpectralConvolution2D(inputs: 2, outputs: 3, modes: (2, 3), using: &generator)
  }

  mutating func walk(_ walk: ParameterWalk) { walk.module("spectral", &layer) }
}

private typealias SpectralLoop = TrainingLoop<SpectralModel, Adam>

private func spectralLoop(epochs: Int, seed: UInt64, _ folder: URL) -> SpectralLoop {
  var plan = TrainingPlan(epochs: epochs, seed: 5, folder: folder)
  plan.averaging = .equal
  return SpectralLoop(SpectralModel(seed: seed), Adam(learningRate: 0.01), plan)
}

private func run(_ loop: inout SpectralLoop) throws {
  var generator = SeededGenerator(seed: 8)
  let x = Tensor(normal: [2, 2, 8, 8], using: &generator)
  try loop.run { _ in
    [0, 1]
  } loss: { model, _, _ in
    (model.layer(x) - 1).squared().mean()
  }
}

@Test("A spectral layer's checkpoint has the published form, and training goes on from it exactly")
func spectralCheckpoint() throws {
  try withTemporaryFolder { folder in
    let (whole, parts) = (
      folder.appendingPathComponent("whole"), folder.appendingPathComponent("parts")
    )
    var loop = spectralLoop(epochs: 4, seed: 1, whole)
    try run(&loop)
    var first = spectralLoop(epochs: 2, seed: 1, parts)
    try run(&first)
    // Another beginning, which the checkpoint replaces.
    var second = spectralLoop(epochs: 4, seed: 2, parts)
    try second.resume()
    #expect(second.model.layer.lowWeights == first.model.layer.lowWeights)
    #expect(second.average?.model.layer.highWeights == first.average?.model.layer.highWeights)
    try run(&second)
    let last = whole.appendingPathComponent("last.safetensors")
    let other = parts.appendingPathComponent("last.safetensors")
    #expect(try Data(contentsOf: last) == Data(contentsOf: other))
    let file = try SafeTensorsFile(reading: last)
    for name in ["spectral.weights1", "average/spectral.weights1"] {
      #expect(file.entry(name)?.shape == [2, 3, 2, 3, 2])
    }
    let held = loop.model.layer.lowWeights
    #expect(held.shape == [2, 3, 2, 3, 2].permuted([2, 3, 0, 1, 4]))
    #expect(try file.tensor("spectral.weights1") == held.transposed([2, 3, 0, 1, 4]))
  }
}

extension [Int] {
  fileprivate func permuted(_ order: [Int]) -> [Int] { order.map { self[$0] } }
}

private func smallLoop<Rule: Optimizer>(
  _ rule: Rule,
  _ folder: URL,
  averaging: WeightAveraging? = nil
) -> TrainingLoop<SmallModel, Rule> {
  var plan = TrainingPlan(epochs: 1, seed: 1, folder: folder)
  plan.averaging = averaging
  return TrainingLoop(SmallModel(), rule, plan)
}

private func runOnce(_ loop: inout TrainingLoop<SmallModel, some Optimizer>) throws {
  try loop.run { _ in
    [[1, 20, 70]]
  } loss: { model, indices, pass in
    let (x, y) = SmallTask.batch(indices)
    return meanSquaredError(model(x, pass), y)
  }
}

/// The settings that keep a loop from going on from the folder's checkpoint.
private func refusal(
  _ loop: TrainingLoop<SmallModel, some Optimizer>
) -> [NeuralLayersError.Setting] {
  var loop = loop
  do {
    try loop.resume()
  } catch NeuralLayersError.foreignSettings(_, let settings) {
    return settings
  } catch {
    Issue.record(error)
  }
  return []
}

@Test("A checkpoint of another optimiser, other numbers or another average is refused")
func foreignOptimizer() throws {
  try withTemporaryFolder { folder in
    var loop = smallLoop(Adam(weightDecay: 0.1), folder)
    try runOnce(&loop)
    let found = refusal(smallLoop(StochasticGradientDescent(learningRate: 1), folder))
    #expect(found.contains(.init(name: "optimizer.name", expected: "SGD", found: "Adam")))
    #expect(found.contains(.init(name: "optimizer.setting.beta1", expected: nil, found: "0.9")))
    let decoupled = refusal(smallLoop(Adam(decoupledWeightDecay: 0.1), folder))
    #expect(decoupled == [.init(name: "optimizer.name", expected: "AdamW", found: "Adam")])
    let slower = refusal(smallLoop(Adam(betas: (0.95, 0.999), weightDecay: 0.1), folder))
    #expect(slower == [.init(name: "optimizer.setting.beta1", expected: "0.95", found: "0.9")])
    let averaging = refusal(smallLoop(Adam(weightDecay: 0.1), folder, averaging: .equal))
    #expect(averaging == [.init(name: "average.kind", expected: "equal", found: nil)])
    // Another learning rate is none of these: it is the schedule's.
    var same = smallLoop(Adam(learningRate: 0.5, weightDecay: 0.1), folder)
    #expect(try same.resume())
  }
  try withTemporaryFolder { folder in
    var loop = smallLoop(StochasticGradientDescent(learningRate: 0.1, momentum: 0.9), folder)
    try runOnce(&loop)
    let found = refusal(smallLoop(Adam(), folder))
    #expect(found.contains(.init(name: "optimizer.name", expected: "Adam", found: "SGD")))
  }
}

@Test(
  "All that a checkpoint lacks of model, optimiser and average, or has besides, is told at once"
)
func incompleteCheckpoint() throws {
  try withTemporaryFolder { folder in
    var loop = smallLoop(Adam(), folder, averaging: .equal)
    try runOnce(&loop)
    let url = folder.appendingPathComponent("last.safetensors")
    let file = try SafeTensorsFile(reading: url)
    var tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
    let missing = ["first.bias"] + tensors.map(\.name).filter { $0.hasPrefix("optimizer/") }
    tensors.removeAll { missing.contains($0.name) || $0.name == "average/second.bias" }
    tensors += [
      ("average/second.bias", Tensor(zeros: [2])),
      ("optimizer/other/first.bias", Tensor(zeros: [])),
    ]
    try SafeTensorsFile.write(tensors, metadata: file.metadata, to: url)
    let expected = NeuralLayersError.foreignTensors(
      path: url.path,
      missing: missing,
      extra: ["optimizer/other/first.bias"],
      misshapen: [.init(name: "average/second.bias", expected: [1], found: [2])]
    )
    var other = smallLoop(Adam(), folder, averaging: .equal)
    #expect(throws: expected) { try other.resume() }
    #expect(missing.count == 1 + 2 * 6)
    #expect(other.state.epoch == 0)
  }
}
