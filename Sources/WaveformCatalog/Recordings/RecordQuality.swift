import Foundation
import NumericalRuntime
import Seismology
import SignalProcessing

/// What a record must be like to be kept.
public struct RecordQuality: Hashable, Sendable {
  /// The least ratio of signal to noise: the largest root mean square over ``signalSeconds`` after the P arrival
  /// against that of all that was recorded before it, of the component where it is largest.
  public var minimumSignalToNoise: Double
  /// The longest gap in s that is bridged by a straight line; channels with longer ones are dropped.
  public var maximumGap: Double
  /// The least share of the window that must be recorded.
  public var minimumCoverage: Double

  /// Seconds over which the signal's root mean square is taken.
  public static let signalSeconds = 1.0
  /// Noise that was recorded for less than so many seconds says nothing.
  public static let shortestNoiseSeconds = 2.0

  /// Limits; the defaults keep what stands out of its noise by a factor 3 and fills half the window.
  public init(
    minimumSignalToNoise: Double = 3,
    maximumGap: Double = 0.5,
    minimumCoverage: Double = 0.5
  ) {
    self.minimumSignalToNoise = minimumSignalToNoise
    self.maximumGap = maximumGap
    self.minimumCoverage = minimumCoverage
  }

  func validate() throws(CatalogError) {
    let checks = [
      ("least signal-to-noise ratio", minimumSignalToNoise, 0.0...1e6),
      ("longest gap in s", maximumGap, 0...1e6),
      ("least share of the window", minimumCoverage, 0...1),
    ]
    for (place, value, limits) in checks where !limits.contains(value) {
      throw .invalid(
        place: place,
        value: "\(value)",
        expected: "from \(limits.lowerBound) to \(limits.upperBound)"
      )
    }
  }

  /// The signal-to-noise ratio of a component, or nil where there is not enough noise, or no signal, to tell.
  ///
  /// - Parameters:
  ///   - traces: its segments.
  ///   - arrival: when P arrives at the earliest.
  ///   - end: when the window ends.
  ///   - margin: the share of each segment at its ends that a taper has spoiled.
  /// - Returns: the ratio, infinite where the noise is nothing at all.
  static func signalToNoise(
    _ traces: [WaveformTrace],
    arrival: Date,
    end: Date,
    margin: Double
  ) -> Double? {
    var noise = (sum: 0.0, seconds: 0.0, count: 0)
    var signal: Double?
    for trace in traces {
      let samples = trace.samples.asDoubles
      let tapered = Int(Double(samples.count) * margin)
      func index(_ date: Date) -> Int {
        let place = date.timeIntervalSince(trace.startTime) / trace.samplingInterval
        return Int(min(max(place.rounded(.up), 0), Double(samples.count)))
      }
      let (first, last) = (index(arrival), index(end))
      for i in min(tapered, first)..<first { noise.sum += samples[i] * samples[i] }
      noise.count += first - min(tapered, first)
      noise.seconds += Double(first - min(tapered, first)) * trace.samplingInterval
      let length = max(1, Int((signalSeconds / trace.samplingInterval).rounded()))
      if let largest = largestMeanSquare(samples[first..<max(first, last)], length: length) {
        signal = max(signal ?? 0, largest)
      }
    }
    guard noise.seconds >= shortestNoiseSeconds, let signal else { return nil }
    let level = noise.sum / Double(noise.count)
    return level > 0 ? (signal / level).squareRoot() : signal > 0 ? .infinity : nil
  }

  private static func largestMeanSquare(_ samples: ArraySlice<Double>, length: Int) -> Double? {
    guard samples.count >= length else { return nil }
    // The sum is taken anew for each stretch of half a length, so that rounding does not pile up.
    var largest = 0.0
    for start in stride(
      from: samples.startIndex,
      through: samples.endIndex - length,
      by: max(1, length / 2)
    ) {
      let sum = samples[start..<start + length].reduce(0) { $0 + $1 * $1 }
      largest = max(largest, sum / Double(length))
    }
    return largest
  }
}
