import Foundation

/// A moment rate given by equally spaced samples, with straight lines between them.
///
/// Before the first sample and after the last the rate is zero. The table may jump there: a table 1, 1 with
/// interval 1 s is a box of one second.
public struct TabulatedTimeFunction: SourceTimeFunction, Hashable {
  /// The time of the first sample in s after the origin.
  public let startTime: Double
  /// The interval between samples in s.
  public let interval: Double
  /// The factor that turns a sample into a rate in 1/s.
  public let scale: Double
  /// The samples, shared with the array that they were cut from.
  public let samples: ArraySlice<Float>

  /// A function from its samples, scaled to unit area.
  ///
  /// - Parameters:
  ///   - samples: at least two finite samples, in any unit; a slice is shared, not copied.
  ///   - interval: seconds between samples.
  ///   - startTime: seconds from the origin to the first sample.
  ///   - normalized: false keeps the samples as they are, in 1/s; use it where their area is known to be
  ///     one, or where it is meant to be different.
  /// - Throws: ``SourceError`` if the table is too short, not finite or without area.
  public init(
    samples: ArraySlice<Float>,
    interval: Double,
    startTime: Double = 0,
    normalized: Bool = true
  ) throws(SourceError) {
    guard samples.count >= 2 else {
      throw .tableTooShort(quantity: "time function", count: samples.count, minimum: 2)
    }
    if let wrong = samples.first(where: { !$0.isFinite }) {
      throw .notFinite(quantity: "sample of the time function", value: Double(wrong))
    }
    self.interval = try requirePositive(interval, "sample interval", unit: "s")
    self.startTime = try requireFinite(startTime, "start time of the time function")
    self.samples = samples
    guard normalized else {
      scale = 1
      return
    }
    let area = interval * Self.trapezoidSum(samples)
    guard area != 0, (1 / area).isFinite else { throw .zeroArea(quantity: "time function") }
    scale = 1 / area
  }

  /// A function from an array of samples; see ``init(samples:interval:startTime:normalized:)``.
  public init(
    rates: [Float],
    interval: Double,
    startTime: Double = 0,
    normalized: Bool = true
  ) throws(SourceError) {
    try self.init(
      samples: rates[...],
      interval: interval,
      startTime: startTime,
      normalized: normalized
    )
  }

  var last: Int { samples.count - 1 }

  func sample(_ index: Int) -> Double { Double(samples[samples.startIndex + index]) }

  /// The area of samples one unit apart.
  private static func trapezoidSum(_ samples: ArraySlice<Float>) -> Double {
    guard let first = samples.first, let last = samples.last else { return 0 }
    return samples.reduce(0) { $0 + Double($1) } - 0.5 * (Double(first) + Double(last))
  }

  /// The rate in 1/s at a time in s.
  public func rate(at time: Double) -> Double {
    let position = (time - startTime) / interval
    guard position >= 0, position <= Double(last) else { return 0 }
    let index = min(Int(position), last - 1)
    let fraction = position - Double(index)
    return scale * (sample(index) * (1 - fraction) + sample(index + 1) * fraction)
  }

  /// The share of the moment released up to a time in s; takes time in proportion to the samples before it.
  public func cumulative(at time: Double) -> Double {
    guard time > startTime else { return 0 }
    return integral(from: startTime, to: time)
  }

  /// The mean rate between two times, in 1/s, from the samples in between.
  public func average(from start: Double, to end: Double) -> Double {
    precondition(start < end, "the interval must not be empty; got \(start) to \(end)")
    return integral(from: start, to: end) / (end - start)
  }

  /// The area between two times, without unit.
  private func integral(from start: Double, to end: Double) -> Double {
    let from = min(max((start - startTime) / interval, 0), Double(last))
    let to = min(max((end - startTime) / interval, 0), Double(last))
    guard from < to else { return 0 }
    let (first, final) = (min(Int(from), last - 1), min(Int(to), last - 1))
    var sum = 0.0
    for index in first...final {
      let (left, right) = (sample(index), sample(index + 1))
      let a = max(from - Double(index), 0)
      let b = min(to - Double(index), 1)
      sum += (b - a) * (left + 0.5 * (a + b) * (right - left))
    }
    return scale * interval * sum
  }

  /// The interval of slip in s.
  public var support: ClosedRange<Double> {
    startTime...(startTime + interval * Double(last))
  }
}
