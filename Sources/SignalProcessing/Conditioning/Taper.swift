import Foundation

/// A window of ones that falls smoothly to zero at one or both ends of a trace.
///
///     let tapered = try Taper(fraction: 0.05).applied(to: samples, samplingInterval: 0.025)
///
/// Lengths are counted as in ObsPy's `Trace.taper(max_percentage, type, max_length, side)`: the flank holds
/// ⌊fraction · n⌋ samples or ⌊seconds / interval⌋, whichever is less, and never more than half the trace.
public struct Taper: Hashable, Sendable {
  /// How the flank rises; i counts its samples from 0 to w − 1.
  public enum Shape: String, Hashable, Sendable, CaseIterable {
    /// ½ (1 − cos πi/w), the flank of a Hann or Tukey window; ObsPy's default `hann`.
    case hann
    /// ½ (1 − cos πi/(w − 1)), which reaches one within the flank; ObsPy's `cosine`.
    case cosine
    /// sin πi/2w, a quarter of a wave, with a corner at the very end; the flank of ObsPy's `remove_response`.
    case sine
  }

  /// Which ends fall to zero.
  public enum Side: String, Hashable, Sendable, CaseIterable {
    /// Both ends.
    case both
    /// The beginning alone; ObsPy's `left`.
    case start
    /// The end alone; ObsPy's `right`.
    case end
  }

  /// The flank's length as a fraction of the trace, 0 to 0.5.
  public let fraction: Double
  /// The flank's greatest length in s.
  public let seconds: Double
  /// The flank's shape.
  public let shape: Shape
  /// The tapered ends.
  public let side: Side

  /// A taper whose flanks are the shorter of a fraction of the trace and a number of seconds.
  ///
  /// - Parameters:
  ///   - fraction: part of the trace that one flank takes, 0 to 0.5.
  ///   - seconds: longest duration of one flank, not negative.
  ///   - shape: the shape of the flank.
  ///   - side: the ends that are tapered.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(
    fraction: Double = 0.5,
    seconds: Double = .infinity,
    shape: Shape = .hann,
    side: Side = .both
  ) throws(SignalError) {
    guard (0...0.5).contains(fraction) else {
      throw .outOfRange(name: "taper fraction", value: fraction, limits: "from 0 to 0.5 per side")
    }
    guard seconds >= 0 else {
      throw .outOfRange(name: "taper length", value: seconds, limits: "0 s or more per side")
    }
    self.fraction = fraction
    self.seconds = seconds
    self.shape = shape
    self.side = side
  }

  /// The samples of one flank for a trace of `count` samples.
  public func flankCount(count: Int, samplingInterval: Double) -> Int {
    // A product such as 0.29 · 100 = 28.999… must not lose a sample.
    let byFraction = (fraction * Double(count) * (1 + 1e-12)).rounded(.down)
    let byTime = (seconds / samplingInterval * (1 + 1e-12)).rounded(.down)
    return Int(min(byFraction, byTime, Double(count / 2)))
  }

  /// The rising flank of a trace of `count` samples; the falling one is its mirror image.
  public func flank(count: Int, samplingInterval: Double) -> [Double] {
    let width = flankCount(count: count, samplingInterval: samplingInterval)
    // Where the flanks meet in an even trace, ObsPy takes the symmetric window of 2w samples.
    let meeting = 2 * width == count
    return (0..<width).map { i in
      switch shape {
      case .hann:
        let length = meeting ? Double(width) - 0.5 : Double(width)
        return 0.5 * (1 - cos(.pi * Double(i) / length))
      case .cosine:
        return width == 1 ? 0 : 0.5 * (1 - cos(.pi * Double(i) / Double(width - 1)))
      case .sine: return sin(0.5 * .pi * Double(i) / Double(width))
      }
    }
  }

  /// The tapered samples.
  ///
  /// - Parameters:
  ///   - samples: at least one sample.
  ///   - samplingInterval: s between samples.
  /// - Returns: as many samples, in the same unit.
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func applied(
    to samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    try FiniteSamples.require(samples, for: "a taper")
    var tapered = samples
    let last = samples.count - 1
    let flank = flank(count: samples.count, samplingInterval: samplingInterval)
    for (i, weight) in flank.enumerated() {
      if side != .end { tapered[i] *= weight }
      if side != .start { tapered[last - i] *= weight }
    }
    return tapered
  }
}
