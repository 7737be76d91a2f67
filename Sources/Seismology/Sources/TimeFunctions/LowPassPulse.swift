import Foundation
import NumericalRuntime

/// A zero-phase low-pass pulse of unit area: the moment rate that holds waves below a frequency and no others.
///
/// It is a sinc under Kaiser's window,
///
///     p(t) = c · sinc(2 f_c t) · I₀(β √(1 − (t/T)²)) / I₀(β)    for |t| ≤ T = 2 / f_max
///
/// with f_c = 0.52 f_max and β = 6, the window for ripples of 63 dB. The spectrum is real: 0.95 at 0.2 f_max, one half
/// at 0.52 f_max, and within ±1e-3 from f_max on. The pulse is symmetric about its time zero, so it delays nothing,
/// but it begins T before it and dips by 6 % of its peak at either side.
///
/// Convolved with a source's own moment rate it keeps the source inside the band that a grid carries: see
/// ``BandLimitedTimeFunction``. Alone it is the source of a band-limited Green's function.
///
/// Reference: Kaiser (1974), Nonrecursive digital filter design using the I₀-sinh window function, Proc. IEEE
/// Int. Symp. Circuits and Systems, 20–23; Oppenheim & Schafer (2010), section 7.5.3.
public struct LowPassPulse: SourceTimeFunction, Hashable {
  /// The frequency in Hz above which the spectrum stays below 1e-3.
  public let maximumFrequency: Double

  private static let windowShape = 6.0
  private static let cutoffShare = 0.52
  private static let halfLengthShare = 2.0
  private static let windowPeak = besselI0(windowShape)
  /// The area of the pulse of unit peak over the one of 1 / f_max; the same for every frequency.
  private static let shapeArea: Double = {
    let panels = 4096
    let step = 2 * halfLengthShare / Double(panels)
    // Simpson's rule: the pulse is smooth inside its window, ends included.
    return (0...panels).reduce(0.0) { sum, index in
      let weight = index == 0 || index == panels ? 1.0 : index % 2 == 1 ? 4.0 : 2.0
      return sum + weight * shape(-halfLengthShare + Double(index) * step)
    } * step / 3
  }()

  /// A pulse that holds frequencies up to one in Hz.
  public init(maximumFrequency: Double) throws(SourceError) {
    self.maximumFrequency = try requirePositive(
      maximumFrequency,
      "highest frequency of the low-pass pulse",
      unit: "Hz"
    )
  }

  /// Seconds from the beginning of the pulse to its middle, which stands at time zero.
  public var halfLength: Double { Self.halfLengthShare / maximumFrequency }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    maximumFrequency / Self.shapeArea * Self.shape(time * maximumFrequency)
  }

  /// The frequency in Hz above which the spectrum stays below `fraction`, but at most 1.25 times the highest one.
  ///
  /// What lies beyond is the ripple of the window, below 1e-3, which falls off slowly; a simulation may cut it.
  public func frequency(atAmplitude fraction: Double) -> Double {
    guard fraction >= 1e-3 else { return 1.25 * maximumFrequency }
    // The spectrum falls steadily up to the highest frequency.
    var (low, high) = (0.0, maximumFrequency)
    for _ in 0..<40 {
      let middle = 0.5 * (low + high)
      if spectralAmplitude(at: middle) > fraction { low = middle } else { high = middle }
    }
    return high
  }

  /// From −2 to 2 over the highest frequency.
  public var support: ClosedRange<Double> { -halfLength...halfLength }

  /// The pulse with peak 1 for a highest frequency of 1.
  private static func shape(_ t: Double) -> Double {
    let share = t / halfLengthShare
    guard abs(share) <= 1 else { return 0 }
    let window = besselI0(windowShape * (1 - share * share).squareRoot()) / windowPeak
    let argument = 2 * Double.pi * cutoffShare * t
    return window * (abs(argument) < 1e-8 ? 1 : sin(argument) / argument)
  }
}
