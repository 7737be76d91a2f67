/// What every record must fulfil before numbers are drawn from it.
enum SampleCheck {
  /// Refuses records that are too short, samples that are not finite and impossible sampling intervals.
  static func check(
    _ samples: [Double],
    interval: Double,
    operation: String,
    needed: Int = 1
  ) throws(SignalError) {
    guard samples.count >= needed else {
      throw .tooShort(operation: operation, count: samples.count, needed: needed)
    }
    guard interval > 0, interval.isFinite else {
      throw .outOfRange(name: "sampling interval", value: interval, limits: "positive, in s")
    }
    if let index = samples.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
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
