public import ComplexModule
import Foundation
public import RealModule

/// The lowpass that goes before thinning a trace out: Chebyshev's of type II, 96 dB down from a frequency on.
///
/// Its pass band (to −1 dB) reaches as far up as an order of at most 12 allows: to about two thirds of the
/// stop frequency. The same search as ObsPy's `lowpass_cheby_2`, to which it is equal.
///
/// - Reference: Oppenheim & Schafer (2010), Discrete-Time Signal Processing, 3rd ed., appendix B.
public struct AntiAliasFilter: Hashable, Sendable {
  /// The frequency in Hz above which everything is 96 dB down.
  public let stopHz: Double
  /// The frequency in Hz up to which nothing loses more than 1 dB.
  public let passHz: Double
  /// The order, at most 12.
  public let order: Int
  /// s between the samples that it filters.
  public let samplingInterval: Double

  private let roots: PoleZeroGain
  private let sections: SecondOrderSections

  /// The greatest loss in the pass band and the least in the stop band, in dB.
  private static let (passLoss, stopLoss) = (1.0, 96.0)
  private static let maximumOrder = 12

  /// A lowpass that stops everything from `stopHz` on.
  ///
  /// - Parameters:
  ///   - stopHz: the Nyquist frequency of the coarser sampling, in Hz.
  ///   - samplingInterval: s between the samples to be filtered.
  /// - Throws: ``SignalError`` if `stopHz` is not positive or not below the Nyquist frequency of the samples.
  public init(stopHz: Double, samplingInterval: Double) throws(SignalError) {
    try FilterBand.lowpass(stopHz).check(samplingInterval: samplingInterval)
    self.stopHz = stopHz
    self.samplingInterval = samplingInterval
    // Orders are worked out with warped frequencies: n = acosh(ε_stop/ε_pass) / acosh(w_stop/w_pass).
    let loss = acosh(
      ((pow(10, 0.1 * Self.stopLoss) - 1) / (pow(10, 0.1 * Self.passLoss) - 1)).squareRoot()
    )
    let warp = { (frequency: Double) in tan(.pi * frequency * samplingInterval) }
    var pass = stopHz
    var needed: Int
    repeat {
      pass *= 0.99
      needed = Int((loss / acosh(warp(stopHz) / warp(pass))).rounded(.up))
    } while needed > Self.maximumOrder
    passHz = pass
    order = needed
    // The stop band of a whole order begins a little earlier than asked for: the pass band stays.
    let stop = warp(pass) * cosh(loss / Double(needed))
    roots = PoleZeroGain.chebyshevII(order: needed, attenuation: Self.stopLoss)
      .lowpass(stop).bilinear()
    sections = SecondOrderSections(roots)
  }

  /// The filtered samples.
  ///
  /// - Parameters:
  ///   - samples: at least one sample, ``samplingInterval`` apart.
  ///   - zeroPhase: whether to filter once more backwards, which undoes the delay.
  /// - Returns: as many samples, in the same unit.
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  public func applied(
    to samples: [Double],
    zeroPhase: Bool = false
  ) throws(SignalError) -> [Double] {
    try sections.applied(to: samples, zeroPhase: zeroPhase, start: .rest)
  }

  /// The response of one pass to a wave of a frequency in Hz.
  public func frequencyResponse(atHz frequency: Double) -> Complex<Double> {
    roots.value(atPhase: 2 * .pi * frequency * samplingInterval)
  }
}
