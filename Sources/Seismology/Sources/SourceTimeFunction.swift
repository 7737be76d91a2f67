/// A moment-rate function of unit area, in 1/s.
///
/// Times are seconds after the origin time of the source.
public protocol SourceTimeFunction: Sendable {
  /// The value at `time` seconds after the origin, in 1/s; its integral over all time is one.
  func rate(at time: Double) -> Double

  /// The interval outside which the rate is zero or negligible (below 1e-7 of its peak), in seconds.
  var support: ClosedRange<Double> { get }

  /// The frequency in Hz above which the amplitude spectrum stays below `fraction` of its value at zero
  /// frequency; infinite for an impulse.
  func frequency(atAmplitude fraction: Double) -> Double
}
