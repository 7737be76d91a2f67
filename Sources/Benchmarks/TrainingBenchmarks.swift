import NeuralLayers
import NumericalRuntime
import Tensors

/// The parts of a training step that move memory rather than multiply: limits are the bytes at the measured
/// bandwidth.
enum TrainingBenchmarks {
  static let all = [
    Benchmark(name: "learning/adam") { adam() },
    Benchmark(name: "learning/batch-normalization") { batchNormalization() },
    Benchmark(name: "learning/huber") { huber() },
  ]

  private struct Weights: Module {
    var weight: Tensor

    mutating func walk(_ walk: ParameterWalk) { walk.parameter("weight", &weight) }
  }

  /// As many parameters as a Fourier neural operator of width 64 with 32 modes.
  private static func adam() -> [Measurement] {
    let count = 1 << 26
    var model = Weights(weight: Tensor(ones: [count]))
    let gradients = [Tensor(filling: [count], with: 0.1)]
    var optimizer = Adam()
    optimizer.update(&model, gradients)
    let seconds = Measurement.medianSeconds(rounds: 7) { optimizer.update(&model, gradients) }
    // Parameter, gradient and two moments read; all but the gradient written.
    return [rate("learning/adam (67 M parameters)", bytes: 28 * count, seconds)]
  }

  private static func batchNormalization() -> [Measurement] {
    var generator = SeededGenerator(seed: 1)
    let x = Tensor(normal: [30, 36, 172, 112], using: &generator)
    let layer = BatchNormalization(channels: 36)
    func forward() -> Tensor { layer(x, .training(generator)) }
    let seed = forward()
    let forwardSeconds = Measurement.medianSeconds(rounds: 7) { _ = forward() }
    let bothSeconds = Measurement.medianSeconds(rounds: 7) {
      _ = valuesAndGradient(at: [x] + layer.parameters) { watched in
        var layer = layer
        layer.updateParameters { index, tensor in tensor = watched[index + 1] }
        return [layer(watched[0], .training(generator))]
      } seeds: { _ in
        [seed]
      }
    }
    // Forward: read for the moments, read and written for the result. Backward: both read for the sums, both
    // read and the result written.
    let name = "learning/batch-normalization (30 x 36 x 172 x 112)"
    return [
      rate("\(name)/forward", bytes: 12 * x.count, forwardSeconds),
      rate("\(name)/both", bytes: 32 * x.count, bothSeconds),
    ]
  }

  private static func huber() -> [Measurement] {
    var generator = SeededGenerator(seed: 1)
    let p = Tensor(normal: [30, 3, 344, 224], using: &generator)
    let t = Tensor(normal: p.shape, using: &generator)
    let seconds = Measurement.medianSeconds(rounds: 7) {
      _ = valueAndGradient(at: [p]) { huberLoss($0[0], t) }
    }
    // Both read twice, the gradient written.
    return [rate("learning/huber (30 x 3 x 344 x 224)", bytes: 20 * p.count, seconds)]
  }

  private static func rate(_ name: String, bytes: Int, _ seconds: Double) -> Measurement {
    Measurement(
      name: name,
      value: Double(bytes) / seconds / 1e9,
      unit: "GB/s",
      limit: MemoryBenchmarks.bandwidth / 1e9
    )
  }
}
