import NumericalRuntime

/// A record at the sampling rates that oscillators of different periods need.
///
/// The record is taken as band-limited: between its samples it follows from filling up its spectrum with zeros.
/// Each group of periods sees it at 2ⁿ times its rate, so that a period spans at least 64 samples (the
/// straight lines between samples then weaken the resonance by less than 0.08 %, and the largest sample misses
/// the peak by less than 0.12 %). Very stiff oscillators follow the ground; for them 32 times the record's rate
/// does the same for its highest frequency.
struct OscillatorSampling {
  /// Periods that share a rate and a recurrence.
  struct Group: Sendable {
    /// Which of the spectrum's periods.
    var range: Range<Int>
    /// The record's samples times this.
    var factor: Int
  }

  static let samplesPerPeriod = 64.0
  static let largestFactor = 32

  /// Groups of up to eight periods in the order of `periods`, neighbours that need the same rate together.
  static func groups(periods: [Double], samplingInterval: Double) -> [Group] {
    var groups: [Group] = []
    for (index, period) in periods.enumerated() {
      let factor = self.factor(period: period, samplingInterval: samplingInterval)
      if let last = groups.last, last.factor == factor, last.range.count < 8 {
        groups[groups.count - 1].range = last.range.lowerBound..<(index + 1)
      } else {
        groups.append(Group(range: index..<(index + 1), factor: factor))
      }
    }
    return groups
  }

  private static func factor(period: Double, samplingInterval: Double) -> Int {
    var factor = 1
    while factor < largestFactor,
      period * Double(factor) < samplesPerPeriod * samplingInterval * (1 - 1e-9)
    {
      factor *= 2
    }
    return factor
  }

  /// The record at `factor` times its sampling rate, from its first to its last sample.
  static func upsampled(_ samples: [Double], factor: Int) -> [Double] {
    guard factor > 1, samples.count > 1 else { return samples }
    // Zeros between the end and the periodic repetition of the start.
    let length = RealFourierTransform<Double>.efficientCount(
      atLeast: samples.count + samples.count / 16 + 64
    )
    let coarse = RealFourierTransform<Double>(count: length)
    var spectrum = coarse.forward(samples + [Double](repeating: 0, count: length - samples.count))
    // The coefficient at Nyquist stands for two of the finer transform.
    if length.isMultiple(of: 2) { spectrum[length / 2] *= 0.5 }
    let fine = RealFourierTransform<Double>(count: length * factor)
    for n in spectrum.indices { spectrum[n] *= Double(factor) }
    spectrum += [SIMD2<Double>](repeating: .zero, count: fine.spectrumCount - spectrum.count)
    var result = fine.inverse(spectrum)
    result.removeLast(result.count - (samples.count - 1) * factor - 1)
    return result
  }

  /// Steps of free vibration after the record that hold its largest swing: half a period, with some to spare.
  static func freeSteps(periods: ArraySlice<Double>, step: Double) -> Int {
    Int((0.6 * (periods.max() ?? 0) / step).rounded(.up)) + 1
  }
}
