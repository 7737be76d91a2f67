/// How many samples a trace may get.
enum SampleCount {
  /// 2²⁸ samples, 2 GB: a month at 100 Hz.
  static let limit = 1 << 28

  /// Refuses a count that no trace may have; it may be beyond what an integer holds.
  static func require(_ count: Double, after operation: String) throws(SignalError) {
    guard count <= Double(limit) else {
      throw .outOfRange(
        name: "number of samples after \(operation)",
        value: count,
        limits: "at most \(limit); process shorter pieces or ask for fewer samples"
      )
    }
  }
}
