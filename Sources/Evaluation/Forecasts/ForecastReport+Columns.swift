/// The columns of the tables, and what stands in them.
extension ForecastReport {
  static let fieldColumns: [ScoreTable.Column] = [
    .init("acc", "ACC", decimals: 4),
    .init("rfne", "RFNE", decimals: 4),
    .init("rmse_normalized", "RMSE/s", decimals: 4),
  ]

  static let peakColumns: [ScoreTable.Column] = [
    .init("pgv_bias_log10", "PGV bias", unit: "log10", decimals: 3),
    .init("pgv_deviation_log10", "PGV dev.", unit: "log10", decimals: 3),
    .init("pgv_error_m_s", "PGV error", unit: "m/s"),
    .init("pgv_time_error_s", "PGV time", unit: "s", decimals: 2),
  ]

  static let otherColumns: [ScoreTable.Column] = [
    .init("rmse_m_s", "RMSE", unit: "m/s"),
    .init("later_pgv_error_m_s", "later PGV", unit: "m/s"),
    .init("later_pgv_time_error_s", "later time", unit: "s", decimals: 2),
    .init("peak_place_error_km", "place", unit: "km", decimals: 2),
    .init("p_error_s", "P", unit: "s", decimals: 2),
    .init("p_count", "P picks", decimals: 0),
    .init("s_error_s", "S", unit: "s", decimals: 2),
    .init("s_count", "S picks", decimals: 0),
    .init("envelope_fit", "EG", decimals: 2),
    .init("phase_fit", "PG", decimals: 2),
    .init("alert_detection", "detected", decimals: 3),
    .init("alert_false", "false", decimals: 3),
    .init("warning_median_s", "warning", unit: "s", decimals: 1),
  ]

  /// The mean over events in a bin of lead time.
  func leadScores(_ entry: Entry, _ bin: Int) -> FieldScores {
    FieldScores(meanOf: entry.scores.filter { !$0.byLeadTime.isEmpty }.map { $0.byLeadTime[bin] })
  }

  static func values(of scores: FieldScores) -> [ScoreTable.Value] {
    [.init(scores.acc), .init(scores.rfne), .init(scores.rmse)]
  }

  static func values(of peaks: [PeakErrors]) -> [ScoreTable.Value] {
    let ratios = ScoreDistribution(peaks.flatMap(\.logRatio.values))
    let absolute = ScoreDistribution(peaks.flatMap(\.absolute.values))
    let times = ScoreDistribution(peaks.flatMap(\.time.values))
    return [
      .init(ratios.mean), .init(ratios.standardDeviation), .init(absolute.mean),
      .init(times.meanAbsolute),
    ]
  }

  /// The values of the field, peak and other columns over some events.
  static func values(_ scores: [ForecastScores]) -> [ScoreTable.Value] {
    let later = scores.compactMap(\.laterPeaks)
    let places = ScoreDistribution(scores.compactMap(\.peakPlace).flatMap(\.values))
    let laterSizes = ScoreDistribution(later.flatMap(\.absolute.values))
    let laterTimes = ScoreDistribution(later.flatMap(\.time.values))
    let fits = scores.compactMap(\.fit)
    return values(of: FieldScores(meanOf: scores.compactMap(\.field)))
      + values(of: scores.map(\.peaks))
      + [
        .init(ScoreDistribution(scores.compactMap(\.velocityRMSE)).mean),
        .init(laterSizes.mean), .init(laterTimes.meanAbsolute),
        .init(places.mean.map { $0 / 1000 }),
      ]
      + values(of: scores.compactMap(\.pArrival)) + values(of: scores.compactMap(\.sArrival))
      + [
        .init(ScoreDistribution(fits.compactMap(\.envelope)).mean),
        .init(ScoreDistribution(fits.compactMap(\.phase)).mean),
      ]
      + values(of: scores.compactMap(\.alerts))
  }

  static func values(of arrivals: [ArrivalErrors]) -> [ScoreTable.Value] {
    guard !arrivals.isEmpty else { return [.missing, .missing] }
    let joined = ArrivalErrors(joining: arrivals)
    return [.init(joined.errors.meanAbsolute), .number(Double(joined.errors.count))]
  }

  static func values(of alerts: [AlertOutcome]) -> [ScoreTable.Value] {
    guard !alerts.isEmpty else { return [.missing, .missing, .missing] }
    let joined = AlertOutcome(joining: alerts)
    return [
      .init(joined.detectionRate), .init(joined.falseAlertRatio), .init(joined.warningTime.median),
    ]
  }
}
