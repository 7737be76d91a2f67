import NumericalRuntime

/// What came of the alerts that a forecast gave for a threshold.
public struct AlertOutcome: Hashable, Sendable {
  /// Places where the threshold was exceeded after the forecast was issued: as forecast, and not forecast.
  public let trueAlerts, missedAlerts: Int
  /// Places where it was forecast to be exceeded and was not.
  public let falseAlerts: Int
  /// Places where it was rightly forecast not to be.
  public let trueQuiets: Int
  /// Places where it was exceeded before the forecast was issued: no warning is possible.
  public let lateCount: Int
  /// Seconds from the forecast to the true exceedance at the true alerts: the time for people to act.
  public let warningTime: ScoreDistribution
  /// Seconds by which the exceedance was forecast late at the true alerts.
  public let timeError: ScoreDistribution

  /// Judges the alerts of a forecast.
  ///
  /// - Parameters:
  ///   - forecast: of the forecast or of input and forecast.
  ///   - truth: of the true record with its input; places missing there count as quiet.
  /// - Precondition: the same places, threshold and issue.
  public init(of forecast: WarningTimes, against truth: WarningTimes) {
    require(
      forecast.seconds.count == truth.seconds.count && forecast.threshold == truth.threshold
        && forecast.issueTime == truth.issueTime,
      "AlertOutcome: alerts of different places, thresholds or times"
    )
    var counts = SIMD8<Int>.zero
    var (warnings, errors): ([Double], [Double]) = ([], [])
    for pair in zip(forecast.seconds, truth.seconds) {
      switch pair {
      case (_, let truth?) where truth <= 0: counts[4] += 1
      case (let forecast?, let truth?):
        counts[0] += 1
        warnings.append(truth)
        errors.append(forecast - truth)
      case (nil, _?): counts[1] += 1
      case (_?, nil): counts[2] += 1
      case (nil, nil): counts[3] += 1
      }
    }
    self.init(counts, warnings, errors)
  }

  /// The alerts of several events together.
  public init(joining parts: [AlertOutcome]) {
    let counts = parts.reduce(SIMD8<Int>.zero) { $0 &+ $1.counts }
    self.init(
      counts,
      parts.flatMap(\.warningTime.values),
      parts.flatMap(\.timeError.values)
    )
  }

  private init(_ counts: SIMD8<Int>, _ warnings: [Double], _ errors: [Double]) {
    trueAlerts = counts[0]
    missedAlerts = counts[1]
    falseAlerts = counts[2]
    trueQuiets = counts[3]
    lateCount = counts[4]
    warningTime = ScoreDistribution(warnings)
    timeError = ScoreDistribution(errors)
  }

  private var counts: SIMD8<Int> {
    SIMD8(trueAlerts, missedAlerts, falseAlerts, trueQuiets, lateCount, 0, 0, 0)
  }

  /// The share of exceedances that were forecast, 0...1; nil without any.
  public var detectionRate: Double? {
    let all = trueAlerts + missedAlerts
    return all > 0 ? Double(trueAlerts) / Double(all) : nil
  }

  /// The share of alerts that were false, 0...1; nil without alerts.
  public var falseAlertRatio: Double? {
    let all = trueAlerts + falseAlerts
    return all > 0 ? Double(falseAlerts) / Double(all) : nil
  }
}
