import ArgumentParser
import Foundation
import SeismicFiles
import Seismology

/// The earthquake of a run of `foreshake process`.
struct ProcessEventFlags: ParsableArguments {
  @Option(help: "A QuakeML or CMTSOLUTION file; its first event counts.")
  var event: String?
  @Option(parsing: .unconditional, help: "The epicentre, degrees north.")
  var latitude: Double?
  @Option(parsing: .unconditional, help: "The epicentre, degrees east.")
  var longitude: Double?
  @Option(name: .customLong("depth-km"), parsing: .unconditional, help: "The hypocentre's depth.")
  var depth: Double?
  @Option(help: "The origin time in UTC.")
  var originTime: String?
  @Option(help: "Layers, by file or name, from which P and S arrivals are computed.")
  var velocityModel: String?

  func validate() throws {
    if (latitude == nil) != (longitude == nil) {
      throw ValidationError("--latitude and --longitude must be given together.")
    }
    if let latitude, !(-90...90).contains(latitude) {
      throw ValidationError("--latitude is \(latitude); it must be from -90 to 90.")
    }
    if let longitude, !(-360...360).contains(longitude) {
      throw ValidationError("--longitude is \(longitude); it must be from -360 to 360.")
    }
    if let depth, !(0...6371).contains(depth) {
      throw ValidationError("--depth-km is \(depth); it must be from 0 to 6371.")
    }
    if let originTime, UTCTime.date(originTime) == nil {
      throw ValidationError("--origin-time is '\(originTime)'; write 2019-07-16T20:11:01Z.")
    }
  }
}

/// Where and when the earthquake was, as far as flags, event file or waveform files tell.
struct ProcessEvent {
  /// The epicentre.
  var epicentre: GeographicPoint?
  /// Depth in m.
  var depth: Double?
  /// The origin time.
  var originTime: Date?

  /// Flags win over the event file, which wins over what the waveform files say.
  init(_ flags: ProcessEventFlags, _ input: ProcessInput) throws {
    var origin: SeismicEvent.Origin?
    if let path = flags.event {
      let events = try SourceDescription.events(in: URL(fileURLWithPath: path))
      if events.count > 1 {
        Console.warning("\(path) holds \(events.count) events; the first is taken.")
      }
      origin = events.first?.origin
    }
    let given = flags.latitude.flatMap { latitude in
      flags.longitude.map { GeographicPoint(latitude: latitude, longitude: $0) }
    }
    epicentre = given ?? origin?.epicenter ?? input.eventPosition
    depth = flags.depth.map { $0 * 1000 } ?? origin?.depth ?? input.eventDepth
    originTime = flags.originTime.flatMap { UTCTime.date($0) } ?? origin?.time ?? input.originTime
  }

  /// P and S arrivals at stations by `NET.STA`, from a model of layers.
  ///
  /// - Throws: ``ConfigurationError`` if the event or the model does not suffice.
  func arrivals(
    at stations: [String: GeographicPoint],
    model name: String?
  ) throws -> [String: [TravelTimes.Phase: Date]] {
    guard let name else { return [:] }
    let file = ShippedFiles.locate(
      given: URL(fileURLWithPath: name),
      name: name,
      folder: "velocity-models",
      endings: ["yaml", "txt", "nd", "tvel", "mod"]
    )
    guard let layers = try VelocityModelFile.read(file).layers else {
      throw ConfigurationError.conflict("\(file.path) is no model of layers, which arrivals need")
    }
    guard let epicentre, let depth, let originTime else {
      throw ConfigurationError.conflict(
        "arrivals need the earthquake's place, depth and time; give --event or --latitude, --longitude, "
          + "--depth-km and --origin-time"
      )
    }
    let times = TravelTimes(model: layers)
    return stations.mapValues { place in
      let distance = Geodesic(from: epicentre, to: place).distance
      return TravelTimes.Phase.allCases.reduce(into: [:]) { result, phase in
        let arrival = times.firstArrival(phase, sourceDepth: max(0, depth), distance: distance)
        result[phase] = arrival.map { originTime.addingTimeInterval($0.time) }
      }
    }
  }
}
