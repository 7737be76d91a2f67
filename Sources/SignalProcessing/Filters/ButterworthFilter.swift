public import ComplexModule
import Foundation
public import RealModule

/// A Butterworth filter: flat in its band, half the power at its corners, 6 dB per octave and order beyond.
///
///     let filter = try ButterworthFilter(.bandpass(0.02, 0.05), order: 4, samplingInterval: 0.025)
///     let filtered = try filter.applied(to: samples, zeroPhase: true)
///
/// Designed from the analogue poles by the bilinear transform with prewarped corners and run as second-order
/// sections; equal to `scipy.signal.butter(order, corners, output: "sos")` and hence to ObsPy's `filter`.
/// As there, a bandpass or bandstop of order n has 2n poles. Filtering once delays; filtering forwards and
/// backwards (`zeroPhase`) does not, but squares the response: −6 dB at the corners, and it lets a signal
/// begin before its onset.
///
/// - Reference: Oppenheim & Schafer (2010), Discrete-Time Signal Processing, 3rd ed., section 7.2 and
///   appendix B.
public struct ButterworthFilter: Hashable, Sendable {
  /// The band.
  public let band: FilterBand
  /// The order of the analogue lowpass from which it is made.
  public let order: Int
  /// s between the samples that it filters.
  public let samplingInterval: Double

  private let roots: PoleZeroGain
  private let sections: SecondOrderSections

  /// What the filter takes to have come before the first sample.
  public enum Start: Hashable, Sendable {
    /// Zeros, as ObsPy does.
    case rest
    /// The first sample for ever, so that an offset makes no transient.
    case steady
  }

  /// A filter for samples `samplingInterval` seconds apart.
  ///
  /// - Parameters:
  ///   - band: the corners in Hz, above zero and below the Nyquist frequency.
  ///   - order: 1 to 20.
  ///   - samplingInterval: s between samples.
  /// - Throws: ``SignalError`` with the offending corner, order or interval.
  public init(_ band: FilterBand, order: Int, samplingInterval: Double) throws(SignalError) {
    try band.check(samplingInterval: samplingInterval)
    guard (1...20).contains(order) else {
      throw .outOfRange(name: "filter order", value: Double(order), limits: "from 1 to 20")
    }
    self.band = band
    self.order = order
    self.samplingInterval = samplingInterval
    let prototype = PoleZeroGain.butterworth(order: order)
    let warped = band.corners.map { tan(.pi * $0 * samplingInterval) }
    let analogue =
      switch band {
      case .lowpass: prototype.lowpass(warped[0])
      case .highpass: prototype.highpass(warped[0])
      case .bandpass: prototype.bandpass(warped[0], warped[1])
      case .bandstop: prototype.bandstop(warped[0], warped[1])
      }
    roots = analogue.bilinear()
    sections = SecondOrderSections(roots)
  }

  /// The filtered samples.
  ///
  /// - Parameters:
  ///   - samples: at least one sample, ``samplingInterval`` apart.
  ///   - zeroPhase: whether to filter once more backwards, which undoes the delay.
  ///   - start: what came before the trace (and after it, on the way back).
  /// - Returns: as many samples, in the same unit.
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func applied(
    to samples: [Double],
    zeroPhase: Bool = false,
    start: Start = .rest
  ) throws(SignalError) -> [Double] {
    try sections.applied(
      to: samples,
      zeroPhase: zeroPhase,
      start: start == .steady ? .steady : .rest
    )
  }

  /// The response to a wave of a frequency: its modulus scales the amplitude, its argument is the phase.
  ///
  /// One pass; the zero-phase filter has the squared modulus and no phase. Meaningful up to Nyquist.
  public func frequencyResponse(atHz frequency: Double) -> Complex<Double> {
    roots.value(atPhase: 2 * .pi * frequency * samplingInterval)
  }
}
