import ArgumentParser
import Evaluation
import Foundation
import WavefieldForecasting

/// The maps of one event that an ensemble is asked for, EVENT=FILE on the command line.
struct EnsembleMaps: ExpressibleByArgument {
  let event: String
  let url: URL

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[1].hasSuffix(".nc") else { return nil }
    (event, url) = (parts[0], URL(fileURLWithPath: parts[1]))
  }

  /// Reads the event.
  func read(_ ensemble: EnsembleForecasts) throws -> EvaluatedEvent {
    try EvaluatedEvent(
      event,
      of: ensemble.catalog,
      for: ensemble.members[0].runner,
      offset: 0,
      frames: ensemble.frames
    )
  }

  /// Writes mean, spread and interval of PGV, and mean and spread of its time.
  ///
  /// - Parameters:
  ///   - known: the event.
  ///   - ensemble: who forecasts it.
  ///   - share: the share of truths that the interval is meant to hold.
  ///   - factor: by how much calibration widens it.
  /// - Throws: `ForecastingError`, or what keeps the file from being written.
  func write(
    _ known: EvaluatedEvent,
    _ ensemble: EnsembleForecasts,
    share: Double,
    factor: Double
  ) throws {
    let forecasts = try ensemble.members.map { try ensemble.forecast(known, by: $0) }
    let logs = forecasts.map {
      $0.forecastPeaks.horizontal.map { log10(max(Double($0), EnsembleForecasts.smallest)) }
    }
    let interval = ForecastIntervals(
      ofMembers: logs,
      share: share,
      minimumHalfWidth: EnsembleForecasts.resolutionOfLogPGV
    ).widened(by: factor)
    try EnsembleFile.write(
      EnsembleForecast(forecasts),
      interval: .init(
        percent: 100 * share,
        lower: interval.lower.map { pow(10, $0) },
        upper: interval.upper.map { pow(10, $0) }
      ),
      to: url,
      source: "foreshake \(Version.current)"
    )
  }
}
