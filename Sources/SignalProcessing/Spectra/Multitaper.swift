import NumericalRuntime

/// The power spectral density of a signal: one-sided, in the samples' unit squared per Hz.
public struct PowerSpectrum: Hashable, Sendable {
  /// Frequencies in Hz, from 0 to Nyquist.
  public let frequencies: [Double]
  /// Power per Hz at these frequencies; Σ density × Δf is the mean square of the signal.
  public let densities: [Double]
}

/// Thomson's multitaper estimate of power spectra.
///
///     let multitaper = try Multitaper(count: samples.count, timeHalfBandwidth: 4)
///     let spectrum = try multitaper.powerSpectrum(of: samples, samplingInterval: 0.025)
///
/// The signal is multiplied with K orthogonal tapers and the eigenspectra S_k = Δt |Σ x h_k exp(−iωt)|² are
/// averaged; the estimate is smooth over ± NW / (count Δt). The tapers are made once for any number of signals.
///
/// - Reference: Thomson (1982), Proc. IEEE 70(9), sections II and V.
public struct Multitaper: Sendable {
  /// How the eigenspectra are averaged.
  public enum Weighting: Hashable, Sendable {
    /// All alike.
    case uniform
    /// By the tapers' concentrations λ_k.
    case eigenvalue
    /// By d_k² with d_k = √λ_k S / (λ_k S + (1 − λ_k) σ² Δt), solved for S at each frequency: tapers that would
    /// leak from strong into weak parts of the spectrum count less there.
    case adaptive
  }

  /// The tapers.
  public let slepian: SlepianTapers
  /// How the eigenspectra are averaged.
  public let weighting: Weighting
  /// Samples in a transform, the signal filled up with zeros.
  public let transformLength: Int

  /// An estimator for signals of `count` samples.
  ///
  /// - Parameters:
  ///   - count: samples of a signal.
  ///   - timeHalfBandwidth: NW; 4 is usual.
  ///   - taperCount: how many tapers; nil for 2NW − 1, those that hardly leak.
  ///   - weighting: how the eigenspectra are averaged.
  ///   - transformLength: samples in a transform; nil for `count`.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(
    count: Int,
    timeHalfBandwidth: Double = 4,
    taperCount: Int? = nil,
    weighting: Weighting = .adaptive,
    transformLength: Int? = nil
  ) throws(SignalError) {
    let length = transformLength ?? count
    guard length >= count else {
      throw .outOfRange(
        name: "transform length",
        value: Double(length),
        limits: "at least the signal's \(count) samples"
      )
    }
    guard timeHalfBandwidth > 0, timeHalfBandwidth < 1e6 else {
      throw .outOfRange(
        name: "time–half-bandwidth product",
        value: timeHalfBandwidth,
        limits: "above 0 and below half the number of samples"
      )
    }
    slepian = try SlepianTapers(
      count: count,
      timeHalfBandwidth: timeHalfBandwidth,
      taperCount: taperCount ?? min(count, max(1, Int(2 * timeHalfBandwidth) - 1))
    )
    self.weighting = weighting
    self.transformLength = length
  }

  /// The power spectrum of a signal; its mean is left as it is.
  ///
  /// - Throws: ``SignalError`` if the signal is not as long as the tapers, or if a sample is not finite.
  public func powerSpectrum(
    of samples: [Double],
    samplingInterval: Double
  ) throws(SignalError) -> PowerSpectrum {
    try check(samples, samplingInterval: samplingInterval)
    return estimate(samples, samplingInterval: samplingInterval)
  }

  /// The power spectra of many signals, worked out in parallel.
  ///
  /// - Throws: ``SignalError`` as for one.
  public func powerSpectra(
    of signals: [[Double]],
    samplingInterval: Double
  ) throws(SignalError) -> [PowerSpectrum] {
    for samples in signals { try check(samples, samplingInterval: samplingInterval) }
    return parallelMap(signals) { estimate($0, samplingInterval: samplingInterval) }
  }

  private func check(_ samples: [Double], samplingInterval: Double) throws(SignalError) {
    try SampleCheck.check(
      samples,
      interval: samplingInterval,
      operation: "Multitaper analysis",
      needed: 2
    )
    guard samples.count == slepian.tapers[0].count else {
      throw .mismatch(
        what: "number of samples (the signal's and the tapers')",
        first: Double(samples.count),
        second: Double(slepian.tapers[0].count)
      )
    }
  }

  private func estimate(_ samples: [Double], samplingInterval: Double) -> PowerSpectrum {
    let transform = RealFourierTransform<Double>(count: transformLength)
    let filling = [Double](repeating: 0, count: transformLength - samples.count)
    let eigenspectra = slepian.tapers.map { taper in
      let tapered = zip(samples, taper).map { $0 * $1 } + filling
      return transform.forward(tapered).map { samplingInterval * ($0.x * $0.x + $0.y * $0.y) }
    }
    let spectrum = averaged(
      eigenspectra,
      variance: taperedVariance(samples) * samplingInterval
    )
    let frequencies = (0..<transform.spectrumCount).map {
      transform.frequency(of: $0, timeStep: samplingInterval)
    }
    let last = transformLength.isMultiple(of: 2) ? transform.spectrumCount - 1 : Int.max
    let densities = spectrum.enumerated().map { k, value in
      k == 0 || k == last ? value : 2 * value
    }
    return PowerSpectrum(frequencies: frequencies, densities: densities)
  }

  /// The variance σ² as the tapers see it: the mean over the tapers of Σ x² h_k².
  ///
  /// For a stationary signal that is its variance; for a transient it is what can leak.
  private func taperedVariance(_ samples: [Double]) -> Double {
    let energies = slepian.tapers.map { taper in
      zip(samples, taper).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
    }
    return energies.reduce(0, +) / Double(energies.count)
  }

  private func averaged(_ eigenspectra: [[Double]], variance: Double) -> [Double] {
    let lambdas = slepian.concentrations
    return eigenspectra[0].indices.map { n in
      let values = eigenspectra.map { $0[n] }
      switch weighting {
      case .uniform: return values.reduce(0, +) / Double(values.count)
      case .eigenvalue:
        return zip(values, lambdas).reduce(0) { $0 + $1.0 * $1.1 } / lambdas.reduce(0, +)
      case .adaptive: return adapted(values, variance: variance)
      }
    }
  }

  /// The fixed point S = Σ d_k² S_k / Σ d_k², from the mean of the first two.
  ///
  /// - Reference: Thomson (1982), eq. 5.3.
  private func adapted(_ values: [Double], variance: Double) -> Double {
    let lambdas = slepian.concentrations
    var estimate = values.count > 1 ? (values[0] + values[1]) / 2 : values[0]
    for _ in 0..<200 {
      var (sum, weights) = (0.0, 0.0)
      for (value, lambda) in zip(values, lambdas) {
        let leaked = max(0, 1 - lambda) * variance
        let denominator = lambda * estimate + leaked
        guard denominator > 0 else { continue }
        let weight = lambda * estimate * estimate / (denominator * denominator)
        sum += weight * value
        weights += weight
      }
      guard weights > 0 else { return estimate }
      let change = abs(sum / weights - estimate)
      estimate = sum / weights
      if change <= 1e-10 * estimate { break }
    }
    return estimate
  }
}
