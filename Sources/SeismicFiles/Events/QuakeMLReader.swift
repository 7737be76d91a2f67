import Foundation
import Seismology

/// Turns elements of a QuakeML document into events.
struct QuakeMLReader {
  /// The name of the file, for messages.
  let file: String

  func event(_ element: MarkupElement) throws(EventFileError) -> SeismicEvent {
    let origins = element.children("origin")
    guard let origin = preferred(origins, id: element.text(of: "preferredOriginID")) else {
      throw .missing(file: file, line: element.line, element: "origin")
    }
    let mechanism = preferred(
      element.children("focalMechanism"),
      id: element.text(of: "preferredFocalMechanismID")
    )
    var event = SeismicEvent(
      publicID: element.attributes["publicID"] ?? "",
      name: element.child("description")?.text(of: "text") ?? "",
      origin: try self.origin(origin),
      magnitudes: try magnitudes(of: element)
    )
    if let mechanism {
      event.mechanism = try self.mechanism(mechanism, origins: origins, hypocenter: event.origin)
    }
    return event
  }

  /// The element of an identifier, or the first where none is named or found.
  private func preferred(_ elements: [MarkupElement], id: String) -> MarkupElement? {
    elements.first { !id.isEmpty && $0.attributes["publicID"] == id } ?? elements.first
  }

  private func origin(_ element: MarkupElement) throws(EventFileError) -> SeismicEvent.Origin {
    guard let time = element.child("time") else {
      throw .missing(file: file, line: element.line, element: "time")
    }
    let text = time.text(of: "value")
    guard let date = UTCTime.date(text) else {
      throw .malformed(
        file: file,
        line: time.line,
        quantity: "time",
        found: text,
        expected: "a time such as 2019-07-16T20:11:01.47Z"
      )
    }
    guard let latitude = try quantity("latitude", of: element, in: EventLimit.latitude),
      let longitude = try quantity("longitude", of: element, in: EventLimit.longitude)
    else { throw .missing(file: file, line: element.line, element: "latitude or longitude") }
    return SeismicEvent.Origin(
      time: date,
      epicenter: GeographicPoint(latitude: latitude, longitude: longitude),
      depth: try quantity("depth", of: element, in: EventLimit.depth),
      isTimeKnown: !element.children("comment").contains {
        $0.text(of: "text").hasPrefix(QuakeML.unknownTime)
      }
    )
  }

  private func magnitudes(
    of event: MarkupElement
  ) throws(EventFileError) -> [SeismicEvent.Magnitude] {
    let id = event.text(of: "preferredMagnitudeID")
    var found: [SeismicEvent.Magnitude] = []
    for element in event.children("magnitude") {
      guard let value = try quantity("mag", of: element, in: EventLimit.magnitude) else {
        throw .missing(file: file, line: element.line, element: "mag")
      }
      let magnitude = SeismicEvent.Magnitude(value, type: element.text(of: "type"))
      if !id.isEmpty, element.attributes["publicID"] == id {
        found.insert(magnitude, at: 0)
      } else {
        found.append(magnitude)
      }
    }
    return found
  }

  // MARK: - Mechanisms

  private func mechanism(
    _ element: MarkupElement,
    origins: [MarkupElement],
    hypocenter: SeismicEvent.Origin
  ) throws(EventFileError) -> SeismicEvent.Mechanism {
    var mechanism = SeismicEvent.Mechanism(
      nodalPlanes: try element.child("nodalPlanes").map(nodalPlanes) ?? []
    )
    guard let moment = element.child("momentTensor") else { return mechanism }
    mechanism.scalarMoment = try quantity("scalarMoment", of: moment, in: EventLimit.moment)
    mechanism.momentTensor = try moment.child("tensor").map(tensor)
    let derived = moment.text(of: "derivedOriginID")
    if let centroid = origins.first(where: {
      !derived.isEmpty && $0.attributes["publicID"] == derived
    }) {
      let origin = try self.origin(centroid)
      if origin != hypocenter { mechanism.centroid = origin }
    }
    if let function = moment.child("sourceTimeFunction"),
      let duration = try number(function.child("duration"), "duration", in: EventLimit.duration)
    {
      mechanism.halfDuration = 0.5 * duration
    }
    return mechanism
  }

  private func tensor(_ element: MarkupElement) throws(EventFileError) -> MomentTensor {
    var values: [Double] = []
    for name in ["Mrr", "Mtt", "Mpp", "Mrt", "Mrp", "Mtp"] {
      guard let value = try quantity(name, of: element, in: EventLimit.moment) else {
        throw .missing(file: file, line: element.line, element: name)
      }
      values.append(value)
    }
    let tensor = MomentTensor(
      rr: values[0],
      tt: values[1],
      pp: values[2],
      rt: values[3],
      rp: values[4],
      tp: values[5]
    )
    do throws(SourceError) {
      try tensor.validate()
    } catch {
      throw .impossibleMechanism(file: file, line: element.line, reason: error)
    }
    return tensor
  }

  private func nodalPlanes(_ element: MarkupElement) throws(EventFileError) -> [NodalPlane] {
    var planes: [NodalPlane] = []
    for name in ["nodalPlane1", "nodalPlane2"] {
      guard let plane = element.child(name) else { continue }
      guard let strike = try quantity("strike", of: plane, in: EventLimit.strike),
        let dip = try quantity("dip", of: plane, in: EventLimit.strike),
        let rake = try quantity("rake", of: plane, in: EventLimit.strike)
      else { throw .missing(file: file, line: plane.line, element: "strike, dip or rake") }
      do throws(SourceError) {
        planes.append(try NodalPlane(strike: strike, dip: dip, rake: rake))
      } catch {
        throw .impossibleMechanism(file: file, line: plane.line, reason: error)
      }
    }
    if element.attributes["preferredPlane"] == "2" { planes.reverse() }
    return planes
  }

  // MARK: - Numbers

  /// The `value` of a quantity, or nil if the quantity is not there.
  private func quantity(
    _ name: String,
    of element: MarkupElement,
    in limit: (ClosedRange<Double>, String)
  ) throws(EventFileError) -> Double? {
    guard let quantity = element.child(name) else { return nil }
    return try number(quantity.child("value") ?? quantity, name, in: limit)
  }

  private func number(
    _ element: MarkupElement?,
    _ name: String,
    in limit: (range: ClosedRange<Double>, remedy: String)
  ) throws(EventFileError) -> Double? {
    guard let element else { return nil }
    guard let value = Double(element.text), value.isFinite else {
      throw .malformed(
        file: file,
        line: element.line,
        quantity: name,
        found: element.text,
        expected: "a finite number"
      )
    }
    guard limit.range.contains(value) else {
      throw .outOfRange(
        file: file,
        line: element.line,
        quantity: name,
        value: value,
        limits: limit.range,
        remedy: limit.remedy
      )
    }
    return value
  }
}
