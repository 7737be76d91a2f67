import Evaluation
import Foundation
import Plotting
import Seismology
import WavefieldForecasting
import WaveformCatalog

/// A forecast as a picture: what came true, what was forecast and how they differ, at some times after the issue.
enum ForecastPicture {
  /// Seconds after the issue.
  static let leadTimes = [2.5, 7.5, 12.5, 20.0]

  /// The panels of a forecast; without truth a row of the forecast alone.
  static func panels(
    _ forecast: WavefieldForecast,
    truth: WavefieldFrames?
  ) throws -> WavefieldPanels {
    let frames = forecast.frames
    let chosen = leadTimes.map { lead in
      Int((lead / frames.interval - 1).rounded())
    }.filter { (0..<frames.count).contains($0) }
    let points = frames.pointCount
    func field(_ samples: [Float], _ frame: Int) throws -> GriddedField {
      let first = (frame * 3 + component) * points
      return try GriddedField(
        columns: forecast.site.x,
        rows: forecast.site.y,
        values: Array(samples[first..<first + points])
      )
    }
    var rows: [WavefieldPanels.Row] = []
    if let truth {
      let common = chosen.filter { $0 < truth.frameCount }
      rows.append(.init("truth", fields: try common.map { try field(truth.samples, $0) }))
    }
    rows.append(.init("forecast", fields: try chosen.map { try field(frames.samples, $0) }))
    if let truth {
      let errors = zip(frames.samples, truth.samples).map { $0 - $1 }
      let common = chosen.filter { $0 < truth.frameCount }
      rows.append(.init("difference", fields: try common.map { try field(errors, $0) }))
    }
    let peak = rows[0].fields.compactMap { $0?.peak }.max() ?? 0
    let unit = MotionUnit(for: .velocity, peak: peak)
    // Half the largest value, so that weaker waves are seen too.
    let limit = max(peak * unit.perSIUnit / 2, 1e-12)
    var panels = WavefieldPanels(
      title: "Event \(forecast.event.id), M \(String(format: "%.1f", forecast.event.magnitude)): "
        + "the wavefield after \(Readable.number(forecast.issueTime)) s",
      subtitle: "North component. The forecast knows the first seconds "
        + (forecast.stations.isEmpty
          ? "on the grid" : "at \(forecast.stations.count) stations (dots)")
        + ", but neither magnitude nor place nor origin time. Star: epicenter.",
      columns: chosen.map { String(format: "+%.1f s", Double($0 + 1) * frames.interval) },
      rows: rows,
      label: "Velocity, north (\(unit.symbol))",
      unitsPerSI: unit.perSIUnit,
      scale: .linear(-limit...limit)
    )
    panels.yRunsDown = forecast.site.yIsClockwise
    panels.marks = forecast.stations.map { .init(x: $0.location.x, y: $0.location.y) }
    if let place = forecast.event.location {
      panels.marks.append(.init(x: place.x, y: place.y, isEpicenter: true))
    }
    return panels
  }

  /// North.
  private static let component = 1
}
