public import SignalProcessing

/// The scores of computed against observed motion, at the shift that was chosen.
public struct MotionScores: Hashable, Sendable {
  /// Variance reduction in percent.
  public var varianceReduction: Double?
  /// Correlation coefficient, −1...1.
  public var correlation: Double?
  /// Relative L2 error.
  public var relativeError: Double?
  /// Largest synthetic over largest observed sample.
  public var peakRatio: Double?
  /// Envelope and phase misfit, 0 or more.
  public var envelopeMisfit, phaseMisfit: Double?
  /// Envelope and phase goodness of fit, 0...10.
  public var envelopeGoodness, phaseGoodness: Double?

  /// The scores of one or several components of equal length; several are taken together.
  ///
  /// - Parameters:
  ///   - synthetic: the computed components.
  ///   - observed: the observed ones.
  ///   - samplingInterval: seconds between samples.
  ///   - options: the band and the number of frequencies of the time-frequency misfit, which is left out where
  ///     there is no band or the window is shorter than its longest period.
  /// - Throws: `SignalError` if the band reaches the Nyquist frequency of the samples.
  public init(
    of synthetic: [[Double]],
    against observed: [[Double]],
    samplingInterval: Double,
    options: ComparisonOptions
  ) throws(SignalError) {
    let (s, d) = (synthetic.flatMap { $0 }, observed.flatMap { $0 })
    varianceReduction = VarianceReduction.percent(of: s, against: d)
    correlation = Correlation.coefficient(s, with: d)
    relativeError = RelativeError.l2(s, against: d)
    peakRatio = AmplitudeRatio.peak(s, to: d)
    guard synthetic.count == 1, let band = options.band, options.frequencyCount > 1,
      Double(d.count) * samplingInterval >= 1 / band.lowerBound, d.energy > 0
    else { return }
    let misfit = try TimeFrequencyMisfit(
      of: s,
      against: d,
      samplingInterval: samplingInterval,
      options: .init(band: band, frequencyCount: options.frequencyCount)
    )
    envelopeMisfit = misfit.envelopeMisfit[0]
    phaseMisfit = misfit.phaseMisfit[0]
    envelopeGoodness = misfit.envelopeGoodnessOfFit[0]
    phaseGoodness = misfit.phaseGoodnessOfFit[0]
  }
}

extension StationComparison {
  /// The scores of a component; nil if it cannot be compared.
  public func scores(
    of component: Component,
    options: ComparisonOptions
  ) throws(SignalError) -> MotionScores? {
    guard !component.observed.isEmpty else { return nil }
    return try MotionScores(
      of: [component.synthetic],
      against: [component.observed],
      samplingInterval: times.interval,
      options: options
    )
  }
}
