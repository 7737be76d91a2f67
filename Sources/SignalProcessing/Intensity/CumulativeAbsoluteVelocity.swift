/// Cumulative absolute velocity: CAV = ∫ |a| dt, in m/s.
///
/// - Reference: EPRI (1988) NP-5930; EPRI (2006) TR-1014099 for the standardised form.
public struct CumulativeAbsoluteVelocity: Hashable, Sendable {
  /// CAV in m/s.
  public let value: Double
  /// The standardised CAV in m/s: only those whole seconds count in which |a| reaches 0.025 g.
  public let standardized: Double

  /// The CAV of a record of acceleration in m/s², by the trapezoidal rule.
  ///
  /// - Throws: ``SignalError`` for an empty record or samples that are not finite.
  public init(of acceleration: [Double], samplingInterval: Double) throws(SignalError) {
    try SampleCheck.check(
      acceleration,
      interval: samplingInterval,
      operation: "Cumulative absolute velocity",
      needed: 2
    )
    let threshold = 0.025 * standardGravity
    var (total, counted) = (0.0, 0.0)
    var (second, secondSum, secondPeak) = (0, 0.0, 0.0)
    for n in 1..<acceleration.count {
      // An interval belongs to the second in which it begins.
      let current = Int(Double(n - 1) * samplingInterval * (1 + 1e-12) + 1e-9)
      if current != second {
        if secondPeak >= threshold { counted += secondSum }
        (second, secondSum, secondPeak) = (current, 0, 0)
      }
      let (before, now) = (abs(acceleration[n - 1]), abs(acceleration[n]))
      let area = samplingInterval * (before + now) / 2
      total += area
      secondSum += area
      secondPeak = max(secondPeak, before, now)
    }
    if secondPeak >= threshold { counted += secondSum }
    value = total
    standardized = counted
  }
}
