extension PhasePicker {
  /// What a picker looks for.
  public struct Settings: Hashable, Sendable {
    /// The corners of the band-pass in Hz; nil for 2 Hz to 20 Hz or 0.8 times the Nyquist frequency.
    public var band: ClosedRange<Double>?
    /// The order of the band-pass.
    public var order = 4
    /// The windows of the trigger in s.
    public var shortWindow = 0.3, longWindow = 8.0
    /// The ratios at which a trigger goes on and off.
    public var onRatio = 4.0, offRatio = 1.5
    /// Seconds that a trigger must last.
    public var minimumDuration = 0.3
    /// Seconds before the trigger, and after the ratio's largest value, that the criterion sees first.
    public var lead = 2.5, lag = 0.5
    /// Seconds about the first onset that it sees then.
    public var fineLead = 1.0, fineLag = 0.3
    /// By how many dB the pick may be weaker than the strongest candidate after it.
    public var margin = 6.0

    /// Settings for local and regional earthquakes.
    public init() {}
  }
}

extension PhasePicker.Settings {
  /// Refuses numbers that no record can be picked with.
  func check() throws(SignalError) {
    let longest = 3600.0
    for (name, seconds) in [
      ("short-term window", shortWindow), ("long-term window", longWindow),
      ("time before the trigger", lead), ("time after the largest ratio", lag),
      ("time before the onset", fineLead), ("time after the onset", fineLag),
    ] where !(seconds > 0 && seconds <= longest) {
      throw .outOfRange(name: name, value: seconds, limits: "above 0 s and at most \(longest) s")
    }
    guard longWindow > shortWindow else {
      throw .outOfRange(
        name: "long-term window",
        value: longWindow,
        limits: "longer than the short-term window of \(shortWindow) s"
      )
    }
    guard minimumDuration >= 0, minimumDuration <= longest else {
      throw .outOfRange(
        name: "shortest trigger",
        value: minimumDuration,
        limits: "from 0 to \(longest) s"
      )
    }
    guard onRatio > 0, onRatio.isFinite else {
      throw .outOfRange(name: "ratio of going on", value: onRatio, limits: "above 0")
    }
    guard offRatio > 0, offRatio <= onRatio else {
      throw .outOfRange(
        name: "ratio of going off",
        value: offRatio,
        limits: "above 0 and at most \(onRatio), where the trigger goes on"
      )
    }
    guard margin >= 0, margin.isFinite else {
      throw .outOfRange(name: "margin in dB", value: margin, limits: "0 or more")
    }
  }

  /// The corners of the band-pass for a sampling interval in s.
  func corners(samplingInterval: Double) throws(SignalError) -> ClosedRange<Double> {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    if let band { return band }
    let upper = min(20, 0.4 / samplingInterval)
    guard upper > 2 else {
      throw .outOfRange(
        name: "sampling rate in Hz",
        value: 1 / samplingInterval,
        limits: "above 5 for the usual band from 2 Hz on; set a band that suits this record"
      )
    }
    return 2...upper
  }
}
