import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors

/// A perceptron with batch normalisation and dropout that learns sin: all that an exact resume must remember.
struct SmallModel: Module {
  var first: Linear
  var norm = BatchNormalization(channels: 24)
  var dropout = Dropout(rate: 0.1)
  var second: Linear

  init(seed: UInt64 = 3, width: Int = 24) {
    var generator = SeededGenerator(seed: seed)
    first = Linear(inputs: 1, outputs: width, using: &generator)
    norm = BatchNormalization(channels: width)
    second = Linear(inputs: width, outputs: 1, using: &generator)
  }

  func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
    second(dropout(norm(first(x), pass).tanh(), pass))
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("first", &first)
    walk.module("norm", &norm)
    walk.module("second", &second)
  }
}

enum SmallTask {
  static let x = Tensor((0..<96).map { Float($0) / 16 - 3 }, shape: [96, 1])

  /// Inputs and targets of some examples.
  static func batch(_ indices: [Int]) -> (Tensor, Tensor) {
    let inputs = indices.map { Float($0) / 16 - 3 }
    return (
      Tensor(inputs, shape: [indices.count, 1]),
      Tensor(inputs.map { Float(sin(Double($0))) }, shape: [indices.count, 1])
    )
  }

  static func plan(epochs: Int, folder: URL?) -> TrainingPlan {
    var plan = TrainingPlan(epochs: epochs, seed: 11, folder: folder)
    plan.schedule = .cosine(over: 6).warmed(over: 1, from: 0.5)
    plan.clipping = .norm(1)
    plan.averaging = .exponential(decay: 0.9)
    plan.metadata = ["width": "24", "input_scale": "3.0"]
    return plan
  }

  typealias Loop = TrainingLoop<SmallModel, Adam>

  static func loop(epochs: Int, folder: URL?) -> Loop {
    Loop(SmallModel(), Adam(learningRate: 0.01), plan(epochs: epochs, folder: folder))
  }

  /// Runs a loop on the task.
  static func run(_ loop: inout Loop, rank: Int = 0, members: Int = 1) throws {
    let order = BatchOrder(exampleCount: 96, batchSize: 16, seed: 2)
    try loop.run { epoch in
      order.batches(epoch: epoch, rank: rank, members: members)
    } loss: { model, indices, pass in
      let (x, y) = batch(indices)
      return meanSquaredError(model(x, pass), y)
    } validate: { model in
      let (x, y) = batch(Array(0..<96))
      return ["validation_loss": meanSquaredError(model(x, .inference()), y).item]
    }
  }
}
