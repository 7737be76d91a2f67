import Tensors

/// Steps of our three studies' models beside the same models on PyTorch, in one run on the same threads.
///
/// In each row the value is ours and the limit PyTorch's, so that the ratio is ours ÷ PyTorch; the name tells what
/// it may be at most. Blocks are those that five steps asked of the system. PyTorch's compiled row is missing where
/// compilation fails.
enum LearningBenchmarks {
  static let all: [Benchmark] = [
    benchmark("forecaster-paper", script: "forecaster.py", ["paper"]) {
      LearningModelSteps.forecaster(.paper)
    },
    benchmark("forecaster-laptop", script: "forecaster.py", ["laptop"]) {
      LearningModelSteps.forecaster(.laptop)
    },
    benchmark("fno", script: "fno.py") { LearningModelSteps.fourierNeuralOperator() },
    benchmark("dvae", script: "dvae.py") { LearningModelSteps.dynamicAutoencoder() },
  ]

  /// What ours ÷ PyTorch eager may be at most.
  private static let bars = [
    "learning/forecaster-paper-forecast": 0.68,
    "learning/forecaster-paper-train": 0.65,
    "learning/forecaster-laptop-forecast": 0.5,
    "learning/forecaster-laptop-train": 0.5,
    "learning/fno-infer": 0.4,
    "learning/fno-train": 0.45,
    "learning/dvae-train": 0.5,
  ]

  private static func benchmark(
    _ name: String,
    script: String,
    _ arguments: [String] = [],
    steps: @escaping @Sendable () -> [LearningModelSteps.Step]
  ) -> Benchmark {
    Benchmark(name: "learning/\(name)") {
      TensorPool.releaseUnused()
      let ours = steps().map { ($0.name, measure($0)) }
      TensorPool.releaseUnused()
      let eager = try PyTorchModels.run(script, arguments)
      let compiled = try PyTorchModels.run(script, arguments + ["--compile"])
      return ours.flatMap { name, figures in
        rows(
          name,
          figures,
          eager: eager.first { $0.name == name },
          compiled: compiled.first { $0.name == name }
        )
      }
    }
  }

  /// What five steps gave after two that filled the pool.
  private struct Figures {
    /// The median.
    var seconds: Double
    /// The largest resident set, the first two steps included.
    var peakBytes: Double
    /// Blocks of memory that the five steps asked of the system.
    var newBlocks: Int
  }

  private static func measure(_ step: LearningModelSteps.Step) -> Figures {
    TensorPool.releaseUnused()
    ResidentMemory.resetPeak()
    step.run()
    step.run()
    let before = TensorPool.freshAllocationCount
    let seconds = Measurement.medianSeconds(rounds: 5, step.run)
    return Figures(
      seconds: seconds,
      peakBytes: ResidentMemory.peakBytes,
      newBlocks: TensorPool.freshAllocationCount - before
    )
  }

  private static func rows(
    _ name: String,
    _ ours: Figures,
    eager: PyTorchModels.Result?,
    compiled: PyTorchModels.Result?
  ) -> [Measurement] {
    func row(_ what: String, _ value: Double, _ unit: String, _ limit: Double?) -> Measurement {
      Measurement(name: name + what, value: value, unit: unit, limit: limit ?? .nan)
    }
    let bar = bars[name].map { " (bar \($0))" } ?? ""
    return [row(bar, ours.seconds, "s", eager?.seconds)]
      + (compiled.map { [row(" ÷ compiled", ours.seconds, "s", $0.seconds)] } ?? []) + [
        row(" memory (bar 1)", ours.peakBytes / 1e9, "GB", eager.map { $0.peakBytes / 1e9 }),
        row(" blocks (below 1)", Double(ours.newBlocks), "blocks", 1),
      ]
  }
}
