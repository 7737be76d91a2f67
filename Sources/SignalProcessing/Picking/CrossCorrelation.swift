import Foundation
import NumericalRuntime

/// The normalised cross-correlation of two equally long records, and the shift at which it is largest.
///
///     R(τ) = Σ r(t + τ) s(t) / √(Σ r² Σ s²)
///
/// A positive shift τ means that s must be moved to later times to fall on the reference r.
///
///     let peak = try CrossCorrelation.bestShift(
///       of: synthetic, against: observed, maximumSeconds: 3, samplingInterval: 0.1)
///
/// - Reference: numbers at whole samples equal `obspy.signal.cross_correlation.correlate(r, s)`. Between
///   samples R is interpolated exactly for band-limited records, by its Fourier series.
public struct CrossCorrelation: Sendable {
  /// A shift and the correlation coefficient there.
  public struct Peak: Hashable, Sendable {
    /// By how many seconds the record must be moved later.
    public let shift: Double
    /// The correlation coefficient there, −1...1 but for interpolation.
    public let coefficient: Double
  }

  /// R at shifts of −m, …, m samples; `values[m]` is that of shift 0.
  public let values: [Double]
  /// Seconds between samples.
  public let samplingInterval: Double
  private let series: [SIMD2<Double>]
  private let seriesCount: Int

  /// The cross-correlation for shifts up to `maximumSeconds` either way.
  ///
  /// - Parameters:
  ///   - record: the record that is moved.
  ///   - reference: the record on which it shall fall.
  ///   - maximumSeconds: the largest shift; shortened to the records' length.
  ///   - samplingInterval: seconds between samples.
  ///   - removingMeans: whether the means are taken off first.
  /// - Throws: ``SignalError`` for records without samples, of unequal length or with samples that are no numbers,
  ///   and for an interval that is not above 0 s.
  public init(
    of record: [Double],
    against reference: [Double],
    maximumSeconds: Double,
    samplingInterval: Double,
    removingMeans: Bool = true
  ) throws(SignalError) {
    try FiniteSamples.require(samplingInterval: samplingInterval)
    try Self.check(record, reference, maximumSeconds: maximumSeconds)
    let s = removingMeans ? Self.demeaned(record) : record
    let r = removingMeans ? Self.demeaned(reference) : reference
    let limit = Double(r.count - 1)
    // A shift of a whole number of samples may fall short of it by rounding.
    let reach = Int(min(maximumSeconds / samplingInterval + 1e-9, limit).rounded(.down))
    let size = RealFourierTransform<Double>.efficientCount(atLeast: r.count + reach + 1)
    let fourier = RealFourierTransform<Double>(count: size)
    let padding = [Double](repeating: 0, count: size - r.count)
    let (a, b) = (fourier.forward(r + padding), fourier.forward(s + padding))
    let norm = (Self.energy(r) * Self.energy(s)).squareRoot()
    let scale = norm > 0 ? 1 / norm : 0
    series = a.indices.map { k in
      SIMD2(a[k].x * b[k].x + a[k].y * b[k].y, a[k].y * b[k].x - a[k].x * b[k].y) * scale
    }
    let circular = fourier.inverse(series)
    values = (-reach...reach).map { circular[$0 < 0 ? size + $0 : $0] }
    seriesCount = size
    self.samplingInterval = samplingInterval
  }

  /// The largest correlation within the shifts, between samples.
  ///
  /// - Parameter ignoringSign: whether a large negative correlation counts as well, as of a flipped record.
  /// - Returns: shift 0 and coefficient 0 if either record is silent.
  public func peak(ignoringSign: Bool = false) -> Peak {
    let reach = values.count / 2
    let whole = values.indices.max { first, second in
      ignoringSign ? abs(values[first]) < abs(values[second]) : values[first] < values[second]
    }
    guard let whole, values[whole] != 0 else { return Peak(shift: 0, coefficient: 0) }
    let lag = Double(whole - reach)
    guard whole > 0, whole < values.count - 1 else {
      return Peak(shift: lag * samplingInterval, coefficient: values[whole])
    }
    let refined = extremum(near: lag, sign: values[whole] < 0 ? -1 : 1)
    return Peak(shift: refined.lag * samplingInterval, coefficient: refined.value)
  }

  /// The shift within ±`maximumSeconds` at which a record falls best on a reference.
  ///
  /// - Throws: ``SignalError`` for records without samples, of unequal length or with samples that are no numbers,
  ///   and for an interval that is not above 0 s.
  public static func bestShift(
    of record: [Double],
    against reference: [Double],
    maximumSeconds: Double,
    samplingInterval: Double
  ) throws(SignalError) -> Peak {
    try CrossCorrelation(
      of: record,
      against: reference,
      maximumSeconds: maximumSeconds,
      samplingInterval: samplingInterval
    ).peak()
  }

  /// The extremum within half a sample of a whole lag, by Newton's method on the Fourier series.
  private func extremum(near whole: Double, sign: Double) -> (lag: Double, value: Double) {
    var lag = whole
    for _ in 0..<20 {
      let (_, slope, curvature) = evaluate(at: lag)
      guard sign * curvature < 0 else { break }
      let next = min(max(lag - slope / curvature, whole - 1), whole + 1)
      let step = abs(next - lag)
      lag = next
      if step < 1e-9 { break }
    }
    let start = evaluate(at: whole).value
    let value = evaluate(at: lag).value
    return sign * value >= sign * start ? (lag, value) : (whole, start)
  }

  /// R and its first two derivatives by the lag in samples.
  private func evaluate(at lag: Double) -> (value: Double, slope: Double, curvature: Double) {
    var (value, slope, curvature) = (series[0].x, 0.0, 0.0)
    for k in 1..<series.count {
      let omega = 2 * Double.pi * Double(k) / Double(seriesCount)
      let (c, s) = (cos(omega * lag), sin(omega * lag))
      let weight: Double = 2 * k == seriesCount ? 1 : 2
      let inPhase = series[k].x * c - series[k].y * s
      let quadrature = -series[k].x * s - series[k].y * c
      value += weight * inPhase
      slope += weight * omega * quadrature
      curvature -= weight * omega * omega * inPhase
    }
    let count = Double(seriesCount)
    return (value / count, slope / count, curvature / count)
  }

  private static func check(
    _ record: [Double],
    _ reference: [Double],
    maximumSeconds: Double
  ) throws(SignalError) {
    guard !record.isEmpty, !reference.isEmpty else {
      throw .tooShort(operation: "A cross-correlation", count: 0, needed: 1)
    }
    guard record.count == reference.count else {
      throw .mismatch(
        what: "number of samples",
        first: Double(record.count),
        second: Double(reference.count)
      )
    }
    guard maximumSeconds >= 0, maximumSeconds.isFinite else {
      throw .outOfRange(name: "largest shift", value: maximumSeconds, limits: "0 s or more")
    }
    for series in [record, reference] {
      if let index = series.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    }
  }

  private static func demeaned(_ samples: [Double]) -> [Double] {
    let mean = samples.reduce(0, +) / Double(samples.count)
    return samples.map { $0 - mean }
  }

  private static func energy(_ samples: [Double]) -> Double { samples.reduce(0) { $0 + $1 * $1 } }
}
