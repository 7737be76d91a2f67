import Foundation
import NumericalRuntime

/// The ratio of horizontal to vertical Fourier spectra (H/V), whose peak marks a site's resonance.
///
/// Records are cut into windows; each gives a curve H/V of smoothed spectra. The curves are averaged in the
/// logarithm (SESAME 2004, guidelines for H/V on ambient vibrations; Nakamura 1989).
public struct HorizontalToVerticalRatio: Hashable, Sendable {
  /// How the two horizontal spectra become one.
  public enum Combination: Hashable, Sendable {
    /// √(H₁ H₂).
    case geometricMean
    /// √((H₁² + H₂²) / 2).
    case quadraticMean
  }

  /// How H/V curves are made.
  public struct Settings: Hashable, Sendable {
    /// Length of a window in s; nil takes the whole record as one.
    public var windowDuration: Double?
    /// The part of a window that the next one shares, 0 to below 1.
    public var overlap = 0.0
    /// The taper of each window.
    public var taper = Window.tukey(taperedFraction: 0.1)
    /// The smoothing of each spectrum.
    public var smoothing: KonnoOhmachi
    /// How the horizontals are joined.
    public var combination = Combination.geometricMean

    /// Windows of some seconds (nil for one window), and the usual choices.
    public init(windowDuration: Double?, smoothing: KonnoOhmachi) {
      self.windowDuration = windowDuration
      self.smoothing = smoothing
    }
  }

  /// Frequencies in Hz.
  public let frequencies: [Double]
  /// The curve of each window.
  public let curves: [[Double]]
  /// exp of the mean logarithm of the curves.
  public let mean: [Double]
  /// Standard deviation of the natural logarithm of the curves (n − 1); zeros for one window.
  public let logStandardDeviation: [Double]
  /// Where the mean curve is largest, in Hz.
  public let peakFrequency: Double
  /// The mean curve there.
  public let peakRatio: Double

  /// The curve of three components recorded together.
  ///
  /// - Parameters:
  ///   - components: two horizontal records at right angles and the vertical one, equally long.
  ///   - samplingInterval: seconds between samples.
  ///   - frequencies: where the curve is wanted, in Hz, above 0 and up to Nyquist.
  ///   - settings: windows, smoothing and the rest.
  /// - Throws: ``SignalError`` for records that differ, are shorter than a window or hold no vertical motion.
  public init(
    of components: (first: [Double], second: [Double], vertical: [Double]),
    samplingInterval: Double,
    frequencies: [Double],
    settings: Settings
  ) throws(SignalError) {
    let records = [components.first, components.second, components.vertical]
    for record in records {
      try SampleCheck.check(record, interval: samplingInterval, operation: "H/V", needed: 16)
      try SampleCheck.checkPair(record, records[0])
    }
    let windows = try Self.windows(
      count: records[0].count,
      samplingInterval: samplingInterval,
      settings: settings
    )
    try Self.check(frequencies, nyquist: 0.5 / samplingInterval)
    let results = parallelMap(windows) { window in
      Result { () throws(SignalError) in
        try Self.curve(
          records.map { Array($0[window]) },
          samplingInterval: samplingInterval,
          frequencies: frequencies,
          settings: settings
        )
      }
    }
    var curves: [[Double]] = []
    for result in results { curves.append(try result.get()) }
    self.frequencies = frequencies
    self.curves = curves
    let logarithms = frequencies.indices.map { n in curves.map { log($0[n]) } }
    let means = logarithms.map { $0.reduce(0, +) / Double($0.count) }
    logStandardDeviation = zip(logarithms, means).map { values, mean in
      guard values.count > 1 else { return 0 }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
    let ratios = means.map { exp($0) }
    mean = ratios
    let peak = ratios.indices.max { ratios[$0] < ratios[$1] } ?? 0
    peakFrequency = frequencies[peak]
    peakRatio = ratios[peak]
  }

  private static func check(_ frequencies: [Double], nyquist: Double) throws(SignalError) {
    guard !frequencies.isEmpty else {
      throw .outOfRange(name: "number of frequencies for H/V", value: 0, limits: "1 or more")
    }
    for frequency in frequencies where !(frequency > 0 && frequency <= nyquist * (1 + 1e-9)) {
      throw .outOfRange(
        name: "frequency for H/V in Hz",
        value: frequency,
        limits: "above 0 and up to the Nyquist frequency \(nyquist) Hz"
      )
    }
  }

  private static func windows(
    count: Int,
    samplingInterval: Double,
    settings: Settings
  ) throws(SignalError) -> [Range<Int>] {
    guard let duration = settings.windowDuration else { return [0..<count] }
    guard (0..<1).contains(settings.overlap) else {
      throw .outOfRange(name: "overlap", value: settings.overlap, limits: "0 to below 1")
    }
    let samples = duration / samplingInterval
    guard samples >= 16, samples <= Double(count) * (1 + 1e-9) else {
      throw .outOfRange(
        name: "window duration",
        value: duration,
        limits:
          "between \(16 * samplingInterval) s and the record's \(Double(count) * samplingInterval) s"
      )
    }
    let length = min(count, Int(samples.rounded()))
    let step = max(1, Int((Double(length) * (1 - settings.overlap)).rounded()))
    return stride(from: 0, through: count - length, by: step).map { $0..<($0 + length) }
  }

  private static func curve(
    _ records: [[Double]],
    samplingInterval: Double,
    frequencies: [Double],
    settings: Settings
  ) throws(SignalError) -> [Double] {
    var smoothed: [[Double]] = []
    for record in records {
      let mean = record.reduce(0, +) / Double(record.count)
      let spectrum = try FourierAmplitudeSpectrum(
        of: record.map { $0 - mean },
        samplingInterval: samplingInterval,
        taper: settings.taper
      )
      smoothed.append(try spectrum.smoothed(settings.smoothing, at: frequencies).amplitudes)
    }
    var ratios: [Double] = []
    for n in frequencies.indices {
      let (first, second, vertical) = (smoothed[0][n], smoothed[1][n], smoothed[2][n])
      let horizontal =
        switch settings.combination {
        case .geometricMean: (first * second).squareRoot()
        case .quadraticMean: ((first * first + second * second) / 2).squareRoot()
        }
      let ratio = horizontal / vertical
      guard vertical > 0, ratio > 0, ratio.isFinite else {
        throw .outOfRange(
          name: "spectrum at \(frequencies[n]) Hz",
          value: min(horizontal, vertical),
          limits: "greater than zero for a ratio H/V"
        )
      }
      ratios.append(ratio)
    }
    return ratios
  }
}
