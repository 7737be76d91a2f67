/// Standard gravity, 9.80665 m/s² (ISO 80000-3).
public let standardGravity = 9.80665

/// Arias intensity: the energy that oscillators of all frequencies would take up per unit weight.
///
///     I_A = π / (2g) ∫ a² dt,   in m/s
///
/// - Reference: Arias (1970), in Hansen (ed.), Seismic Design for Nuclear Power Plants; Husid (1969).
public struct AriasIntensity: Hashable, Sendable {
  /// I_A in m/s.
  public let value: Double
  /// The intensity up to each sample divided by `value`, from 0 to 1 (all zeros for a record at rest).
  public let husidCurve: [Double]
  /// Seconds between samples.
  public let samplingInterval: Double

  /// The intensity of a record of acceleration in m/s², by the trapezoidal rule.
  ///
  /// - Throws: ``SignalError`` for an empty record or samples that are not finite.
  public init(of acceleration: [Double], samplingInterval: Double) throws(SignalError) {
    try SampleCheck.check(
      acceleration,
      interval: samplingInterval,
      operation: "Arias intensity",
      needed: 2
    )
    var curve = [Double](repeating: 0, count: acceleration.count)
    let factor = Double.pi / (2 * standardGravity) * samplingInterval / 2
    for n in 1..<acceleration.count {
      let (before, now) = (acceleration[n - 1], acceleration[n])
      curve[n] = curve[n - 1] + factor * (before * before + now * now)
    }
    let total = curve[curve.count - 1]
    value = total
    husidCurve = total > 0 ? curve.map { $0 / total } : curve
    self.samplingInterval = samplingInterval
  }

  /// Seconds from the first sample until a share (0 to 1) of the intensity has built up, linear between samples;
  /// nil for a record at rest.
  public func time(of share: Double) -> Double? {
    guard value > 0 else { return nil }
    guard let n = husidCurve.firstIndex(where: { $0 >= share }) else {
      return Double(husidCurve.count - 1) * samplingInterval
    }
    guard n > 0 else { return 0 }
    let step = husidCurve[n] - husidCurve[n - 1]
    let part = step > 0 ? (share - husidCurve[n - 1]) / step : 0
    return (Double(n - 1) + part) * samplingInterval
  }
}
