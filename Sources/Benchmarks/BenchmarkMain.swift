import ArgumentParser
import Foundation
import NumericalRuntime

/// Measures what the project promises and prints each figure with the hardware's limit.
@main
struct BenchmarkMain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures speed and memory, each figure with the limit the hardware sets.",
    discussion: """
      Example: Benchmarks --filter stencil --json results.json

      Run it alone on the machine. --compare OLD.json flags what became more than 5 % slower.
      """
  )

  @Option(help: "Only benchmarks whose name contains this.")
  var filter = ""

  @Option(help: "Write the rows as JSON: an array of {name, value, unit, limit, ratio}.")
  var json: String?

  @Option(help: "A JSON file of an earlier run to compare with.")
  var compare: String?

  @Flag(help: "List the benchmarks and stop.")
  var list = false

  mutating func run() throws {
    #if DEBUG
      throw ValidationError(
        "This is a debug build; its figures mean nothing. Use swift run -c release."
      )
    #else
      let chosen = BenchmarkRegistry.all.filter { filter.isEmpty || $0.name.contains(filter) }
      if list {
        for benchmark in chosen { print(benchmark.name) }
        return
      }
      guard !chosen.isEmpty else {
        throw ValidationError("No benchmark contains “\(filter)”; see --list.")
      }
      print(MachineDescription.current.summary)
      var rows: [Measurement] = []
      print(Measurement.heading)
      for benchmark in chosen {
        for row in try benchmark.run() {
          rows.append(row)
          print(row.line)
        }
      }
      if let json { try Measurement.write(rows, to: URL(fileURLWithPath: json)) }
      if let compare { try Measurement.compare(rows, with: URL(fileURLWithPath: compare)) }
    #endif
  }
}

/// A named group of measurements.
struct Benchmark: Sendable {
  let name: String
  let run: @Sendable () throws -> [Measurement]
}

/// All benchmarks in the order in which they are printed.
enum BenchmarkRegistry {
  static let all: [Benchmark] =
    MemoryBenchmarks.all + StencilBenchmarks.all + FusedBenchmarks.all + SimulationBenchmarks.all
    + FileBenchmarks.all
    + SignalBenchmarks.all + SpectrumBenchmarks.all + TensorBenchmarks.all
    + TrainingBenchmarks.all + LearningBenchmarks.all + ForecastBenchmarks.all
    + FitzHughNagumoBenchmark.all + CatalogBenchmarks.all
}
