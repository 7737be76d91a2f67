/// What a record of one component says of the strength of shaking.
public struct IntensityMeasures: Hashable, Sendable {
  /// Peak ground acceleration in m/s², velocity in m/s and displacement in m, with their times.
  public let peakAcceleration, peakVelocity, peakDisplacement: PeakValue
  /// The response spectrum.
  public let spectrum: ResponseSpectrum
  /// Arias intensity in m/s.
  public let ariasIntensity: AriasIntensity
  /// Cumulative absolute velocity in m/s.
  public let cumulativeAbsoluteVelocity: CumulativeAbsoluteVelocity
  /// 5–75 % and 5–95 % significant duration; nil for a record at rest.
  public let duration5To75, duration5To95: SignificantDuration?
  /// Time between the first and last |a| ≥ 0.05 g.
  public let bracketedDuration: BracketedDuration

  /// The ground motion of one component in its three forms, sampled alike.
  public struct Motion: Hashable, Sendable {
    /// Acceleration in m/s², velocity in m/s, displacement in m.
    public var acceleration, velocity, displacement: [Double]
    /// Seconds between samples.
    public var samplingInterval: Double

    /// A motion from its three forms.
    public init(
      acceleration: [Double],
      velocity: [Double],
      displacement: [Double],
      samplingInterval: Double
    ) {
      self.acceleration = acceleration
      self.velocity = velocity
      self.displacement = displacement
      self.samplingInterval = samplingInterval
    }
  }

  /// The measures of a motion.
  ///
  /// - Throws: ``SignalError`` for empty records, samples that are not finite, or forms that differ in length.
  public init(
    of motion: Motion,
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) {
    try SampleCheck.checkPair(motion.acceleration, motion.velocity)
    try SampleCheck.checkPair(motion.acceleration, motion.displacement)
    let (acceleration, interval) = (motion.acceleration, motion.samplingInterval)
    peakAcceleration = try PeakValue(of: acceleration, samplingInterval: interval)
    peakVelocity = try PeakValue(of: motion.velocity, samplingInterval: interval)
    peakDisplacement = try PeakValue(of: motion.displacement, samplingInterval: interval)
    spectrum = try ResponseSpectrum(
      of: acceleration,
      samplingInterval: interval,
      periods: periods,
      damping: damping
    )
    let arias = try AriasIntensity(of: acceleration, samplingInterval: interval)
    ariasIntensity = arias
    cumulativeAbsoluteVelocity = try CumulativeAbsoluteVelocity(
      of: acceleration,
      samplingInterval: interval
    )
    duration5To75 = arias.value > 0 ? try SignificantDuration(arias, shares: 0.05...0.75) : nil
    duration5To95 = arias.value > 0 ? try SignificantDuration(arias) : nil
    bracketedDuration = try BracketedDuration(of: acceleration, samplingInterval: interval)
  }
}
