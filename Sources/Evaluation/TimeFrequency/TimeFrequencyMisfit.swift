import Foundation
public import SignalProcessing

/// How two records differ in envelope and in phase, over time and frequency.
///
/// With the wavelet transforms W of the record and W_r of the reference, the differences at time t and
/// frequency f are
///
///     ΔE = |W| − |W_r|        ΔP = |W_r| arg(W / W_r) / π
///
/// and the misfits are their sizes relative to |W_r|: at each t and f (TFEM, TFPM), by time (TEM, TPM), by
/// frequency (FEM, FPM) and as a single number (EM, PM). Positive envelope misfits mean too large a record,
/// positive phase misfits one whose phase is ahead. A phase misfit of ±1 is half a cycle.
///
/// - Shapes: `envelope` and `phase` are (component, frequency, time), curves (component, time) or
///   (component, frequency).
/// - Reference: Kristeková, Kristek, Moczo & Day (2006), Bull. Seismol. Soc. Am. 96(5), 1836–1850;
///   Kristeková, Kristek & Moczo (2009), Geophys. J. Int. 178(2), 813–825, tables 1 and 2. Numbers equal those
///   of `obspy.signal.tf_misfit`, up to half a sample in time by which its wavelets stand early.
public struct TimeFrequencyMisfit: Sendable {
  /// What the differences are related to.
  public enum Normalization: String, Hashable, Sendable, CaseIterable {
    /// The largest value of the reference over all times, frequencies and components: small motion counts
    /// little.
    case global
    /// The reference at the same time, frequency or component: all parts count alike.
    case local
  }

  /// How the plane of time and frequency is sampled.
  public struct Options: Hashable, Sendable {
    /// The lowest and the highest frequency in Hz.
    public var band: ClosedRange<Double>
    /// The number of frequencies, spaced evenly in their logarithm.
    public var frequencyCount: Int
    /// The wavelet's ω₀: more of it resolves frequency better and time worse.
    public var waveletParameter: Double
    /// What the differences are related to.
    public var normalization: Normalization

    /// Options for a band in Hz; 100 frequencies, ω₀ = 6 and global normalisation by default.
    public init(
      band: ClosedRange<Double>,
      frequencyCount: Int = 100,
      waveletParameter: Double = 6,
      normalization: Normalization = .global
    ) {
      self.band = band
      self.frequencyCount = frequencyCount
      self.waveletParameter = waveletParameter
      self.normalization = normalization
    }
  }

  /// The frequencies in Hz.
  public let frequencies: [Double]
  /// TFEM and TFPM.
  public let envelope, phase: [[[Double]]]
  /// TEM and TPM.
  public let envelopeByTime, phaseByTime: [[Double]]
  /// FEM and FPM.
  public let envelopeByFrequency, phaseByFrequency: [[Double]]
  /// EM and PM of each component; not negative.
  public let envelopeMisfit, phaseMisfit: [Double]

  /// The misfits of one record against a reference.
  public init(
    of record: [Double],
    against reference: [Double],
    samplingInterval: Double,
    options: Options
  ) throws(SignalError) {
    try self.init(
      of: [record],
      against: [reference],
      samplingInterval: samplingInterval,
      options: options
    )
  }

  /// The misfits of several components against a reference; global normalisation is over all of them.
  ///
  /// - Parameters:
  ///   - components: the components of the record.
  ///   - reference: those of the reference; all equally long.
  ///   - samplingInterval: seconds between samples.
  ///   - options: band, frequencies, wavelet and normalisation.
  /// - Throws: ``SignalError`` for records without samples, unequal lengths, samples that are no numbers, a
  ///   band that reaches zero or Nyquist, an interval or ω₀ that is not above 0, and a silent reference.
  public init(
    of components: [[Double]],
    against reference: [[Double]],
    samplingInterval: Double,
    options: Options
  ) throws(SignalError) {
    try Self.check(components, reference, samplingInterval: samplingInterval, options: options)
    let frequencies = options.frequencies
    let transform = MorletTransform(
      frequencies: frequencies,
      parameter: options.waveletParameter,
      samplingInterval: samplingInterval,
      count: reference[0].count
    )
    let planes = zip(components, reference).map { record, reference in
      MisfitPlane(record, against: reference, transform: transform)
    }
    guard planes.contains(where: { $0.largest > 0 }) else {
      throw .outOfRange(name: "largest amplitude of the reference", value: 0, limits: "above 0")
    }
    let scale = MisfitScale(planes, normalization: options.normalization)
    self.frequencies = frequencies
    envelope = planes.map { scale.normalized($0.envelope, of: $0) }
    phase = planes.map { scale.normalized($0.phase, of: $0) }
    envelopeByTime = planes.map { scale.byTime($0.envelope, of: $0) }
    phaseByTime = planes.map { scale.byTime($0.phase, of: $0) }
    envelopeByFrequency = planes.map { scale.byFrequency($0.envelope, of: $0) }
    phaseByFrequency = planes.map { scale.byFrequency($0.phase, of: $0) }
    envelopeMisfit = planes.map { scale.single($0.envelope, of: $0) }
    phaseMisfit = planes.map { scale.single($0.phase, of: $0) }
  }

  private static func check(
    _ components: [[Double]],
    _ reference: [[Double]],
    samplingInterval: Double,
    options: Options
  ) throws(SignalError) {
    precondition(
      components.count == reference.count && !components.isEmpty,
      "\(components.count) components and \(reference.count) of the reference"
    )
    for series in components + reference {
      guard series.count > 1 else {
        throw .tooShort(operation: "A time-frequency misfit", count: series.count, needed: 2)
      }
      guard series.count == reference[0].count else {
        throw .mismatch(
          what: "number of samples",
          first: Double(series.count),
          second: Double(reference[0].count)
        )
      }
      if let index = series.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    }
    try FiniteSamples.require(samplingInterval: samplingInterval)
    guard options.waveletParameter > 0, options.waveletParameter.isFinite else {
      throw .outOfRange(name: "ω₀", value: options.waveletParameter, limits: "above 0")
    }
    let band = options.band
    let nyquist = 0.5 / samplingInterval
    guard band.lowerBound > 0 else {
      throw .outOfRange(name: "lowest frequency", value: band.lowerBound, limits: "above 0 Hz")
    }
    guard band.upperBound < nyquist else {
      throw .aboveNyquist(
        name: "highest frequency",
        frequencyHz: band.upperBound,
        nyquistHz: nyquist
      )
    }
    guard options.frequencyCount > 1 else {
      throw .outOfRange(
        name: "number of frequencies",
        value: Double(options.frequencyCount),
        limits: "2 or more"
      )
    }
  }
}

extension TimeFrequencyMisfit {
  /// EG = 10 exp(−EM) of each component: 10 is perfect, above 6 is good, 4–6 fair, less is poor.
  ///
  /// - Reference: Kristeková and others (2009), eq. 15 with A = 10, k = 1.
  public var envelopeGoodnessOfFit: [Double] { envelopeMisfit.map { 10 * exp(-$0) } }

  /// PG = 10 (1 − PM) of each component: 10 is perfect, 0 is half a cycle everywhere.
  ///
  /// - Reference: Kristeková and others (2009), eq. 16 with A = 10, k = 1.
  public var phaseGoodnessOfFit: [Double] { phaseMisfit.map { 10 * (1 - $0) } }
}

extension TimeFrequencyMisfit.Options {
  /// The frequencies in Hz, evenly spaced in their logarithm.
  var frequencies: [Double] {
    let (low, high) = (log(band.lowerBound), log(band.upperBound))
    return (0..<frequencyCount).map {
      exp(low + (high - low) * Double($0) / Double(frequencyCount - 1))
    }
  }
}
