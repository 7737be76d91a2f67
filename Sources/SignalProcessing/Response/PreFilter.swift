import Foundation

/// A band-pass with cosine flanks in the frequency domain, applied before a response is divided out.
///
/// It is 0 below f1, 1 from f2 to f3 and 0 above f4, with half a cosine between, as SAC's `transfer … freq`
/// and ObsPy's `pre_filt`.
public struct PreFilter: Hashable, Sendable {
  /// The four frequencies in Hz, f1 < f2 ≤ f3 < f4.
  public let corners: [Double]

  /// A band-pass by its four frequencies in Hz.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` unless 0 ≤ f1 < f2 ≤ f3 < f4.
  public init(_ f1: Double, _ f2: Double, _ f3: Double, _ f4: Double) throws(SignalError) {
    corners = [f1, f2, f3, f4]
    for (index, frequency) in corners.enumerated() {
      guard frequency.isFinite, frequency >= 0 else {
        throw .outOfRange(
          name: "The pre-filter's f\(index + 1)",
          value: frequency,
          limits: "0 Hz or more"
        )
      }
    }
    for (index, isRising) in [f1 < f2, f2 <= f3, f3 < f4].enumerated() where !isRising {
      throw .outOfRange(
        name: "The pre-filter's f\(index + 2)",
        value: corners[index + 1],
        limits: "above f\(index + 1) = \(corners[index]) Hz; give f1 < f2 ≤ f3 < f4"
      )
    }
  }

  /// Refuses a band that reaches beyond the Nyquist frequency of a sampling interval in seconds.
  func check(samplingInterval: Double) throws(SignalError) {
    let nyquist = 0.5 / samplingInterval
    // Rounding of an interval such as 1/40 s may not refuse a corner exactly at the Nyquist frequency.
    guard corners[3] <= nyquist * (1 + 1e-9) else {
      throw .aboveNyquist(
        name: "The pre-filter's f4",
        frequencyHz: corners[3],
        nyquistHz: nyquist
      )
    }
  }

  /// The factor at a frequency in Hz.
  func factor(at frequency: Double) -> Double {
    let (f1, f2, f3, f4) = (corners[0], corners[1], corners[2], corners[3])
    return switch frequency {
    case ..<f1: 0
    case ...f2: 0.5 * (1 - cos(.pi * (frequency - f1) / (f2 - f1)))
    case ..<f3: 1
    case ...f4: 0.5 * (1 + cos(.pi * (frequency - f3) / (f4 - f3)))
    default: 0
    }
  }
}
