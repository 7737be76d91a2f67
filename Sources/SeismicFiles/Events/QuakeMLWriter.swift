import Foundation
public import Seismology

extension QuakeML {
  /// The text of a QuakeML 1.2 document with these events.
  ///
  /// Identifiers that QuakeML does not allow are written below `smi:local/`.
  public static func text(of events: [SeismicEvent]) -> String {
    var writer = MarkupWriter()
    writer.element(
      "q:quakeml",
      [
        "xmlns": "http://quakeml.org/xmlns/bed/1.2",
        "xmlns:q": "http://quakeml.org/xmlns/quakeml/1.2",
      ]
    ) { writer in
      writer.element("eventParameters", ["publicID": "smi:local/foreshake"]) { writer in
        for (index, event) in events.enumerated() {
          append(event, id: identifier(event.publicID, index: index), to: &writer)
        }
      }
    }
    return writer.text
  }

  private static func append(_ event: SeismicEvent, id: String, to writer: inout MarkupWriter) {
    writer.element("event", ["publicID": id]) { writer in
      if !event.name.isEmpty {
        writer.element("description") { writer in
          writer.element("text", event.name)
          writer.element("type", "earthquake name")
        }
      }
      append(event.origin, id: "\(id)#origin", to: &writer)
      if let centroid = event.mechanism?.centroid {
        append(centroid, id: "\(id)#centroid", to: &writer)
      }
      for (index, magnitude) in event.magnitudes.enumerated() {
        writer.element("magnitude", ["publicID": "\(id)#magnitude\(index)"]) { writer in
          append("mag", magnitude.value, to: &writer)
          writer.element("type", ifPresent: magnitude.type)
        }
      }
      if let mechanism = event.mechanism {
        append(mechanism, id: id, to: &writer)
        writer.element("preferredFocalMechanismID", "\(id)#mechanism")
      }
      writer.element("preferredOriginID", "\(id)#origin")
      if !event.magnitudes.isEmpty {
        writer.element("preferredMagnitudeID", "\(id)#magnitude0")
      }
      writer.element("type", "earthquake")
    }
  }

  private static func append(
    _ origin: SeismicEvent.Origin,
    id: String,
    to writer: inout MarkupWriter
  ) {
    writer.element("origin", ["publicID": id]) { writer in
      writer.element("time") { $0.element("value", UTCTime.text(origin.time)) }
      append("latitude", origin.epicenter.latitude, to: &writer)
      append("longitude", origin.epicenter.longitude, to: &writer)
      if let depth = origin.depth { append("depth", depth, to: &writer) }
      writer.element("type", id.hasSuffix("#centroid") ? "centroid" : "hypocenter")
      guard !origin.isTimeKnown else { return }
      writer.element("comment") { writer in
        writer.element("text", "\(unknownTime); \(UTCTime.text(origin.time)) stands in for it")
      }
    }
  }

  /// How the remark begins on an origin of which QuakeML demands a time that nobody knows.
  static let unknownTime = "The origin time is not known"

  private static func append(
    _ mechanism: SeismicEvent.Mechanism,
    id: String,
    to writer: inout MarkupWriter
  ) {
    writer.element("focalMechanism", ["publicID": "\(id)#mechanism"]) { writer in
      if !mechanism.nodalPlanes.isEmpty {
        writer.element("nodalPlanes", ["preferredPlane": "1"]) { writer in
          for (index, plane) in mechanism.nodalPlanes.prefix(2).enumerated() {
            writer.element("nodalPlane\(index + 1)") { writer in
              append("strike", plane.strike, to: &writer)
              append("dip", plane.dip, to: &writer)
              append("rake", plane.rake, to: &writer)
            }
          }
        }
      }
      appendMoment(mechanism, id: id, to: &writer)
    }
  }

  private static func appendMoment(
    _ mechanism: SeismicEvent.Mechanism,
    id: String,
    to writer: inout MarkupWriter
  ) {
    guard
      mechanism.momentTensor != nil || mechanism.scalarMoment != nil
        || mechanism.halfDuration != nil || mechanism.centroid != nil
    else { return }
    writer.element("momentTensor", ["publicID": "\(id)#tensor"]) { writer in
      writer.element(
        "derivedOriginID",
        mechanism.centroid == nil ? "\(id)#origin" : "\(id)#centroid"
      )
      if let moment = mechanism.scalarMoment { append("scalarMoment", moment, to: &writer) }
      if let tensor = mechanism.momentTensor?.sphericalComponents {
        writer.element("tensor") { writer in
          append("Mrr", tensor.rr, to: &writer)
          append("Mtt", tensor.tt, to: &writer)
          append("Mpp", tensor.pp, to: &writer)
          append("Mrt", tensor.rt, to: &writer)
          append("Mrp", tensor.rp, to: &writer)
          append("Mtp", tensor.tp, to: &writer)
        }
      }
      if let half = mechanism.halfDuration {
        writer.element("sourceTimeFunction") { writer in
          writer.element("type", "triangle")
          writer.element("duration", "\(2 * half)")
        }
      }
    }
  }

  private static func append(_ name: String, _ value: Double, to writer: inout MarkupWriter) {
    writer.element(name) { $0.element("value", "\(value)") }
  }

  /// An identifier that QuakeML allows: `smi:authority/name` or `quakeml:authority/name`.
  private static func identifier(_ id: String, index: Int) -> String {
    let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-.*()_~'+?=,;#/&"))
    for scheme in ["smi:", "quakeml:"] where id.hasPrefix(scheme) {
      let parts = id.dropFirst(scheme.count).split(separator: "/", maxSplits: 1)
      if parts.count == 2, parts[0].count >= 3,
        parts.joined().unicodeScalars.allSatisfy(allowed.contains)
      {
        return id
      }
    }
    let name = id.unicodeScalars.map { allowed.contains($0) ? String($0) : "_" }.joined()
    return "smi:local/" + (name.isEmpty ? "event\(index + 1)" : name)
  }
}
