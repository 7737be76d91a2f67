import Evaluation
import Foundation
import SeismicFiles
import Seismology
import WavefieldForecasting
import WaveformCatalog

/// What a forecast says, in words and tables.
enum ForecastTables {
  /// A row for each site.
  static func sites(
    _ rows: [SiteForecast],
    of forecast: WavefieldForecast,
    threshold: Double?
  ) -> ScoreTable {
    var columns: [ScoreTable.Column] = [
      .init("distance_km", "distance", unit: "km", decimals: 1),
      .init("pgv_cm_s", "PGV", unit: "cm/s"),
      .init("pgv_time_s", "at", unit: "s", decimals: 2),
    ]
    if threshold != nil {
      columns.append(.init("warning_time_s", "warning", unit: "s", decimals: 2))
    }
    let limit = threshold.map { ", \(Readable.number($0)) cm/s" } ?? ""
    var table = ScoreTable(
      title: "Forecast of event \(forecast.event.id), issued at "
        + "\(Readable.number(forecast.issueTime)) s\(limit)",
      labels: ["site"],
      columns: columns
    )
    for row in rows {
      let values: [Double?] = [row.distance.map { $0 / 1000 }, row.pgv * 100, row.pgvTime]
      table.append(
        [row.receiver.identifier],
        (values + (threshold == nil ? [] : [row.warningTime])).map { .init($0) }
      )
    }
    return table
  }

  /// The largest motion, and how much of the region exceeds a threshold in m/s.
  static func summary(of forecast: WavefieldForecast, threshold: Double?) -> String {
    let peaks = forecast.peaks
    let top = peaks.horizontal.indices.max { peaks.horizontal[$0] < peaks.horizontal[$1] } ?? 0
    let (x, y) = (
      forecast.site.x[top % forecast.site.x.count], forecast.site.y[top / forecast.site.x.count]
    )
    var text = String(
      format: "largest forecast PGV %.3g cm/s at %.2f s, x %.1f km, y %.1f km",
      Double(peaks.horizontal[top]) * 100,
      Double(peaks.time[top]),
      x / 1000,
      y / 1000
    )
    if let threshold {
      let times = forecast.warningTimes(threshold: threshold)
      let ahead = times.filter { $0 > 0 }
      text += String(
        format: "; %d of %d grid points are warned of %.3g cm/s",
        ahead.count,
        times.count,
        threshold * 100
      )
      if let shortest = ahead.min(), let longest = ahead.max() {
        text += String(format: ", %.1f to %.1f s before", shortest, longest)
      }
    }
    return text
  }
}
