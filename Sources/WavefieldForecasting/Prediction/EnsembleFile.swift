public import Foundation
import NumericalRuntime
import SeismicFiles
import WaveformCatalog

/// The forecast of an ensemble as maps in a NetCDF-4 file after CF-1.11.
///
/// | variable | dimensions | holds |
/// |---|---|---|
/// | `pgv` | y, x | geometric mean over the members of the forecast PGV (m/s) |
/// | `pgv_vertical` | y, x | the same of peak vertical velocity (m/s) |
/// | `pgv_spread` | y, x | standard deviation of log₁₀ PGV over the members |
/// | `pgv_lower`, `pgv_upper` | y, x | the limits of the interval, if one was given (m/s) |
/// | `pgv_time`, `pgv_time_spread` | y, x | mean and standard deviation of the time of PGV (s) |
/// | `issue_time` | – | the time of the last frame that went in (s) |
public enum EnsembleFile {
  /// An interval of PGV at each grid point.
  public struct Interval: Sendable {
    /// The share of truths in percent that it is meant to hold.
    public var percent: Double
    /// Its limits in m/s.
    public var lower, upper: [Double]

    /// An interval from its limits.
    public init(percent: Double, lower: [Double], upper: [Double]) {
      self.percent = percent
      self.lower = lower
      self.upper = upper
    }
  }

  /// Writes the maps; the file appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - forecast: the forecast.
  ///   - interval: limits of PGV, as many as there are grid points; nil for none.
  ///   - url: where it shall stand; what stands there is replaced.
  ///   - source: product and version.
  /// - Throws: `NetCDFError` or `FileAccessError`.
  public static func write(
    _ forecast: EnsembleForecast,
    interval: Interval?,
    to url: URL,
    source: String
  ) throws {
    let file = try NetCDFFile(creating: url)
    do {
      try file.write(
        ForecastHead(
          title: "Ensemble forecast of event \(forecast.event.id)",
          event: forecast.event,
          site: forecast.site,
          issueTime: forecast.issueTime,
          source: source
        )
      )
      let surface = try SurfaceAxes(
        file: file,
        x: forecast.site.x,
        y: forecast.site.y,
        frame: forecast.site.frame,
        projection: try forecast.site.projection()
      )
      try surface.writeMaps(of: forecast)
      if let interval { try surface.write(interval) }
      try file.finish()
    } catch {
      file.abort()
      throw error
    }
  }
}

extension SurfaceAxes {
  fileprivate func writeMaps(of forecast: EnsembleForecast) throws(NetCDFError) {
    let maps: [(name: String, values: [Float], units: String, words: String)] = [
      ("pgv", forecast.meanPGV, "m s-1", "geometric mean of the members' forecast PGV"),
      ("pgv_vertical", forecast.meanVerticalPGV, "m s-1", "geometric mean of vertical peaks"),
      ("pgv_spread", forecast.spreadOfLogPGV, "1", "standard deviation of log10 of PGV in m s-1"),
      ("pgv_time", forecast.meanTime, "s", "mean time of PGV after the origin time"),
      ("pgv_time_spread", forecast.spreadOfTime, "s", "standard deviation of the time of PGV"),
    ]
    for map in maps { try writeMap(map.name, map.values, units: map.units, longName: map.words) }
  }

  fileprivate func write(_ interval: EnsembleFile.Interval) throws(NetCDFError) {
    for (name, values, word) in [
      ("pgv_lower", interval.lower, "lower"), ("pgv_upper", interval.upper, "upper"),
    ] {
      try writeMap(
        name,
        values.map { Float($0) },
        units: "m s-1",
        longName: "\(word) limit of the interval meant to hold \(interval.percent) % of PGVs"
      )
    }
  }
}
