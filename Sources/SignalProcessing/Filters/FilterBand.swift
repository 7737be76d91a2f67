/// The frequencies that a filter lets through, by its corners in Hz.
///
/// A Butterworth filter halves the power (−3 dB) at a corner, whatever its order.
public enum FilterBand: Hashable, Sendable {
  /// Everything below the corner.
  case lowpass(Double)
  /// Everything above the corner.
  case highpass(Double)
  /// Everything between the lower and the upper corner.
  case bandpass(Double, Double)
  /// Everything outside the lower and the upper corner.
  case bandstop(Double, Double)

  /// The corners in Hz, ascending.
  public var corners: [Double] {
    switch self {
    case .lowpass(let corner), .highpass(let corner): [corner]
    case .bandpass(let low, let high), .bandstop(let low, let high): [low, high]
    }
  }

  /// Refuses corners that are not positive, not ascending or not below the Nyquist frequency.
  func check(samplingInterval: Double) throws(SignalError) {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    let nyquist = 0.5 / samplingInterval
    let corners = corners
    for corner in corners {
      guard corner.isFinite, corner > 0 else {
        throw .outOfRange(name: "corner frequency", value: corner, limits: "above 0 Hz")
      }
      guard corner < nyquist else {
        throw .aboveNyquist(name: "corner frequency", frequencyHz: corner, nyquistHz: nyquist)
      }
    }
    guard corners.count < 2 || corners[0] < corners[1] else {
      throw .outOfRange(
        name: "lower corner frequency",
        value: corners[0],
        limits: "below the upper corner frequency, \(corners[1]) Hz"
      )
    }
  }
}

extension FilterBand: CustomStringConvertible {
  /// Such as `bandpass 0.02-0.05 Hz`.
  public var description: String {
    switch self {
    case .lowpass(let corner): "lowpass \(corner) Hz"
    case .highpass(let corner): "highpass \(corner) Hz"
    case .bandpass(let low, let high): "bandpass \(low)-\(high) Hz"
    case .bandstop(let low, let high): "bandstop \(low)-\(high) Hz"
    }
  }
}
