import Foundation
import NumericalRuntime

/// Resampling by cutting or extending the spectrum of the whole trace.
struct FourierResampling {
  private let oldInterval, newInterval: Double
  private let hann: Bool

  init(from oldInterval: Double, to newInterval: Double, hann: Bool) {
    self.oldInterval = oldInterval
    self.newInterval = newInterval
    self.hann = hann
  }

  /// The resampled trace; where n · old is no multiple of the new interval, the trace is first extended.
  func applied(to samples: [Double]) throws(SignalError) -> [Double] {
    let ratio = oldInterval / newInterval
    let kept = Int((Double(samples.count) * ratio * (1 + 1e-12)).rounded(.down))
    guard kept >= 1 else {
      throw .outOfRange(
        name: "new sampling interval",
        value: newInterval,
        limits: "at most the duration of the trace, \(Double(samples.count) * oldInterval) s"
      )
    }
    let (oldCount, newCount) = try commensurate(samples.count)
    var extended = samples
    extended.reserveCapacity(oldCount)
    // The periodic continuation goes straight from the last sample back to the first.
    let (first, last) = (samples[0], samples[samples.count - 1])
    let gap = oldCount - samples.count
    for i in 0..<gap {
      extended.append(last + (first - last) * Double(i + 1) / Double(gap + 1))
    }
    let resampled = resampled(extended, to: newCount)
    return kept == newCount ? resampled : Array(resampled[..<kept])
  }

  /// The least number of samples, from `count` on, whose duration is a whole number of new intervals.
  private func commensurate(_ count: Int) throws(SignalError) -> (old: Int, new: Int) {
    let ratio = oldInterval / newInterval
    for old in count...(2 * count + 1000) {
      let new = Double(old) * ratio
      if abs(new - new.rounded()) <= 1e-6 * min(1, ratio) { return (old, Int(new.rounded())) }
    }
    throw .outOfRange(
      name: "ratio of the sampling intervals",
      value: ratio,
      limits: "one that makes a whole number of samples of one period; take the lanczos method"
    )
  }

  private func resampled(_ samples: [Double], to newCount: Int) -> [Double] {
    let (old, new) = (samples.count, newCount)
    guard old != new else { return samples }
    var spectrum = RealFourierTransform<Double>(count: old).forward(samples)
    if hann {
      for k in spectrum.indices {
        spectrum[k] *= 0.5 * (1 + cos(2 * .pi * Double(k) / Double(old)))
      }
    }
    let shorter = min(old, new)
    let transform = RealFourierTransform<Double>(count: new)
    var cut = Array(spectrum.prefix(shorter / 2 + 1))
    if shorter.isMultiple(of: 2) {
      // The Nyquist coefficient stands for two, +f and −f, in the longer transform and for one in the shorter.
      cut[shorter / 2] *= new < old ? 2 : 0.5
    }
    cut += Array(repeating: .zero, count: transform.spectrumCount - cut.count)
    let scale = Double(new) / Double(old)
    return transform.inverse(cut).map { $0 * scale }
  }
}
