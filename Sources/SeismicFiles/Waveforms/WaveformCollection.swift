public import Foundation
public import Seismology

/// Traces with what their file knows of them besides.
public struct WaveformCollection: Sendable {
  /// The traces.
  public var traces: [WaveformTrace]
  /// What the samples are, in SI units; nil for counts or where the file does not say.
  public var motion: GroundMotion?
  /// The stations whose positions are known, by `NET.STA`.
  public var stations: [String: Station]
  /// Origin time of the earthquake, where known.
  public var originTime: Date?
  /// Epicentre, and depth of the hypocentre in metres, where known.
  public var eventPosition: GeographicPoint?
  /// Depth of the hypocentre in metres, where known.
  public var eventDepth: Double?

  /// A collection of traces; the rest may be filled in.
  public init(
    traces: [WaveformTrace],
    motion: GroundMotion? = nil,
    stations: [Station] = [],
    originTime: Date? = nil
  ) {
    self.traces = traces
    self.motion = motion
    self.stations = Dictionary(
      stations.map { ("\($0.network).\($0.code)", $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.originTime = originTime
  }

  /// The station of a trace, if its position is known.
  public func station(of trace: WaveformTrace) -> Station? {
    stations["\(trace.identifier.network).\(trace.identifier.station)"]
  }

  /// The seismograms of the stations that have components E, N and Z; see
  /// ``Seismogram/seismograms(from:originTime:motion:receivers:)``.
  ///
  /// Without an origin time, times count from the start of the first trace.
  public var seismograms: [Seismogram] {
    guard let first = traces.first else { return [] }
    return Seismogram.seismograms(
      from: traces,
      originTime: originTime ?? first.startTime,
      motion: motion ?? .velocity
    )
  }
}
