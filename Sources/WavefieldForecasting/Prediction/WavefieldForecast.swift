public import Seismology
public import WaveformCatalog

/// A forecast of the ground velocity on a model's grid, with the motion from which it was made.
///
///     let forecast = try runner.forecast(input, frames: 200)
///     forecast.peaks.horizontal               // PGV at each grid point, m/s
///     forecast.warningTimes(threshold: 0.01)  // seconds from issue to 1 cm/s
public struct WavefieldForecast: Sendable {
  /// The grid, where and as what the model learned.
  public let site: ForecasterSite
  /// The event as its catalog knows it; the model was told nothing of it.
  public let event: CatalogEvent
  /// The frames that went in, NaN at grid points of which nothing was known.
  public let input: MotionFrames
  /// The frames that were forecast; the first stands one interval after the last of the input.
  public let frames: MotionFrames
  /// The stations whose motion went in, in the model's local frame; empty where it was that of the whole grid.
  public let stations: [Receiver]

  /// A forecast from its parts.
  public init(
    site: ForecasterSite,
    event: CatalogEvent,
    input: MotionFrames,
    frames: MotionFrames,
    stations: [Receiver] = []
  ) {
    self.site = site
    self.event = event
    self.input = input
    self.frames = frames
    self.stations = stations
  }

  /// The time of the last input frame: from then on a forecast can be issued, in seconds after the event's time zero.
  public var issueTime: Double { input.endTime }

  /// Peak motion over input and forecast together.
  public var peaks: MotionPeaks { MotionPeaks(over: [input, frames]) }

  /// Peak motion over the forecast alone.
  public var forecastPeaks: MotionPeaks { MotionPeaks(over: [frames]) }

  /// Seconds from issue to the first frame whose horizontal velocity exceeds a threshold in m/s, at each grid point.
  ///
  /// Negative (or zero) where the input exceeded it already, NaN where neither it nor the forecast does.
  public func warningTimes(threshold: Double) -> [Float] {
    Self.warningTimes(input, frames, threshold: threshold)
  }

  static func warningTimes(
    _ input: MotionFrames,
    _ frames: MotionFrames,
    threshold: Double
  ) -> [Float] {
    let issue = Float(input.endTime)
    return zip(
      input.firstExceedance(of: threshold),
      frames.firstExceedance(of: threshold)
    ).map { past, future in (past.isNaN ? future : past) - issue }
  }
}
