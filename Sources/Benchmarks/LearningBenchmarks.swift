import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors

/// Steps of our three studies' models beside the same models on PyTorch: seconds, and the ratio ours ÷ PyTorch.
enum LearningBenchmarks {
  static let all: [Benchmark] = [
    forecaster(.paper, training: false, bar: 0.68),
    forecaster(.paper, training: true, bar: 0.65),
    forecaster(.laptop, training: false, bar: 0.5),
    forecaster(.laptop, training: true, bar: 0.5),
  ]

  /// A step of a model, ours and that of a Python script.
  struct Task: Sendable {
    var name: String
    var script: String
    var arguments: [String]
    /// What ours ÷ PyTorch eager may be at most.
    var bar: Double
    /// Builds the model and returns one step of it.
    var make: @Sendable () -> () -> Void
  }

  /// Rows for a task: ours against the bar, and where PyTorch is found both sides and their peak memory.
  static func benchmark(_ task: Task) -> Benchmark {
    Benchmark(name: "learning/\(task.name)") {
      let ours = measure(task)
      let eager = try PyTorchModels.run(task.script, task.arguments)
      let compiled = try PyTorchModels.run(task.script, task.arguments + ["--compile"])
      return rows(task, ours, eager: eager, compiled: compiled)
    }
  }

  /// The median of five steps after two that fill the pool, and the peak resident set during them.
  private static func measure(_ task: Task) -> (
    seconds: Double, peakBytes: Double, allocations: Int
  ) {
    TensorPool.releaseUnused()
    ResidentMemory.resetPeak()
    let step = task.make()
    step()
    step()
    let before = TensorPool.freshAllocationCount
    let seconds = Measurement.medianSeconds(rounds: 5, step)
    return (seconds, ResidentMemory.peakBytes, TensorPool.freshAllocationCount - before)
  }

  private static func rows(
    _ task: Task,
    _ ours: (seconds: Double, peakBytes: Double, allocations: Int),
    eager: PyTorchModels.Result?,
    compiled: PyTorchModels.Result?
  ) -> [Measurement] {
    let name = "learning/\(task.name)"
    var rows = [
      Measurement(
        name: "\(name) ÷ eager (bar \(task.bar))",
        value: ours.seconds,
        unit: "s",
        limit: eager?.seconds ?? .nan
      )
    ]
    if let compiled {
      rows.append(
        Measurement(
          name: "\(name) ÷ compiled",
          value: ours.seconds,
          unit: "s",
          limit: compiled.seconds
        )
      )
    }
    rows.append(
      Measurement(
        name: "\(name) peak memory (bar 1)",
        value: ours.peakBytes / 1e9,
        unit: "GB",
        limit: (eager?.peak_bytes ?? .nan) / 1e9
      )
    )
    rows.append(
      Measurement(
        name: "\(name) new blocks in 5 steps (bar 0)",
        value: Double(ours.allocations),
        unit: "blocks",
        limit: 0
      )
    )
    return rows
  }

  private static func forecaster(
    _ size: ForecasterModel.Size,
    training: Bool,
    bar: Double
  ) -> Benchmark {
    let task = training ? "train" : "forecast"
    return benchmark(
      Task(
        name: "forecaster-\(size.name)-\(task)",
        script: "forecaster.py",
        arguments: [size.name, task],
        bar: bar,
        make: { training ? trainingStep(size) : forecast(size) }
      )
    )
  }

  private static func forecast(_ size: ForecasterModel.Size) -> () -> Void {
    var generator = SeededGenerator(seed: 1)
    let model = ForecasterModel(size, using: &generator)
    let frames = images(size, steps: size.inputSteps, &generator)
    return { _ = model(frames, steps: size.forecastSteps, .inference()) }
  }

  private static func trainingStep(_ size: ForecasterModel.Size) -> () -> Void {
    var generator = SeededGenerator(seed: 1)
    var model = ForecasterModel(size, using: &generator)
    let frames = images(size, steps: size.inputSteps, &generator)
    let target = images(size, steps: size.inputSteps, &generator)
    var optimizer = Adam(learningRate: 5e-4)
    return {
      let pass = ForwardPass.training(generator)
      let (_, gradients) = valueAndGradient(at: model) {
        huberLoss($0(frames, steps: size.inputSteps, pass), target, threshold: 0.2)
      }
      pass.commit(to: &model)
      optimizer.update(&model, gradients: gradients)
    }
  }

  private static func images(
    _ size: ForecasterModel.Size,
    steps: Int,
    _ generator: inout SeededGenerator
  ) -> Tensor {
    let shape = [steps * size.batch, 3, size.grid.height, size.grid.width]
    return Tensor(normal: shape, using: &generator)
  }
}

/// The resident set of this process, as Linux counts it; NaN elsewhere.
enum ResidentMemory {
  /// Starts a new measurement of the peak (proc(5), clear_refs).
  static func resetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  /// The most bytes that were resident since ``resetPeak()``.
  static var peakBytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
    else { return .nan }
    return 1024 * kilobytes
  }
}
