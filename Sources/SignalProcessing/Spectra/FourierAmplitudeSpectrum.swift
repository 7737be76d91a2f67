import NumericalRuntime

/// The Fourier amplitude spectrum (FAS) of ground motion: |X(f)| = Δt |Σ x_j exp(−2πi f jΔt)|.
///
/// Its unit is the samples' times s: m for velocity in m/s, m/s for acceleration. Only non-negative
/// frequencies are kept, without doubling, so that by Parseval's theorem
///
///     Δt Σ x² = Δf (|X₀|² + 2 Σ |X_k|² …)
public struct FourierAmplitudeSpectrum: Hashable, Sendable {
  /// Frequencies in Hz, ascending; from 0 to Nyquist until smoothed at others.
  public let frequencies: [Double]
  /// Amplitudes at these frequencies.
  public let amplitudes: [Double]

  /// A spectrum from its frequencies (Hz, ascending) and amplitudes.
  public init(frequencies: [Double], amplitudes: [Double]) {
    precondition(
      frequencies.count == amplitudes.count,
      "\(frequencies.count) frequencies for \(amplitudes.count) amplitudes"
    )
    self.frequencies = frequencies
    self.amplitudes = amplitudes
  }

  /// The spectrum of a record.
  ///
  /// - Parameters:
  ///   - samples: the record, equally spaced.
  ///   - samplingInterval: seconds between samples.
  ///   - taper: a window to multiply with, symmetric; nil for none. The amplitudes are not scaled up for it.
  ///   - transformLength: samples after filling up with zeros; nil for the record's own length.
  /// - Throws: ``SignalError`` for an empty record, samples that are not finite, or a transform that is
  ///   shorter than the record.
  public init(
    of samples: [Double],
    samplingInterval: Double,
    taper: Window? = nil,
    transformLength: Int? = nil
  ) throws(SignalError) {
    try SampleCheck.check(samples, interval: samplingInterval, operation: "A Fourier spectrum")
    let length = transformLength ?? samples.count
    guard length >= samples.count else {
      throw .outOfRange(
        name: "transform length",
        value: Double(length),
        limits: "at least the record's \(samples.count) samples"
      )
    }
    var padded = samples
    if let taper {
      let weights = try taper.coefficients(count: samples.count, isPeriodic: false)
      for (n, weight) in weights.enumerated() { padded[n] *= weight }
    }
    padded += [Double](repeating: 0, count: length - samples.count)
    let transform = RealFourierTransform<Double>(count: length)
    amplitudes = transform.forward(padded).map {
      samplingInterval * ($0.x * $0.x + $0.y * $0.y).squareRoot()
    }
    frequencies = (0..<transform.spectrumCount).map {
      transform.frequency(of: $0, timeStep: samplingInterval)
    }
  }

  /// The spectra of many records sampled alike, worked out in parallel.
  ///
  /// - Throws: ``SignalError`` for the first record that cannot be used.
  public static func spectra(
    of records: [[Double]],
    samplingInterval: Double,
    taper: Window? = nil
  ) throws(SignalError) -> [FourierAmplitudeSpectrum] {
    let results = parallelMap(records) { record in
      Result { () throws(SignalError) in
        try FourierAmplitudeSpectrum(of: record, samplingInterval: samplingInterval, taper: taper)
      }
    }
    var spectra: [FourierAmplitudeSpectrum] = []
    for result in results { spectra.append(try result.get()) }
    return spectra
  }

  /// The spectrum after Konno–Ohmachi smoothing, at chosen frequencies (Hz) or its own.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` for a frequency outside the spectrum.
  public func smoothed(
    _ smoothing: KonnoOhmachi,
    at centers: [Double]? = nil
  ) throws(SignalError) -> FourierAmplitudeSpectrum {
    let centers = centers ?? frequencies
    return FourierAmplitudeSpectrum(
      frequencies: centers,
      amplitudes: try smoothing.smoothed(amplitudes, frequencies: frequencies, at: centers)
    )
  }
}
