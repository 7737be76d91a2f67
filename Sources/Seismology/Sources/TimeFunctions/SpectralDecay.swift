import Foundation

/// Finds where an amplitude spectrum has fallen for good.
enum SpectralDecay {
  /// The highest frequency at which the spectrum of a smooth function still reaches `fraction` of its value at
  /// zero frequency.
  ///
  /// The function is sampled at 16,384 points of its support; frequencies above half that sampling rate are taken
  /// for silent.
  static func frequency(
    atAmplitude fraction: Double,
    of function: some SourceTimeFunction
  ) -> Double {
    let (start, end) = (function.support.lowerBound, function.support.upperBound)
    guard start < end else { return .infinity }
    let count = 16_384
    let interval = (end - start) / Double(count)
    let samples = (0...count).map { Float(function.rate(at: start + Double($0) * interval)) }
    guard
      let table = try? TabulatedTimeFunction(
        rates: samples,
        interval: interval,
        startTime: start,
        normalized: false
      )
    else { return .infinity }
    return min(table.frequency(atAmplitude: fraction), 0.5 / interval)
  }

  /// The highest frequency below `upperBound` at which `amplitude` still reaches `level`, or 0.
  ///
  /// `step` in Hz must be a fraction of the width of the spectrum's lobes.
  static func lastCrossing(
    level: Double,
    below upperBound: Double,
    step: Double,
    of amplitude: (Double) -> Double
  ) -> Double {
    var above = upperBound
    var below = upperBound
    repeat {
      above = below
      below = max(0, above - step)
    } while below > 0 && amplitude(below) < level
    guard amplitude(below) >= level else { return 0 }
    return bisection(level: level, above: below, below: above, of: amplitude)
  }

  /// Where `amplitude` crosses `level` between a frequency at which it is above and one at which it is below.
  static func bisection(
    level: Double,
    above: Double,
    below: Double,
    of amplitude: (Double) -> Double
  ) -> Double {
    var (above, below) = (above, below)
    for _ in 0..<60 {
      let middle = 0.5 * (above + below)
      if amplitude(middle) < level { below = middle } else { above = middle }
    }
    return 0.5 * (above + below)
  }
}
