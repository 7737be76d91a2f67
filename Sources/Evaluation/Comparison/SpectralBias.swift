import Foundation
import Seismology
public import SignalProcessing

/// How far a component's spectra are off on average: mean ln(computed / observed) over the band.
public struct SpectralBias: Hashable, Sendable {
  /// Of pseudo-spectral acceleration at 5 % damping, over periods within the band.
  public let response: Double?
  /// Of Fourier amplitudes of acceleration after Konno–Ohmachi smoothing (b = 40), over frequencies within it.
  public let fourier: Double?

  /// The number of periods and frequencies, spaced evenly in their logarithm.
  static let count = 20

  /// The biases of a station's components.
  ///
  /// Both sides are prepared as acceleration, with the window's ends tapered over a twentieth of its length.
  /// The band is that of the options; without one, from four periods in the window to 0.4 times the sampling rate.
  ///
  /// - Returns: the biases of the components that can be compared.
  /// - Throws: `SignalError` as ``StationComparison``.
  public static func biases(
    of station: ComparedStation,
    options: ComparisonOptions
  ) throws(SignalError) -> [MotionComponent: SpectralBias] {
    var options = options
    options.motion = .acceleration
    options.maximumShift = 0
    let comparison = try StationComparison(station, options: options)
    let interval = comparison.times.interval
    let taper = try Taper(fraction: 0.05)
    var result: [MotionComponent: SpectralBias] = [:]
    for component in comparison.components where !component.observed.isEmpty {
      let length = Double(component.observed.count) * interval
      let band = options.band ?? (4 / length)...max(0.4 / interval, 8 / length)
      guard band.upperBound < 0.5 / interval, band.lowerBound * length >= 1 else { continue }
      let frequencies = logarithmic(band)
      let synthetic = [try taper.applied(to: component.synthetic, samplingInterval: interval)]
      let observed = [try taper.applied(to: component.observed, samplingInterval: interval)]
      let response = try SpectralResiduals.response(
        synthetic: synthetic,
        observed: observed,
        samplingInterval: interval,
        periods: frequencies.map { 1 / $0 }
      )
      let fourier = try SpectralResiduals.fourier(
        synthetic: synthetic,
        observed: observed,
        samplingInterval: interval,
        frequencies: frequencies,
        smoothing: KonnoOhmachi()
      )
      result[component.component] = SpectralBias(
        response: response.totalBias,
        fourier: fourier.totalBias
      )
    }
    return result
  }

  private static func logarithmic(_ band: ClosedRange<Double>) -> [Double] {
    let (low, high) = (log(band.lowerBound), log(band.upperBound))
    return (0..<count).map { exp(low + (high - low) * Double($0) / Double(count - 1)) }
  }
}
