/// The search for samples cut off at the rails of a digitiser.
///
///     let clipped = try ClippingCheck().isClipped(counts)
///
/// A recorder that is driven too hard writes its largest value again and again, and between those samples the
/// true motion goes on outside. A band-limited peak looks different: it is a parabola, x = M − ct²/2, so that
/// n equal counts at its top mean c ≤ 8/(n − 1)² and the next sample is at most ((n + 1)/(n − 1))² + 1 counts
/// lower: ten for n = 2, five for n = 3, less for longer runs. A plateau of two or more equal samples is
/// therefore held against the recorder if it
///
/// - lies at the highest or the lowest value of the trace,
/// - does not touch an end of the trace (that is padding), and
/// - is left on either side by a step of more than ``abruptness`` times the parabola's, in quanta;
///
/// and the trace is clipped if such plateaus at one extreme hold ``minimumCount`` samples. A quantum is the
/// smallest step between neighbours anywhere in the trace: one count, or more where low bits are idle.
///
/// It works on counts as recorded, or scaled; a filter, a detrend or a resampling rounds the plateaus off and
/// hides them, as does clipping before the digitiser's own decimation. The literature judges by amplitude
/// close to full scale as well, which needs to know the recorder: Yang & Ben-Zion (2010), Seismological
/// Research Letters 81(1), 53-62; Kleckner et al. (2022), Seismological Research Letters 93(2A), 880-896.
public struct ClippingCheck: Hashable, Sendable {
  /// How many samples in plateaus at one extreme make a trace clipped.
  public let minimumCount: Int
  /// How much steeper than a smooth peak a plateau must be left on both sides.
  public let abruptness: Double

  /// The plateaus at one extreme of a trace.
  public struct Finding: Hashable, Sendable {
    /// The value at which the trace is cut off.
    public let level: Double
    /// The samples that are cut off for certain, in order of time, two or more a plateau.
    public let plateaus: [Range<Int>]
    /// How many they are.
    public var count: Int { plateaus.reduce(0) { $0 + $1.count } }
  }

  /// A check with the limits that are given; the defaults are those of the type's description.
  public init(minimumCount: Int = 3, abruptness: Double = 2) {
    self.minimumCount = minimumCount
    self.abruptness = abruptness
  }

  /// Whether the trace is cut off at its highest or lowest value.
  ///
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func isClipped(_ samples: [Double]) throws(SignalError) -> Bool {
    try !findings(in: samples).isEmpty
  }

  /// Where the trace is cut off: nothing, or one finding for the highest, the lowest value or each.
  ///
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func findings(in samples: [Double]) throws(SignalError) -> [Finding] {
    try FiniteSamples.require(samples, for: "the check for clipping")
    guard let highest = samples.max(), let lowest = samples.min(), highest > lowest else {
      return []
    }
    let quantum = Self.quantum(of: samples)
    return [highest, lowest].compactMap { level in
      let plateaus = Self.plateaus(at: level, in: samples)
        .filter { isAbrupt($0, in: samples, quantum: quantum) }
      let finding = Finding(level: level, plateaus: plateaus)
      return finding.count >= minimumCount ? finding : nil
    }
  }

  /// Whether a plateau is left on both sides by steps too large for the top of a parabola.
  private func isAbrupt(_ plateau: Range<Int>, in samples: [Double], quantum: Double) -> Bool {
    guard plateau.count > 1, plateau.lowerBound > 0, plateau.upperBound < samples.count else {
      return false
    }
    let ratio = Double(plateau.count + 1) / Double(plateau.count - 1)
    let level = samples[plateau.lowerBound]
    let before = abs(samples[plateau.lowerBound - 1] - level)
    let after = abs(samples[plateau.upperBound] - level)
    return min(before, after) > abruptness * (ratio * ratio + 1) * quantum
  }

  private static func quantum(of samples: [Double]) -> Double {
    zip(samples, samples.dropFirst()).reduce(.infinity) { smallest, pair in
      let step = abs(pair.1 - pair.0)
      return step > 0 && step < smallest ? step : smallest
    }
  }

  private static func plateaus(at level: Double, in samples: [Double]) -> [Range<Int>] {
    var plateaus: [Range<Int>] = []
    for i in samples.indices where samples[i] == level {
      if let last = plateaus.last, last.upperBound == i {
        plateaus[plateaus.count - 1] = last.lowerBound..<(i + 1)
      } else {
        plateaus.append(i..<(i + 1))
      }
    }
    return plateaus
  }
}
