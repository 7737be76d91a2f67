import NumericalRuntime

/// By how much P or S arrives early or late in a forecast.
///
/// Forecast and truth are whole records: the input, then what was forecast or came true. Only arrivals after the forecast
/// was issued say anything about it.
public struct ArrivalErrors: Hashable, Sendable {
  /// Seconds by which the forecast arrival is late, at places where it lies in the forecast.
  public let errors: ScoreDistribution
  /// Places where the truth had arrived before the forecast was issued.
  public let earlierCount: Int
  /// Places where the truth or the forecast has no onset that can be told: silent, missing, or moving from the first
  /// frame on.
  public let unpickedCount: Int

  /// Compares onsets.
  ///
  /// - Parameters:
  ///   - phase: P or S.
  ///   - forecast: input and forecast as one record, see ``WavefieldFrames/followed(by:)``.
  ///   - truth: the true record, on the same axes.
  ///   - issueTime: when the forecast was issued, on their clock.
  ///   - places: where, as at stations; nil for all places.
  ///   - onset: what counts as an onset.
  public init(
    of phase: ArrivalOnset.Phase,
    forecast: WavefieldFrames,
    truth: WavefieldFrames,
    issueTime: Double,
    places: [Int]? = nil,
    onset: ArrivalOnset = ArrivalOnset()
  ) {
    forecast.requireSameAxes(as: truth, for: "ArrivalErrors")
    let wanted = places ?? Array(0..<truth.placeCount)
    let pairs = parallelMap(wanted) { place in
      (
        forecast: onset.time(of: phase, in: forecast, at: place),
        truth: onset.time(of: phase, in: truth, at: place)
      )
    }
    var (errors, earlier, unpicked): ([Double], Int, Int) = ([], 0, 0)
    for pair in pairs {
      if let time = pair.truth, time <= issueTime {
        earlier += 1
      } else if let time = pair.truth, let other = pair.forecast {
        errors.append(other - time)
      } else {
        unpicked += 1
      }
    }
    self.errors = ScoreDistribution(errors)
    earlierCount = earlier
    unpickedCount = unpicked
  }

  /// The errors of several events together.
  public init(joining parts: [ArrivalErrors]) {
    errors = ScoreDistribution(parts.flatMap(\.errors.values))
    earlierCount = parts.reduce(0) { $0 + $1.earlierCount }
    unpickedCount = parts.reduce(0) { $0 + $1.unpickedCount }
  }
}
