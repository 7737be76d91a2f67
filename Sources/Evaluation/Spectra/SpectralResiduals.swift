import Foundation
public import SignalProcessing

/// ln(computed / observed) of spectra over many records: how far synthetics are off at each period or frequency.
///
/// A mean of 0.1 says that the synthetics are a tenth too large there; the standard deviation says by how much
/// records differ from that.
///
///     let residuals = try SpectralResiduals.response(
///       synthetic: accelerations, observed: recorded, samplingInterval: 0.01)
///     residuals.bias          // one for each of residuals.abscissae
///
/// - Reference: Abrahamson, Somerville & Cornell (1990), Proc. 4th U.S. Natl. Conf. Earthquake Eng. 1, 407–416;
///   Goulet and others (2015), Seismol. Res. Lett. 86(1), 39–47.
public struct SpectralResiduals: Hashable, Sendable {
  /// Periods in s (response spectra) or frequencies in Hz (Fourier spectra).
  public let abscissae: [Double]
  /// The residuals by record, then by abscissa; nil where either side has no amplitude.
  public let values: [[Double?]]

  /// Residuals from amplitudes by record, then by abscissa.
  ///
  /// - Precondition: as many records on both sides, and as many amplitudes as abscissae in each.
  public init(abscissae: [Double], synthetic: [[Double]], observed: [[Double]]) {
    precondition(
      synthetic.count == observed.count,
      "\(synthetic.count) computed and \(observed.count) observed spectra"
    )
    precondition(
      (synthetic + observed).allSatisfy { $0.count == abscissae.count },
      "a spectrum without \(abscissae.count) amplitudes"
    )
    self.abscissae = abscissae
    values = zip(synthetic, observed).map { computed, recorded in
      zip(computed, recorded).map { $0 > 0 && $1 > 0 ? log($0 / $1) : nil }
    }
  }

  /// The mean over records at each abscissa; nil where no record has a residual.
  public var bias: [Double?] {
    abscissae.indices.map { column in Self.mean(values.compactMap { $0[column] }) }
  }

  /// The standard deviation over records at each abscissa (n − 1); nil where fewer than two have a residual.
  public var standardDeviation: [Double?] {
    abscissae.indices.map { column in
      let known = values.compactMap { $0[column] }
      guard known.count > 1, let mean = Self.mean(known) else { return nil }
      let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(known.count - 1)).squareRoot()
    }
  }

  /// The mean over all records and abscissae; nil if there is no residual.
  public var totalBias: Double? { Self.mean(values.flatMap { $0 }.compactMap { $0 }) }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension SpectralResiduals {
  /// Residuals of pseudo-spectral acceleration.
  ///
  /// - Parameters:
  ///   - synthetic: computed accelerations in m/s².
  ///   - observed: recorded ones, as many.
  ///   - samplingInterval: seconds between samples of both.
  ///   - periods: in s.
  ///   - damping: as a ratio.
  /// - Returns: the residuals by period.
  /// - Throws: `SignalError` for records or periods that cannot be used.
  public static func response(
    synthetic: [[Double]],
    observed: [[Double]],
    samplingInterval: Double,
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) -> SpectralResiduals {
    func amplitudes(_ records: [[Double]]) throws(SignalError) -> [[Double]] {
      try ResponseSpectrum.spectra(
        of: records,
        samplingInterval: samplingInterval,
        periods: periods,
        damping: damping
      ).map(\.pseudoAcceleration)
    }
    return SpectralResiduals(
      abscissae: periods,
      synthetic: try amplitudes(synthetic),
      observed: try amplitudes(observed)
    )
  }

  /// Residuals of Fourier amplitudes after Konno–Ohmachi smoothing of both sides.
  ///
  /// - Parameters:
  ///   - synthetic: computed motion.
  ///   - observed: recorded motion, as many records of the same kind.
  ///   - samplingInterval: seconds between samples of both.
  ///   - frequencies: in Hz, up to Nyquist.
  ///   - smoothing: the smoothing.
  /// - Returns: the residuals by frequency.
  /// - Throws: `SignalError` for records or frequencies that cannot be used.
  public static func fourier(
    synthetic: [[Double]],
    observed: [[Double]],
    samplingInterval: Double,
    frequencies: [Double],
    smoothing: KonnoOhmachi
  ) throws(SignalError) -> SpectralResiduals {
    func amplitudes(_ records: [[Double]]) throws(SignalError) -> [[Double]] {
      var result: [[Double]] = []
      let spectra = try FourierAmplitudeSpectrum.spectra(
        of: records,
        samplingInterval: samplingInterval
      )
      for spectrum in spectra {
        result.append(try spectrum.smoothed(smoothing, at: frequencies).amplitudes)
      }
      return result
    }
    return SpectralResiduals(
      abscissae: frequencies,
      synthetic: try amplitudes(synthetic),
      observed: try amplitudes(observed)
    )
  }
}
