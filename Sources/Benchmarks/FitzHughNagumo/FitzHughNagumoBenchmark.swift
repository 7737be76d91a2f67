import Foundation
import NeuralLayers

/// The worked example of learning: test error against the project's promise, and the time that it takes.
enum FitzHughNagumoBenchmark {
  static let all = [
    Benchmark(name: "learning/lem-fitzhugh-nagumo") {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("lem-fitzhugh-nagumo-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let bar = TrainingProgressBar(isInteractive: isatty(STDERR_FILENO) != 0) {
        FileHandle.standardError.write(Data($0.utf8))
      }
      TrainingInterrupt.watch()
      var result: FitzHughNagumoExample.Result?
      let seconds = try Measurement.medianSeconds(rounds: 1) {
        result = try FitzHughNagumoExample().run(in: folder) {
          bar.show($0)
        } isCancelled: {
          TrainingInterrupt.isRequested
        }
      }
      guard let result else { return [] }
      return [
        Measurement(
          name: "learning/lem-fitzhugh-nagumo/test-rmse (epoch \(result.bestEpoch))",
          value: result.testError,
          unit: "",
          limit: 3e-3
        ),
        Measurement(
          name: "learning/lem-fitzhugh-nagumo/time (400 epochs)",
          value: seconds,
          unit: "s",
          limit: 180
        ),
      ]
    }
  ]
}
