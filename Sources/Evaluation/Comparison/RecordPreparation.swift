import Foundation
public import Seismology
public import SignalProcessing

/// Brings a record onto given times, filters it and turns it into the motion that is compared.
///
/// Everything here is linear and the same for observed and computed records: interpolation to common times
/// (Lanczos, without aliasing), then the Butterworth band-pass at that common sampling, then integration or
/// differentiation in the spectrum. Beyond its ends a record fades to zero over the padding by half a cosine,
/// so that neither a permanent displacement nor a cut makes a step. Computed records go through the pre-filter
/// with which the response of the observed ones was removed, too. Only those lose their trend, and are tapered at the
/// ends of the whole record, before.
public struct RecordPreparation: Sendable {
  /// What is done.
  public let options: ComparisonOptions

  /// A preparation with options.
  public init(options: ComparisonOptions) {
    self.options = options
  }

  /// The motion at the times of a grid.
  ///
  /// - Parameters:
  ///   - record: ground motion in SI units.
  ///   - motion: what it is.
  ///   - grid: the times.
  ///   - fade: seconds over which the record fades to zero beyond its ends.
  ///   - preFilter: a band that is cut out first; nil for none, as where that has been done.
  /// - Returns: as many samples as the grid has, of the motion that the options name.
  /// - Throws: ``SignalError`` for a record without samples or with samples that are no numbers, and for a
  ///   band that reaches its Nyquist frequency.
  public func prepared(
    _ record: MotionRecord,
    motion: GroundMotion,
    grid: TimeGrid,
    fade: Double,
    preFilter: PreFilter? = nil
  ) throws(SignalError) -> [Double] {
    try FiniteSamples.require(record.samples, for: "A comparison", minimum: 2)
    if let band = options.band, band.upperBound >= record.nyquist {
      throw .aboveNyquist(
        name: "the band's upper corner",
        frequencyHz: band.upperBound,
        nyquistHz: record.nyquist
      )
    }
    let source = try preFilter.map { filter throws(SignalError) in
      try filtered(record, by: filter, fade: fade)
    }
    var samples = try interpolated(source ?? record, grid: grid, fade: fade)
    if let band = options.band {
      let filter = try ButterworthFilter(
        .bandpass(band.lowerBound, band.upperBound),
        order: options.order,
        samplingInterval: grid.interval
      )
      samples = try filter.applied(to: samples, zeroPhase: options.isZeroPhase)
    }
    return try converted(samples, from: motion, interval: grid.interval)
  }

  /// The record through a pre-filter, with room for its echoes: a fade and as many zeros on both sides.
  private func filtered(
    _ record: MotionRecord,
    by preFilter: PreFilter,
    fade: Double
  ) throws(SignalError) -> MotionRecord {
    let count = Int((fade / record.samplingInterval).rounded(.up))
    let (first, last) = (record.samples[0], record.samples[record.samples.count - 1])
    let slope = (0..<2 * count).map { i in
      i < count ? 0.5 * (1 + cos(.pi * Double(i + 1) / Double(count))) : 0
    }
    return MotionRecord(
      startTime: record.startTime - Double(2 * count) * record.samplingInterval,
      samplingInterval: record.samplingInterval,
      samples: try preFilter.applied(
        to: slope.reversed().map { first * $0 } + record.samples + slope.map { last * $0 },
        samplingInterval: record.samplingInterval
      )
    )
  }

  /// The record at the times of the grid, fading to zero beyond its ends.
  private func interpolated(
    _ record: MotionRecord,
    grid: TimeGrid,
    fade: Double
  ) throws(SignalError) -> [Double] {
    let tolerance = 1e-6 * record.samplingInterval
    let first = Int(((record.startTime - tolerance - grid.start) / grid.interval).rounded(.up))
    let last = Int(((record.endTime + tolerance - grid.start) / grid.interval).rounded(.down))
    let inside = max(first, 0)..<max(min(last + 1, grid.count), max(first, 0))
    guard !inside.isEmpty else {
      throw .tooShort(operation: "A comparison over this window", count: 0, needed: 2)
    }
    // Held at its ends, so that the interpolation does not run into a step there.
    let interpolation = try LanczosInterpolation()
    let stretch = max(grid.interval / record.samplingInterval, 1)
    let reach = Int((Double(interpolation.halfWidth) * stretch).rounded(.up)) + 1
    let held =
      [Double](repeating: record.samples[0], count: reach) + record.samples
      + [Double](repeating: record.samples[record.samples.count - 1], count: reach)
    let heldStart = record.startTime - Double(reach) * record.samplingInterval
    let values = try interpolation.applied(
      to: held,
      samplingInterval: record.samplingInterval,
      offset: grid.time(of: inside.lowerBound) - heldStart,
      newInterval: grid.interval,
      count: inside.count
    )
    return (0..<grid.count).map { i in
      if inside.contains(i) { return values[i - inside.lowerBound] }
      let isBefore = i < inside.lowerBound
      let edge = isBefore ? values[0] : values[values.count - 1]
      let steps = isBefore ? inside.lowerBound - i : i - inside.upperBound + 1
      let share = fade > 0 ? min(Double(steps) * grid.interval / fade, 1) : 1
      return edge * 0.5 * (1 + cos(.pi * share))
    }
  }

  private func converted(
    _ samples: [Double],
    from motion: GroundMotion,
    interval: Double
  ) throws(SignalError) -> [Double] {
    var result = samples
    let steps = options.motion.derivativeOrder - motion.derivativeOrder
    for _ in 0..<abs(steps) {
      if steps > 0 {
        result = try Differentiation.fourier.applied(to: result, samplingInterval: interval)
      } else {
        let integration = options.band == nil ? Integration.trapezoid : .fourier
        result = try integration.applied(to: result, samplingInterval: interval)
      }
    }
    return result
  }
}
