import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

extension SourceDescription {
  /// The first event of a QuakeML or CMTSOLUTION file, at its centroid where it has one.
  ///
  /// Place, depth and mechanism of the configuration win over those of the file, so that a catalog without
  /// mechanisms can be used.
  static func event(_ file: URL, _ values: ConfigurationValues) throws -> SourceDescription {
    let events = try events(in: file)
    guard let event = events.first else { throw EventFileError.empty(file: file.path) }
    if events.count > 1 {
      Console.warning("\(file.path) holds \(events.count) events; the first is taken.")
    }
    let origin = event.sourceOrigin
    let given = try values.number(.depth) { $0 >= 0 }.map { $0 * 1000 }
    guard let depth = given ?? origin.depth else {
      throw ConfigurationError.missing(.depth, reason: "\(file.path) gives the earthquake no depth")
    }
    let tensor = try moment(of: event, values)
    let magnitude = try MomentMagnitude(scalarMoment: tensor.scalarMoment)
    let epicentre = GeographicPoint(
      latitude: try values.number(.latitude) ?? origin.epicenter.latitude,
      longitude: try values.number(.longitude) ?? origin.epicenter.longitude
    )
    try epicentre.validate()
    let size = magnitudeName(magnitude)
    return SourceDescription(
      kind: .point(tensor),
      epicentre: epicentre,
      depth: depth,
      originTime: origin.time,
      name: event.name.isEmpty ? size : "\(event.name), \(size)"
    )
  }

  /// The events of a QuakeML or CMTSOLUTION file.
  static func events(in file: URL) throws -> [SeismicEvent] {
    let start = try FileContents.readText(file).prefix(400).drop {
      $0.isWhitespace || $0 == "\u{FEFF}"
    }
    return start.hasPrefix("<")
      ? try QuakeML.read(contentsOf: file) : try CMTSolution.read(contentsOf: file)
  }

  private static func moment(of event: SeismicEvent, _ values: ConfigurationValues) throws
    -> MomentTensor
  {
    if values.has(.momentTensor) || values.has(.sphericalMomentTensor) { return try moment(values) }
    guard values.has(.strike) || values.has(.dip) || values.has(.rake) else {
      return try event.moment()
    }
    guard !values.has(.magnitude), !values.has(.moment), let size = event.magnitude else {
      return try moment(values)
    }
    var values = values
    values.set(.magnitude, "\(size.value)")
    return try moment(values)
  }
}
