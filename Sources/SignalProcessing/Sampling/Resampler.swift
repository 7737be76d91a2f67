/// A change of the sampling interval, up or down, that keeps the first sample where it is.
///
///     let resampler = try Resampler(from: 0.025, to: 0.05)
///     let slow = try resampler.applied(to: samples)
///
/// Each method keeps what both samplings can carry and takes away the rest, so nothing is aliased on the way
/// down. For samples at given times see ``LanczosInterpolation``.
public struct Resampler: Hashable, Sendable {
  /// How values between samples are found.
  public enum Method: Hashable, Sendable {
    /// Cutting or extending the Fourier spectrum, for traces that begin and end alike: taper them first.
    ///
    /// Equal to `scipy.signal.resample`. With `hann` the spectrum is weighed by ½ (1 + cos πf/f_Nyquist), half
    /// lost at half the old Nyquist frequency, as in ObsPy's default `Trace.resample` (which halves the one
    /// coefficient at the new Nyquist frequency besides).
    case fourier(hann: Bool = false)
    /// A finite filter of 20 samples of the coarser sampling, windowed by Kaiser's window of β = 5.
    ///
    /// Equal to `scipy.signal.resample_poly`; for ratios of small whole numbers.
    case polyphase
    /// Lanczos' windowed sinc function of ±`halfWidth` samples of the coarser sampling.
    case lanczos(halfWidth: Int = 20)
  }

  /// How values between samples are found.
  public let method: Method
  /// s between samples before.
  public let oldInterval: Double
  /// s between samples after.
  public let newInterval: Double

  /// A change from one sampling interval to another, in s.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` if an interval or the width is not positive, or
  ///   if `polyphase` is asked for a ratio that is not one of whole numbers up to 10,000.
  public init(
    _ method: Method = .fourier(),
    from oldInterval: Double,
    to newInterval: Double
  ) throws(SignalError) {
    try FiniteSamples.require(samplingInterval: oldInterval)
    try FiniteSamples.require(samplingInterval: newInterval)
    self.method = method
    self.oldInterval = oldInterval
    self.newInterval = newInterval
    switch method {
    case .fourier: break
    case .polyphase: _ = try Self.ratio(from: oldInterval, to: newInterval)
    case .lanczos(let halfWidth): _ = try LanczosInterpolation(halfWidth: halfWidth)
    }
  }

  /// The resampled trace.
  ///
  /// - Parameter samples: n samples `oldInterval` apart, at least one.
  /// - Returns: the samples from the first on, `newInterval` apart, that lie within n · `oldInterval`
  ///   (within (n − 1) · `oldInterval` for `lanczos`, which does not extrapolate).
  /// - Throws: ``SignalError`` if a sample is not finite, or if none or more than 2²⁸ would be left.
  public func applied(to samples: [Double]) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samples, for: "resampling")
    guard oldInterval != newInterval else { return samples }
    try SampleCount.require(
      Double(samples.count) * (oldInterval / newInterval),
      after: "resampling"
    )
    switch method {
    case .fourier(let hann):
      return try FourierResampling(from: oldInterval, to: newInterval, hann: hann)
        .applied(to: samples)
    case .polyphase:
      let (up, down) = try Self.ratio(from: oldInterval, to: newInterval)
      return PolyphaseFilter(up: up, down: down).applied(to: samples)
    case .lanczos(let halfWidth):
      let span = Double(samples.count - 1) * oldInterval / newInterval
      return try LanczosInterpolation(halfWidth: halfWidth).applied(
        to: samples,
        samplingInterval: oldInterval,
        offset: 0,
        newInterval: newInterval,
        count: Int((span * (1 + 1e-12)).rounded(.down)) + 1
      )
    }
  }

  /// The ratio old/new as one of whole numbers, by its continued fraction.
  private static func ratio(
    from oldInterval: Double,
    to newInterval: Double
  ) throws(SignalError) -> (up: Int, down: Int) {
    let limit = 10_000
    let value = oldInterval / newInterval
    var (up, down, lastUp, lastDown) = (1, 0, 0, 1)
    var rest = value
    while rest.isFinite, rest <= Double(limit) {
      let whole = Int(rest.rounded(.down))
      (up, lastUp) = (whole * up + lastUp, up)
      (down, lastDown) = (whole * down + lastDown, down)
      guard max(up, down) <= limit else { break }
      // Intervals come from rates such as 1/60 s: their last digits are noise.
      if abs(Double(up) - value * Double(down)) <= 1e-9 * Double(up) { return (up, down) }
      rest = 1 / (rest - Double(whole))
    }
    throw .outOfRange(
      name: "ratio of the sampling intervals",
      value: value,
      limits: "a ratio of whole numbers up to \(limit); take another method for this one"
    )
  }
}
