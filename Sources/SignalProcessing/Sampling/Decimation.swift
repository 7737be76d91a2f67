/// The thinning out of a trace to every n-th sample after a lowpass against aliases.
///
///     let slow = try Decimation(factor: 2).applied(to: samples, samplingInterval: 0.025)
///
/// Equal to ObsPy's `Trace.decimate`. The lowpass (``AntiAliasFilter``) delays the trace by some samples where
/// it runs forwards only, as ObsPy's does; with `zeroPhase` it does not. ``Resampler`` goes to any rate.
public struct Decimation: Hashable, Sendable {
  /// Every how many samples one is kept.
  public let factor: Int
  /// Whether the lowpass runs forwards and backwards.
  public let zeroPhase: Bool

  /// A decimation by a factor.
  ///
  /// - Parameters:
  ///   - factor: 1 to 16; the lowpass would be unstable beyond: decimate twice.
  ///   - zeroPhase: whether the lowpass runs backwards too, so that nothing is delayed.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(factor: Int, zeroPhase: Bool = false) throws(SignalError) {
    guard (1...16).contains(factor) else {
      throw .outOfRange(
        name: "decimation factor",
        value: Double(factor),
        limits: "from 1 to 16; decimate in two steps beyond"
      )
    }
    self.factor = factor
    self.zeroPhase = zeroPhase
  }

  /// Every `factor`-th of the filtered samples, from the first on.
  ///
  /// - Parameters:
  ///   - samples: n samples, at least one.
  ///   - samplingInterval: s between them; it is `factor` times as long after.
  /// - Returns: ⌈n / factor⌉ samples, in the same unit.
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func applied(
    to samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    guard factor > 1 else {
      try FiniteSamples.require(samples, for: "a decimation")
      return samples
    }
    let lowpass = try AntiAliasFilter(
      stopHz: 0.5 / (samplingInterval * Double(factor)),
      samplingInterval: samplingInterval
    )
    let filtered = try lowpass.applied(to: samples, zeroPhase: zeroPhase)
    return stride(from: 0, to: filtered.count, by: factor).map { filtered[$0] }
  }
}
