import Foundation
import NumericalRuntime
public import Seismology

extension IntensityMeasures.Motion {
  /// Acceleration, velocity and displacement from one of them.
  ///
  /// With a high-pass corner the record loses its linear trend, is tapered over 2.5 % at either end, embedded in
  /// zeros and filtered forwards and backwards (Butterworth, order 2, so that −6 dB fall on the corner); the
  /// other forms follow by dividing and multiplying the spectrum by iω. This is the usual processing of
  /// accelerograms (Boore & Bommer 2005, Soil Dyn. Earthq. Eng. 25).
  ///
  /// Without a corner the record is taken as it is, starting from rest, and integrated by the trapezoidal rule and
  /// differentiated by central differences: right for synthetics, which keep their static displacement.
  ///
  /// Either way the forms end with the record. Where its acceleration breaks off well above zero, see ``endShare``.
  ///
  /// - Parameters:
  ///   - samples: ground motion in SI units.
  ///   - motion: what they are.
  ///   - samplingInterval: seconds between samples.
  ///   - highPassHz: the corner in Hz; nil for no filter.
  /// - Throws: ``SignalError`` for an unusable record, or a corner that is not below the Nyquist frequency or
  ///   below half a cycle of the record.
  public init(
    of samples: [Double],
    motion: GroundMotion,
    samplingInterval: Double,
    highPassHz: Double?
  ) throws(SignalError) {
    try SampleCheck.check(
      samples,
      interval: samplingInterval,
      operation: "Intensity measures",
      needed: 4
    )
    let forms =
      if let highPassHz {
        try Self.filtered(samples, interval: samplingInterval, corner: highPassHz)
      } else {
        Padded(samples: samples, range: samples.indices, isFiltered: false)
      }
    var result: [GroundMotion: [Double]] = [:]
    for wanted in GroundMotion.allCases {
      result[wanted] = try Self.form(
        forms,
        steps: wanted.derivativeOrder - motion.derivativeOrder,
        interval: samplingInterval
      )
    }
    self.init(
      acceleration: result[.acceleration] ?? [],
      velocity: result[.velocity] ?? [],
      displacement: result[.displacement] ?? [],
      samplingInterval: samplingInterval
    )
  }

  /// The acceleration at the worse end of the record, as a share of the largest.
  ///
  /// A response spectrum takes the ground to be at rest before and after the record. Where it breaks off at a share
  /// of its peak instead, the interpolation between samples overshoots there by up to a tenth of that share, and
  /// the jump excites short periods.
  public var endShare: Double {
    let peak = acceleration.reduce(0) { max($0, abs($1)) }
    let ends = max(abs(acceleration.first ?? 0), abs(acceleration.last ?? 0))
    return peak > 0 ? ends / peak : 0
  }

  /// A record between zeros.
  private struct Padded {
    var samples: [Double]
    var range: Range<Int>
    var isFiltered: Bool
  }

  private static func filtered(
    _ samples: [Double],
    interval: Double,
    corner: Double
  ) throws(SignalError) -> Padded {
    let lowest = 0.5 / (Double(samples.count) * interval)
    guard corner >= lowest else {
      throw .outOfRange(
        name: "high-pass corner in Hz",
        value: corner,
        limits:
          "at least half a cycle of the record, \(lowest) Hz, to filter anything, or 0 for no filter"
      )
    }
    let filter = try ButterworthFilter(.highpass(corner), order: 2, samplingInterval: interval)
    let tapered = try Taper(fraction: 0.025).applied(
      to: try Detrend.linear.applied(to: samples),
      samplingInterval: interval
    )
    // Zeros of 1.5 × order / corner seconds hold the filter's transients (Converse & Brady 1992).
    let zeros = Int((1.5 * 2 / corner / interval).rounded(.up))
    let length = RealFourierTransform<Double>.efficientCount(atLeast: samples.count + 2 * zeros)
    var padded = [Double](repeating: 0, count: length)
    padded.replaceSubrange(zeros..<(zeros + samples.count), with: tapered)
    return Padded(
      samples: try filter.applied(to: padded, zeroPhase: true),
      range: zeros..<(zeros + samples.count),
      isFiltered: true
    )
  }

  /// The record integrated (negative steps) or differentiated (positive ones).
  private static func form(
    _ record: Padded,
    steps: Int,
    interval: Double
  ) throws(SignalError) -> [Double] {
    var samples = record.samples
    for _ in 0..<abs(steps) {
      if steps < 0 {
        let integration = record.isFiltered ? Integration.fourier : .trapezoid
        samples = try integration.applied(to: samples, samplingInterval: interval)
      } else {
        let differentiation = record.isFiltered ? Differentiation.fourier : .centralDifference
        samples = try differentiation.applied(to: samples, samplingInterval: interval)
      }
    }
    return Array(samples[record.range])
  }
}
