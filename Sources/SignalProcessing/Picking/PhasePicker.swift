import Foundation

/// Finds the P onset of an earthquake in a vertical record that may also hold noise, spikes and other events.
///
/// 0. Dead stretches, a second or more of equal samples as they fill up gaps and starts, are no record: what lies
///    between them is searched by itself.
/// 1. A causal band-pass takes away microseisms and drift.
/// 2. A recursive ``STALTA`` finds candidates: triggers that last.
/// 3. ``AICPicker`` finds each candidate's onset twice: in a window from before the trigger to just after the
///    ratio's largest value, and again in a short window about that onset, where the later, larger motion does
///    not pull it.
/// 4. Of all candidates, the first whose signal-to-noise ratio comes within a margin of the largest one is the
///    pick: smaller triggers before are noise, later ones are S and coda.
///
///     let pick = try PhasePicker().pick(in: vertical, samplingInterval: 0.01)
public struct PhasePicker: Hashable, Sendable {
  /// An onset.
  public struct Pick: Hashable, Sendable {
    /// Seconds from the first sample to the onset.
    public let time: Double
    /// Seconds by which it may be off, by the sharpness of the criterion's minimum.
    public let uncertainty: Double
    /// Power in the second after the onset over that in the five seconds before, in dB.
    public let signalToNoise: Double
  }

  /// The settings, which are sound ones.
  public let settings: Settings

  /// A picker for local and regional earthquakes.
  public init() { settings = Settings() }

  /// A picker with other settings.
  ///
  /// - Throws: ``SignalError`` for settings that contradict each other or are no numbers.
  public init(_ settings: Settings) throws(SignalError) {
    try settings.check()
    self.settings = settings
  }

  /// The P onset; nil if nothing triggers.
  ///
  /// - Parameters:
  ///   - samples: the vertical record in counts or any unit.
  ///   - samplingInterval: seconds between samples.
  /// - Returns: the onset; nil if nothing triggers, as in a record shorter than the long window.
  /// - Throws: ``SignalError`` for a record without samples or with samples that are no numbers, for a band or
  ///   windows that the sampling cannot carry, and without a ``Settings/band`` for one of 5 Hz or less.
  public func pick(in samples: [Double], samplingInterval: Double) throws(SignalError) -> Pick? {
    let candidates = try candidates(in: samples, samplingInterval: samplingInterval)
    let strongest = candidates.map(\.signalToNoise).reduce(-.infinity, max)
    return candidates.first { $0.signalToNoise >= strongest - settings.margin }
  }

  /// The onsets of all triggers, in order of time.
  ///
  /// - Parameters:
  ///   - samples: the vertical record in counts or any unit.
  ///   - samplingInterval: seconds between samples.
  /// - Returns: the onsets, P or not.
  /// - Throws: ``SignalError`` as ``pick(in:samplingInterval:)``.
  public func candidates(
    in samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Pick] {
    try FiniteSamples.require(samples, for: "A search for onsets")
    let corners = try settings.corners(samplingInterval: samplingInterval)
    let filter = try ButterworthFilter(
      .bandpass(corners.lowerBound, corners.upperBound),
      order: settings.order,
      samplingInterval: samplingInterval
    )
    let trigger = try STALTA(
      shortWindow: settings.shortWindow,
      longWindow: settings.longWindow,
      samplingInterval: samplingInterval
    )
    let dead = max(Int((1 / samplingInterval).rounded()), 2)
    var picks: [Pick] = []
    for piece in Self.livePieces(of: samples, dead: dead) where piece.count > trigger.longCount {
      let filtered = try filter.applied(
        to: Array(samples[piece]),
        zeroPhase: false,
        start: .steady
      )
      let ratio = try trigger.recursive(of: filtered)
      let start = Double(piece.lowerBound) * samplingInterval
      let triggers = STALTA.triggers(in: ratio, on: settings.onRatio, off: settings.offRatio)
      for trigger in triggers
      where Double(trigger.count - 1) * samplingInterval >= settings.minimumDuration {
        let onset = try pick(
          for: trigger,
          ratio: ratio,
          filtered,
          samplingInterval: samplingInterval
        )
        if let onset { picks.append(onset.later(by: start)) }
      }
    }
    return picks
  }

  /// The parts between stretches of `dead` or more equal samples.
  static func livePieces(of samples: [Double], dead: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var (start, run) = (0, 0)
    for i in samples.indices {
      let next = i + 1
      if next < samples.count, samples[next] == samples[run] { continue }
      // The samples run...i are equal.
      if next - run >= dead {
        if run > start { pieces.append(start..<run) }
        start = next
      }
      run = next
    }
    if start < samples.count { pieces.append(start..<samples.count) }
    return pieces
  }

  /// The onset of a trigger.
  private func pick(
    for trigger: ClosedRange<Int>,
    ratio: [Double],
    _ samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> Pick? {
    func count(_ seconds: Double) -> Int { Int((seconds / samplingInterval).rounded()) }
    // A trigger that lasts through S has its largest ratio there: no more than two seconds are P's.
    let late = min(trigger.upperBound, trigger.lowerBound + count(2))
    let peak = (trigger.lowerBound...late).max { ratio[$0] < ratio[$1] } ?? trigger.lowerBound
    let rough = try onset(
      in: samples,
      from: trigger.lowerBound - count(settings.lead),
      to: peak + count(settings.lag)
    )
    guard let rough else { return nil }
    let place = Int(rough.index.rounded())
    let fine = try onset(
      in: samples,
      from: place - count(settings.fineLead),
      to: place + count(settings.fineLag)
    )
    let onset = fine ?? rough
    let first = Int(onset.index.rounded())
    return Pick(
      time: onset.index * samplingInterval,
      uncertainty: onset.uncertainty * samplingInterval,
      signalToNoise: decibels(samples, at: first, second: count(1), quiet: count(0.1))
    )
  }

  /// The onset in a range of the samples, as far as they go, counted from the first of all.
  private func onset(
    in samples: [Double],
    from start: Int,
    to end: Int
  ) throws(SignalError) -> AICPicker.Onset? {
    let range = max(start, 0)..<max(min(end, samples.count), max(start, 0))
    let found = try AICPicker.onset(in: [Array(samples[range])], margin: 10)
    guard let onset = found else { return nil }
    return AICPicker.Onset(
      index: onset.index + Double(range.lowerBound),
      uncertainty: onset.uncertainty
    )
  }

  private func decibels(_ samples: [Double], at onset: Int, second: Int, quiet: Int) -> Double {
    let after = samples[onset..<min(onset + second, samples.count)]
    let before = samples[max(onset - 5 * second, 0)..<max(onset - quiet, 0)]
    func power(_ part: ArraySlice<Double>) -> Double {
      part.isEmpty ? 0 : part.reduce(0) { $0 + $1 * $1 } / Double(part.count)
    }
    guard power(after) > 0 else { return -200 }
    return min(10 * log10(power(after) / max(power(before), .leastNormalMagnitude)), 200)
  }
}

extension PhasePicker.Pick {
  /// The same onset counted from an earlier start.
  fileprivate func later(by seconds: Double) -> Self {
    Self(time: time + seconds, uncertainty: uncertainty, signalToNoise: signalToNoise)
  }
}
