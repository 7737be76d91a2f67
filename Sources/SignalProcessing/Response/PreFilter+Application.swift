import NumericalRuntime

extension PreFilter {
  /// A record of which only the band is left, without any delay.
  ///
  /// As many zeros as there are samples follow the record, so that its end does not run into its beginning.
  ///
  /// - Parameters:
  ///   - samples: at least one sample, of any unit; f4 may lie above their Nyquist frequency.
  ///   - samplingInterval: s between them.
  /// - Returns: as many samples.
  /// - Throws: ``SignalError`` for no samples, samples that are no numbers and an interval that is not above 0 s.
  public func applied(
    to samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    try FiniteSamples.require(samples, for: "A pre-filter")
    let count = RealFourierTransform<Double>.efficientCount(atLeast: 2 * samples.count)
    let fourier = RealFourierTransform<Double>(count: count)
    var spectrum = fourier.forward(samples + Array(repeating: 0, count: count - samples.count))
    for k in spectrum.indices {
      spectrum[k] *= factor(at: fourier.frequency(of: k, timeStep: samplingInterval))
    }
    return Array(fourier.inverse(spectrum)[..<samples.count])
  }
}
