import NumericalRuntime
public import SignalProcessing

/// Goodness of fit in envelope and phase after Kristeková and others (2009) at some places: 10 is perfect.
///
/// Each place's three components are judged together with global normalisation, then means are taken over components and
/// places; above 8 is excellent, above 6 good, above 4 fair.
public struct WaveformFit: Hashable, Sendable {
  /// Envelope and phase goodness of fit, 10 for perfect; nil if no place could be judged.
  public let envelope, phase: Double?
  /// Places that were judged, and places that were not, because the truth is silent or not a number there.
  public let placeCount, skippedCount: Int

  /// Scores that are known.
  public init(envelope: Double?, phase: Double?, placeCount: Int, skippedCount: Int) {
    self.envelope = envelope
    self.phase = phase
    self.placeCount = placeCount
    self.skippedCount = skippedCount
  }

  /// The fit of forecast traces.
  ///
  /// - Parameters:
  ///   - forecast: the forecast.
  ///   - truth: what came true, on the same axes.
  ///   - places: where; a few dozen say as much as all, see ``spread(_:rows:columns:)``.
  ///   - options: the band in Hz, which must lie below Nyquist, and how it is sampled.
  /// - Throws: `SignalError` for a band that the frames cannot carry, and a forecast that is not finite.
  /// - Precondition: places are of the frames.
  public init(
    of forecast: WavefieldFrames,
    against truth: WavefieldFrames,
    places: [Int],
    options: TimeFrequencyMisfit.Options
  ) throws(SignalError) {
    forecast.requireSameAxes(as: truth, for: "WaveformFit")
    require(
      places.allSatisfy { (0..<truth.placeCount).contains($0) },
      "WaveformFit: places beyond the \(truth.placeCount) of the frames"
    )
    let results = parallelMap(places) { place in
      Result { () throws(SignalError) -> SIMD2<Double>? in
        try Self.fit(of: forecast, against: truth, at: place, options)
      }
    }
    var fits: [SIMD2<Double>] = []
    for result in results {
      if let fit = try result.get() { fits.append(fit) }
    }
    let mean = fits.reduce(.zero, +) / Double(max(fits.count, 1))
    envelope = fits.isEmpty ? nil : mean.x
    phase = fits.isEmpty ? nil : mean.y
    placeCount = fits.count
    skippedCount = places.count - fits.count
  }

  /// Means over components at one place; nil where the truth is silent or not a number.
  private static func fit(
    of forecast: WavefieldFrames,
    against truth: WavefieldFrames,
    at place: Int,
    _ options: TimeFrequencyMisfit.Options
  ) throws(SignalError) -> SIMD2<Double>? {
    let reference = (0..<3).map { truth.trace($0, at: place) }
    guard reference.allSatisfy({ $0.allSatisfy(\.isFinite) }),
      reference.contains(where: { $0.contains { $0 != 0 } })
    else { return nil }
    let misfit = try TimeFrequencyMisfit(
      of: (0..<3).map { forecast.trace($0, at: place) },
      against: reference,
      samplingInterval: truth.frameInterval,
      options: options
    )
    let sums = zip(misfit.envelopeGoodnessOfFit, misfit.phaseGoodnessOfFit)
      .reduce(SIMD2<Double>.zero) { $0 + SIMD2($1.0, $1.1) }
    return sums / 3
  }

  /// About `count` places spread evenly over a grid of rows and columns, none at its edge where the grid has an inside.
  ///
  /// - Precondition: count, rows and columns are positive.
  public static func spread(_ count: Int, rows: Int, columns: Int) -> [Int] {
    require(
      count > 0 && rows > 0 && columns > 0,
      "WaveformFit: \(count) places of \(rows) x \(columns)"
    )
    let step = max((Double(rows * columns) / Double(count)).squareRoot(), 1)
    func centers(_ extent: Int) -> [Int] {
      let number = max(1, Int((Double(extent) / step).rounded()))
      return (0..<number).map { extent * (2 * $0 + 1) / (2 * number) }
    }
    return centers(rows).flatMap { row in centers(columns).map { row * columns + $0 } }
  }
}
