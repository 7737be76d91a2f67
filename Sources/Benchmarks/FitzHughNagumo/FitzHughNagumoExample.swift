import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors

/// The worked example: a long expressive memory of 16 numbers learns ``FitzHughNagumo``.
///
///     let result = try FitzHughNagumoExample(epochs: 400).run(in: folder)
///     result.testError        // 2 · 10⁻³
///
/// The published recipe: 128 sequences to learn from, 128 to choose the epoch by, 1024 to test; batches of 32, Adam
/// with learning rate 0.00904, mean squared error. The test error is the root mean square over all 1024 sequences
/// (the published log shows that of the last batch alone, 2.38 · 10⁻³).
///
/// - Reference: Rusch et al. (2022), arXiv 2110.04744, section 6.
struct FitzHughNagumoExample: Sendable {
  /// The epochs; 400 in the published recipe.
  var epochs: Int
  /// The seed of data, parameters and order.
  var seed: UInt64
  /// The sequences to learn from, to choose by and to test with.
  var counts: (training: Int, validation: Int, test: Int)

  /// What came of it.
  struct Result: Sendable {
    /// The root mean square error over the test sequences, of the epoch that validates best.
    var testError: Double
    /// That epoch, from 1.
    var bestEpoch: Int
  }

  /// The published recipe, perhaps with fewer epochs or sequences.
  init(
    epochs: Int = 400,
    seed: UInt64 = 1234,
    counts: (training: Int, validation: Int, test: Int) = (128, 128, 1024)
  ) {
    self.epochs = epochs
    self.seed = seed
    self.counts = counts
  }

  /// Makes the data, trains with checkpoints and metrics in `folder`, and tests the best checkpoint.
  func run(
    in folder: URL,
    observe: @escaping (TrainingEvent) -> Void = { _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> Result {
    let training = FitzHughNagumo(count: counts.training, seed: seed, stream: 1)
    let validation = FitzHughNagumo(count: counts.validation, seed: seed, stream: 2)
    var plan = TrainingPlan(epochs: epochs, seed: seed, folder: folder)
    plan.metadata = ["model": "LEM", "width": "16", "task": "FitzHugh-Nagumo"]
    var loop = TrainingLoop(initialModel, Adam(learningRate: 0.00904), plan)
    loop.observe = observe
    loop.isCancelled = isCancelled
    let order = BatchOrder(exampleCount: counts.training, batchSize: 32, seed: seed)
    try loop.run { epoch in
      order.batches(epoch: epoch)
    } loss: { model, indices, _ in
      let batch = training.batch(indices)
      return meanSquaredError(model(batch.input), batch.target)
    } validate: { model in
      ["validation_loss": Self.meanSquare(of: model, on: validation)]
    }
    var best = initialModel
    try best.load(from: folder.appendingPathComponent("best.safetensors"))
    let test = FitzHughNagumo(count: counts.test, seed: seed, stream: 3)
    return Result(
      testError: Self.meanSquare(of: best, on: test).squareRoot(),
      bestEpoch: loop.state.bestEpoch
    )
  }

  private var initialModel: LEMRegression {
    var generator = SeededGenerator(seed: seed)
    return LEMRegression(inputs: 1, width: 16, outputs: 1, using: &generator)
  }

  /// The mean squared error over all sequences.
  private static func meanSquare(of model: LEMRegression, on data: FitzHughNagumo) -> Double {
    let order = BatchOrder(exampleCount: data.count, batchSize: 128, seed: 0, isShuffled: false)
    let sum = order.batches(epoch: 0).reduce(0.0) { sum, indices in
      let batch = data.batch(indices)
      return sum + meanSquaredError(model(batch.input), batch.target, reduction: .sum).item
    }
    return sum / Double(data.count * FitzHughNagumo.steps)
  }
}
