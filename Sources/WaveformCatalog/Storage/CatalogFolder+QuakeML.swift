import Foundation
import SeismicFiles
public import Seismology

extension CatalogFolder {
  /// Writes all events as QuakeML 1.2.
  ///
  /// QuakeML demands an origin time: events without one have 1970-01-01T00:00:00.
  ///
  /// - Throws: `EventFileError` if the file cannot be written.
  public func writeQuakeML(_ events: [CatalogEvent]) throws {
    try QuakeML.write(events.map(\.seismicEvent), to: quakeML)
  }
}

extension CatalogEvent {
  /// The event as event files know it; without an origin time at 1970-01-01T00:00:00.
  public var seismicEvent: SeismicEvent {
    let planes = plane.map { [$0, $0.auxiliary] } ?? []
    let mechanism = SeismicEvent.Mechanism(
      momentTensor: moment,
      scalarMoment: moment?.scalarMoment,
      nodalPlanes: planes
    )
    return SeismicEvent(
      publicID: "smi:local/\(id)",
      name: id,
      origin: SeismicEvent.Origin(
        time: originTime ?? Date(timeIntervalSince1970: 0),
        epicenter: epicenter,
        depth: depth
      ),
      magnitudes: [SeismicEvent.Magnitude(magnitude, type: magnitudeType)],
      mechanism: moment == nil && plane == nil ? nil : mechanism
    )
  }
}
