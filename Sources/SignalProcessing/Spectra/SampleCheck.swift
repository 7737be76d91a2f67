/// What every record must fulfil before numbers are drawn from it.
enum SampleCheck {
  /// Refuses records that are too short, samples that are not finite and impossible sampling intervals.
  static func check(
    _ samples: [Double],
    interval: Double,
    operation: String,
    needed: Int = 1
  ) throws(SignalError) {
    try FiniteSamples.require(samplingInterval: interval)
    try FiniteSamples.require(samples, for: operation, minimum: needed)
  }

  /// Refuses two records that are not equally long.
  static func checkPair(_ first: [Double], _ second: [Double]) throws(SignalError) {
    guard first.count == second.count else {
      throw .mismatch(
        what: "number of samples",
        first: Double(first.count),
        second: Double(second.count)
      )
    }
  }
}
