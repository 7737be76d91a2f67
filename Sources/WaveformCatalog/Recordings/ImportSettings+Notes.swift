import Foundation
import Seismology
import SignalProcessing

extension ImportSettings {
  /// The settings as attributes of the catalog's files.
  var notes: [String: String] {
    [
      "calibration": calibrationText,
      "component_orientation": orientation == .azimuths
        ? "east, north and up by the azimuths and dips of the station files"
        : "as recorded: Z stands for up, N or 1 for north, E or 2 for east; the true azimuths of the "
          + "horizontal components are unknown",
      "time_zero": timeZeroText,
      "quality_control": keepsAll ? "none: all records are kept" : qualityText,
    ]
  }

  private var timeZeroText: String {
    let mark = reference == .origin ? "the origin time" : "the picked P arrival"
    if start == 0 { return "time counts from \(mark)" }
    return "time counts from \(abs(start)) s \(start < 0 ? "before" : "after") \(mark)"
  }

  private var qualityText: String {
    "signal-to-noise ratio \(quality.minimumSignalToNoise) or more; gaps up to \(quality.maximumGap) s "
      + "bridged; \(quality.minimumCoverage * 100) % of the window or more; not clipped; three components"
  }

  private var calibrationText: String {
    switch calibration {
    case .response(let filter, let level):
      let band = filter.map { "band \($0.corners) Hz" } ?? "no band limit"
      let water = level.map { "water level \($0) dB" } ?? "no water level"
      return "instrument response removed; \(band); \(water)"
    case .statedSensitivity: return "divided by the sensitivity that the station files state"
    case .constant(let epochs):
      return epochs.map { epoch in
        "\(epoch.countsPerUnit) counts per \(motion.units)"
          + (epoch.end.map { " until \(UTCTime.text($0, digits: 0))" } ?? "")
          + (epoch.estimate.map { " (estimated: \($0))" } ?? "")
      }.joined(separator: "; ")
    }
  }
}
