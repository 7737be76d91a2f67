/// Wall-clock time since it was started.
public struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// A stopwatch that runs from now.
  public init() {}

  /// Seconds since the start.
  public var seconds: Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
