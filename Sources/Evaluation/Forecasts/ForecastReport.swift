import NumericalRuntime

/// The scores of one or more forecasters on the same events, as tables.
///
///     var report = ForecastReport(scoring)
///     report.add("ConvLEM", scores)
///     report.add("persistence", baselineScores)
///     print(report.summary.text)
///
/// Scores of fields are means over events of each event's score, as published; errors of peaks and arrivals are those of
/// all places of all events together.
public struct ForecastReport: Sendable {
  /// A forecaster's name and its scores by event.
  public struct Entry: Sendable {
    /// What stands in the tables.
    public let name: String
    /// The scores, one for each event.
    public let scores: [ForecastScores]
  }

  /// How everything was scored.
  public let scoring: ForecastScoring
  /// The forecasters, in the order in which they were added.
  public private(set) var entries: [Entry] = []

  /// A report without forecasters.
  public init(_ scoring: ForecastScoring) { self.scoring = scoring }

  /// Adds a forecaster.
  ///
  /// - Precondition: its scores were made with the report's bins.
  public mutating func add(_ name: String, _ scores: [ForecastScores]) {
    for event in scores {
      require(
        [0, scoring.leadTimes.count].contains(event.byLeadTime.count)
          && [0, scoring.distances.count].contains(event.peaksByDistance.count),
        "ForecastReport: \(name)'s scores of \(event.eventID) have other bins than the report"
      )
    }
    entries.append(Entry(name: name, scores: scores))
  }
}
