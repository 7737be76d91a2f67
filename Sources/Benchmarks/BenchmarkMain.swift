import ArgumentParser

/// Measures what the project promises and prints each figure with the hardware's limit.
@main
struct BenchmarkMain: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "Benchmarks")
}
