import Foundation

/// A moment rate from which a low-pass pulse has removed what lies above its frequency: the convolution of both.
///
///     let brune = try BruneTimeFunction(cornerFrequency: 2)
///     let limited = try BandLimitedTimeFunction(base: brune, pulse: LowPassPulse(maximumFrequency: 0.2))
///
/// The area stays one and the arrival times stay as they are; the pulse begins ``LowPassPulse/halfLength`` before
/// the base function does, so before the origin time. The convolution is tabulated at 32 points to a period of the
/// highest frequency and interpolated by cubics, 1e-5 of the peak from exact.
public struct BandLimitedTimeFunction: SourceTimeFunction {
  /// The moment rate of the source itself.
  public let base: any SourceTimeFunction
  /// What limits its band.
  public let pulse: LowPassPulse
  /// The interval of slip in s.
  public let support: ClosedRange<Double>

  private let interval: Double
  private let rates: [Double]

  /// The convolution of a base function with a pulse.
  ///
  /// - Throws: ``SourceError`` if the base function is so long that its table would have more than ten million
  ///   entries.
  public init(base: any SourceTimeFunction, pulse: LowPassPulse) throws(SourceError) {
    self.base = base
    self.pulse = pulse
    let reach = pulse.halfLength
    let span = base.support
    let start = span.lowerBound - reach
    let length = span.upperBound + reach - start
    let count = try require(
      (32 * pulse.maximumFrequency * length).rounded(.up),
      "number of samples of the band-limited time function",
      in: 1...1e7,
      unit: "",
      remedy: "shorten the source or lower the highest frequency"
    )
    interval = length / count
    support = start...(start + length)
    rates = Self.convolution(
      base,
      pulse,
      times: (0...Int(count)).map { start + length * Double($0) / count }
    )
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let position = (time - support.lowerBound) / interval
    guard position >= 0, position <= Double(rates.count - 1) else { return 0 }
    let index = min(Int(position), rates.count - 2)
    let t = position - Double(index)
    // Lagrange's cubic through the two samples on either side.
    return sample(index - 1) * (-t * (t - 1) * (t - 2) / 6)
      + sample(index) * ((t + 1) * (t - 1) * (t - 2) / 2)
      + sample(index + 1) * (-(t + 1) * t * (t - 2) / 2)
      + sample(index + 2) * ((t + 1) * t * (t - 1) / 6)
  }

  /// The modulus of the Fourier transform at a frequency in Hz, by the convolution theorem.
  public func spectralAmplitude(at frequency: Double) -> Double {
    base.spectralAmplitude(at: frequency) * pulse.spectralAmplitude(at: frequency)
  }

  /// The Fourier transform at a frequency in Hz, by the convolution theorem.
  public func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let value = base.spectrum(at: frequency)
    // The pulse is symmetric, so its transform is real.
    let factor = pulse.spectrum(at: frequency).real
    return (value.real * factor, value.imaginary * factor)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction`: the lower one of both functions, and never
  /// more than 1.25 times the pulse's highest (see ``LowPassPulse/frequency(atAmplitude:)``).
  public func frequency(atAmplitude fraction: Double) -> Double {
    min(base.frequency(atAmplitude: fraction), pulse.frequency(atAmplitude: fraction))
  }

  private func sample(_ index: Int) -> Double { rates.indices.contains(index) ? rates[index] : 0 }

  /// The convolution at some times: the moment of each short piece of the base function, placed at two points that
  /// have the mean and the spread of an even release, acts as an impulse each.
  private static func convolution(
    _ base: any SourceTimeFunction,
    _ pulse: LowPassPulse,
    times: [Double]
  ) -> [Double] {
    let span = base.support
    let length = span.upperBound - span.lowerBound
    guard length > 0 else { return times.map { pulse.rate(at: $0 - span.lowerBound) } }
    let pieces = max(64, Int((64 * pulse.maximumFrequency * length).rounded(.up)))
    let width = length / Double(pieces)
    let impulses = impulses(of: base, pieces: pieces, width: width)
    let reach = pulse.halfLength
    return times.map { time in
      let first = Int(((time - reach - span.lowerBound) / width).rounded(.down)) - 1
      let last = Int(((time + reach - span.lowerBound) / width).rounded(.up)) + 1
      let near = (2 * max(0, min(first, pieces)))..<(2 * max(0, min(last, pieces)))
      return near.reduce(0) { $0 + impulses[$1].share * pulse.rate(at: time - impulses[$1].time) }
    }
  }

  /// Times in s and shares of the moment, two to a piece of the support.
  private static func impulses(
    of base: any SourceTimeFunction,
    pieces: Int,
    width: Double
  ) -> [(time: Double, share: Double)] {
    let start = base.support.lowerBound
    var impulses: [(time: Double, share: Double)] = []
    impulses.reserveCapacity(2 * pieces)
    var before = 0.0
    for piece in 0..<pieces {
      let from = start + Double(piece) * width
      let middle = base.cumulative(at: from + 0.5 * width)
      let after = base.cumulative(at: from + width)
      let share = after - before
      // Simpson's rule for the mean time of release within the piece; its middle where nothing is released.
      let mean =
        abs(share) > 1e-15 ? (after - (before + 4 * middle + after) / 6) / share : 0.5
      let center = from + min(max(mean, 0), 1) * width
      let spread = width / 12.0.squareRoot()
      impulses.append((center - spread, 0.5 * share))
      impulses.append((center + spread, 0.5 * share))
      before = after
    }
    return impulses
  }
}
