import Foundation
import SeismicFiles
public import Seismology

extension CatalogFolder {
  /// Writes all events as QuakeML 1.2.
  ///
  /// QuakeML demands an origin time: events without one have 1970-01-01T00:00:00 and a remark that says so.
  ///
  /// - Throws: `EventFileError` if the file cannot be written.
  public func writeQuakeML(_ events: [CatalogEvent]) throws {
    try QuakeML.write(events.map(\.seismicEvent), to: quakeML)
  }

  /// The text that ``writeQuakeML(_:)`` writes.
  static func quakeML(of events: [CatalogEvent]) -> String {
    QuakeML.text(of: events.map(\.seismicEvent))
  }
}

extension CatalogEvent {
  /// The event as event files know it; one without an origin time is at 1970-01-01T00:00:00, marked as a stand-in.
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
        depth: depth,
        isTimeKnown: originTime != nil
      ),
      magnitudes: [SeismicEvent.Magnitude(magnitude, type: magnitudeType)],
      mechanism: moment == nil && plane == nil ? nil : mechanism
    )
  }
}
