import Foundation

/// Finds where an amplitude spectrum has fallen for good.
enum SpectralDecay {
  /// The highest frequency at which the spectrum still reaches `fraction` of its value at zero frequency.
  ///
  /// A function of total variation V has |R(f)| ≤ V / (2πf); the search runs down from where that bound
  /// falls below the fraction.
  static func frequency(
    atAmplitude fraction: Double,
    of function: some SourceTimeFunction,
    variation: Double
  ) -> Double {
    let length = function.support.upperBound - function.support.lowerBound
    guard length > 0 else { return .infinity }
    let level = fraction * function.spectralAmplitude(at: 0)
    guard level > 0 else { return .infinity }
    return lastCrossing(
      level: level,
      below: variation / (2 * .pi * level),
      step: 0.125 / length,
      of: function.spectralAmplitude(at:)
    )
  }

  /// The total variation of a function over all time, in 1/s, from 4096 samples of its support.
  static func variation(of function: some SourceTimeFunction) -> Double {
    let support = function.support
    let length = support.upperBound - support.lowerBound
    let count = 4096
    var (sum, previous) = (0.0, 0.0)
    for index in 0...count {
      let rate = function.rate(at: support.lowerBound + length * Double(index) / Double(count))
      sum += abs(rate - previous)
      previous = rate
    }
    return sum + abs(previous)
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
    for _ in 0..<60 {
      let middle = 0.5 * (below + above)
      if amplitude(middle) < level { above = middle } else { below = middle }
    }
    return 0.5 * (below + above)
  }
}
