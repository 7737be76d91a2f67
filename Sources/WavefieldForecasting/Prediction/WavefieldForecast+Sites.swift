import Foundation
public import SeismicFiles
public import Seismology
import WaveformCatalog

/// What a forecast says of one site.
public struct SiteForecast: Sendable {
  /// The site, in the model's local frame.
  public let receiver: Receiver
  /// The forecast ground velocity, interpolated linearly between grid points.
  public let seismogram: Seismogram
  /// The largest horizontal velocity over input and forecast in m/s, and its time after the event's time zero in s.
  public let pgv, pgvTime: Double
  /// Seconds from issue until the threshold is exceeded; negative if it was during the input, nil if it never is or if
  /// there is no threshold.
  public let warningTime: Double?
  /// The epicentral distance in m; nil where the site's place on the globe is not known.
  public let distance: Double?
}

extension WavefieldForecast {
  /// What the forecast says of sites, in their order.
  ///
  /// - Parameters:
  ///   - sites: places in the model's local frame.
  ///   - threshold: a horizontal velocity in m/s; nil for none.
  /// - Returns: one forecast for each site.
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)`` for the first site outside the grid.
  public func forecasts(at sites: [Receiver], threshold: Double? = nil) throws -> [SiteForecast] {
    guard !sites.isEmpty else { return [] }
    let places = try sites.map { receiver throws(ForecastingError) in try place(of: receiver) }
    let (past, future) = (input.interpolated(at: places), frames.interpolated(at: places))
    let peaks = MotionPeaks(over: [past, future])
    let warnings = threshold.map { Self.warningTimes(past, future, threshold: $0) }
    let projection = try site.projection()
    return try sites.enumerated().map { index, receiver in
      let warning = warnings.map { Double($0[index]) }
      return SiteForecast(
        receiver: receiver,
        seismogram: seismogram(future, index, receiver),
        pgv: Double(peaks.horizontal[index]),
        pgvTime: Double(peaks.time[index]),
        warningTime: warning.flatMap { $0.isNaN ? nil : $0 },
        distance: try projection.map {
          Geodesic(from: event.epicenter, to: try $0.geographicPoint(of: receiver.location))
            .distance
        }
      )
    }
  }

  /// The forecast at sites as traces, named by ``Seismology/SyntheticChannel``; times count from 1970 where the event
  /// has no origin time.
  ///
  /// - Throws: as ``forecasts(at:threshold:)``.
  public func waveforms(at sites: [Receiver]) throws -> WaveformCollection {
    let origin = event.originTime ?? Date(timeIntervalSince1970: 0)
    let projection = try site.projection()
    return WaveformCollection(
      traces: try forecasts(at: sites).flatMap { $0.seismogram.traces(originTime: origin) },
      motion: .velocity,
      stations: try projection.map { projection in
        try sites.map {
          Station(
            network: $0.network,
            code: $0.code,
            position: try projection.geographicPoint(of: $0.location)
          )
        }
      } ?? [],
      originTime: origin
    )
  }

  private func place(of receiver: Receiver) throws(ForecastingError) -> GridPlace {
    guard let place = GridPlace(of: receiver.location, x: site.x, y: site.y) else {
      throw .invalid(
        what: "site \(receiver.identifier) at",
        value: "x \(receiver.location.x), y \(receiver.location.y) m",
        expected: "on the model's grid, \(site.gridWords)"
      )
    }
    return place
  }

  private func seismogram(_ motion: MotionFrames, _ point: Int, _ receiver: Receiver) -> Seismogram
  {
    Seismogram(
      receiver: receiver,
      motion: .velocity,
      startTime: motion.startTime,
      timeStep: motion.interval,
      east: motion.trace(component: 0, point: point),
      north: motion.trace(component: 1, point: point),
      up: motion.trace(component: 2, point: point)
    )
  }
}
