import Foundation
import Seismology
import SignalProcessing

/// The times at which all records of an event are sampled.
struct RecordWindow {
  /// The first of them.
  let start: Date
  /// Seconds between them.
  let interval: Double
  /// How many there are.
  let count: Int

  /// The last of them.
  var end: Date { start.addingTimeInterval(Double(count - 1) * interval) }

  /// The samples of a component at the window's times; NaN where nothing was recorded.
  ///
  /// Values between samples come from ``LanczosInterpolation``, which takes away what the new rate cannot carry.
  ///
  /// - Parameter segments: the component's traces.
  /// - Returns: ``count`` samples.
  /// - Throws: `SignalError` if a sample is not finite.
  func samples(of segments: [WaveformTrace]) throws(SignalError) -> [Float] {
    var values = [Float](repeating: .nan, count: count)
    let interpolation = try LanczosInterpolation()
    for segment in segments {
      let lead = segment.startTime.timeIntervalSince(start)
      let span = Double(segment.count - 1) * segment.samplingInterval
      // Times are known to about 0.1 µs: a sample may stand a little outside the segment.
      let tolerance = 5e-7
      let first = max(0, ((lead - tolerance) / interval).rounded(.up))
      let last = min(Double(count - 1), ((lead + span + tolerance) / interval).rounded(.down))
      guard first <= last else { continue }
      let number = Int(last - first) + 1
      let length = Double(number - 1) * interval
      let offset = min(max(0, first * interval - lead), max(0, span - length))
      let found = try interpolation.applied(
        to: segment.samples.asDoubles,
        samplingInterval: segment.samplingInterval,
        offset: offset,
        newInterval: interval,
        count: length > span + 1e-9 * interval ? number - 1 : number
      )
      for (index, value) in found.enumerated() { values[Int(first) + index] = Float(value) }
    }
    return values
  }
}
