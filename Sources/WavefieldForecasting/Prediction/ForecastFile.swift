public import Foundation
import SeismicFiles
public import Seismology
import WaveformCatalog

/// A forecast as a NetCDF-4 file after CF-1.11, with the coordinates of a catalog's event files.
///
/// | variable | dimensions | holds |
/// |---|---|---|
/// | `ve`, `vn`, `vz` | time, y, x | forecast velocity towards east, north, up (m/s) |
/// | `pgv`, `pgv_time`, `pgv_vertical` | y, x | peak motion over input and forecast, and when it came |
/// | `forecast_pgv`, `forecast_pgv_time` | y, x | the same over the forecast alone |
/// | `warning_time` | y, x | seconds from issue until a threshold is exceeded, if one was given |
/// | `input_mask` | y, x | 1 where motion went in, else 0 |
/// | `issue_time` | – | the time of the last frame that went in (s) |
/// | `velocity` | station, component, time | the forecast at sites, if there are any |
///
/// `gmt grdimage 'forecast.nc?pgv'`, `xarray.open_dataset("forecast.nc")` and `foreshake plot map forecast.nc` work on it.
/// Times count from the event's time zero. The same forecast gives the same bytes.
public enum ForecastFile {
  /// Writes a forecast; the file appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - forecast: the forecast.
  ///   - url: where it shall stand; what stands there is replaced.
  ///   - sites: places in the model's local frame at which the forecast is written too.
  ///   - threshold: the horizontal velocity in m/s of the warning times; nil for none.
  ///   - source: product and version, as `foreshake 0.1.0`.
  /// - Throws: ``ForecastingError`` for a site outside the grid, `NetCDFError` or `FileAccessError`.
  public static func write(
    _ forecast: WavefieldForecast,
    to url: URL,
    sites: [Receiver] = [],
    threshold: Double? = nil,
    source: String
  ) throws {
    let seismograms = try forecast.forecasts(at: sites).map(\.seismogram)
    let file = try NetCDFFile(creating: url)
    do {
      try file.writeHead(of: forecast, source: source)
      let projection = try forecast.site.projection()
      if !seismograms.isEmpty {
        try file.write(
          seismograms,
          metadata: RunMetadata(title: "", source: source, frame: forecast.site.frame),
          projection: projection
        )
      }
      let surface = try SurfaceAxes(
        file: file,
        x: forecast.site.x,
        y: forecast.site.y,
        frame: forecast.site.frame,
        projection: projection
      )
      try file.writeFrames(of: forecast, on: surface)
      try surface.writeMaps(of: forecast)
      if let threshold { try surface.writeWarnings(of: forecast, threshold: threshold) }
      try file.finish()
    } catch {
      file.abort()
      throw error
    }
  }
}

extension NetCDFFile {
  /// Writes the global attributes and the time of issue.
  fileprivate func writeHead(
    of forecast: WavefieldForecast,
    source: String
  ) throws(NetCDFError) {
    try write(
      ForecastHead(
        title: "Forecast of event \(forecast.event.id)",
        event: forecast.event,
        site: forecast.site,
        issueTime: forecast.issueTime,
        source: source
      )
    )
    try setAttribute("ground_motion", "velocity")
    try setAttribute("input_frame_count", .integers([forecast.input.count]))
    try setAttribute("input_start_time_s", .doubles([forecast.input.startTime]))
    try setAttribute(
      "input_stations",
      .text(forecast.stations.map(\.identifier).joined(separator: " "))
    )
  }

  /// Writes the three components, (time, y, x) each.
  fileprivate func writeFrames(
    of forecast: WavefieldForecast,
    on surface: SurfaceAxes
  ) throws(NetCDFError) {
    let frames = forecast.frames
    let time = try timeAxis(of: frames)
    for (component, (name, words)) in [
      ("ve", "forecast velocity towards east"), ("vn", "forecast velocity towards north"),
      ("vz", "forecast upward velocity"),
    ].enumerated() {
      let variable = try defineVariable(
        name,
        .float,
        [time, surface.y, surface.x],
        fillValue: .nan,
        storage: .contiguous,
        attributes: ["units": "m s-1", "long_name": .text("\(words) at the surface")]
      )
      try surface.describe(variable)
      try variable.write(frames.component(component))
    }
  }

  /// The axis that the sites' seismograms brought along, or a new one.
  private func timeAxis(of frames: MotionFrames) throws(NetCDFError) -> NetCDFDimension {
    if let time = try dimension("time") { return time }
    let time = try defineDimension("time", length: frames.count)
    try writeTimes(on: time, start: frames.startTime, step: frames.interval)
    return time
  }
}

extension SurfaceAxes {
  /// Writes the maps of peak motion and where motion went in.
  fileprivate func writeMaps(of forecast: WavefieldForecast) throws(NetCDFError) {
    let (all, ahead) = (forecast.peaks, forecast.forecastPeaks)
    let after = "after the origin time"
    let maps: [(name: String, values: [Float], units: String, words: String)] = [
      ("pgv", all.horizontal, "m s-1", "peak horizontal ground velocity over input and forecast"),
      ("pgv_time", all.time, "s", "time of the peak horizontal velocity \(after)"),
      ("pgv_vertical", all.vertical, "m s-1", "peak vertical ground velocity"),
      ("forecast_pgv", ahead.horizontal, "m s-1", "peak horizontal velocity of the forecast alone"),
      ("forecast_pgv_time", ahead.time, "s", "time of the forecast's peak velocity \(after)"),
      ("input_mask", forecast.input.known.map { $0 ? 1 : 0 }, "1", "whether motion went in"),
    ]
    for map in maps {
      try writeMap(map.name, map.values, units: map.units, longName: map.words)
    }
  }

  /// Writes the map of warning times.
  fileprivate func writeWarnings(
    of forecast: WavefieldForecast,
    threshold: Double
  ) throws(NetCDFError) {
    try writeMap(
      "warning_time",
      forecast.warningTimes(threshold: threshold),
      units: "s",
      longName: "time from issue until the horizontal velocity exceeds \(threshold) m s-1"
    )
  }
}
