import Seismology
public import WaveSimulation

/// One, two and three threads give the same bytes.
public struct ThreadCountProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "threads"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let runs = try (1...3).map { threads in
      var options = options
      options.threads = threads
      return try SmallLayeredRun.make(options: options).seismograms(until: SmallLayeredRun.endTime)
    }
    let different = runs.dropFirst().reduce(0) { $0 + differentSamples(runs[0], $1) }
    return [
      result(
        "samples that differ among 1, 2 and 3 threads",
        error: Double(different),
        tolerance: 0
      )
    ]
  }
}

/// The number of samples whose bits differ; those that one side lacks count too.
func differentSamples(_ left: [Seismogram], _ right: [Seismogram]) -> Int {
  guard left.count == right.count, !left.isEmpty else { return max(1, left.count, right.count) }
  var count = 0
  for (a, b) in zip(left, right) {
    for (x, y) in zip(a.components, b.components) {
      count += abs(x.count - y.count)
      count += zip(x, y).count { $0.bitPattern != $1.bitPattern }
    }
  }
  return count
}
