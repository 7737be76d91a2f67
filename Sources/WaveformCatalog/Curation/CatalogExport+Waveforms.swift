import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

extension EventWaveforms {
  /// Chosen receivers as traces without NaN: one for each stretch of recorded samples of each component.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if nothing was recorded at all.
  func collection(
    _ choice: ReceiverChoice,
    _ description: CatalogDescription
  ) throws -> WaveformCollection {
    let places = try choice.places(in: layout)
    let named = try layout.namedReceivers(choice)
    let origin = event.originTime ?? Date(timeIntervalSince1970: 0)
    var traces: [WaveformTrace] = []
    for (place, receiver) in zip(places, named) {
      for component in 0..<3 {
        traces += pieces(component, place).map { piece in
          trace(piece, component: component, receiver: receiver, place: place, origin: origin)
        }
      }
    }
    guard !traces.isEmpty else {
      throw CatalogError.mismatch(
        what: "event \(event.id)",
        expected: "recorded samples at the \(choice.rawValue)",
        found: "NaN only"
      )
    }
    var collection = WaveformCollection(
      traces: traces,
      motion: sampling.motion,
      stations: try description.stations(named),
      originTime: origin
    )
    collection.eventPosition = event.epicenter
    collection.eventDepth = event.depth
    return collection
  }

  /// Writes chosen receivers as SAC files into a folder of the event's name.
  func writeSAC(
    _ choice: ReceiverChoice,
    _ description: CatalogDescription,
    into folder: URL
  ) throws {
    let collection = try collection(choice, description)
    let place = folder.appendingPathComponent(event.id)
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    } catch {
      throw FileAccessError.failed(
        path: place.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
    let counts = Dictionary(collection.traces.map { ($0.identifier, 1) }, uniquingKeysWith: +)
    for trace in collection.traces {
      var file = SACFile(trace: trace, motion: collection.motion)
      let station = collection.station(of: trace)
      file.stationPosition = station?.position
      file.originTime = collection.originTime
      file.eventPosition = event.epicenter
      file.eventDepth = event.depth
      file.magnitude = event.magnitude
      file.eventName = event.id
      // Without a network code the name would begin with a dot and hide the file.
      var name = String("\(trace.identifier)".drop { $0 == "." })
      if counts[trace.identifier] != 1 {
        name += "." + UTCTime.text(trace.startTime).replacing(":", with: "")
      }
      try file.write(to: place.appendingPathComponent("\(name).sac"))
    }
  }

  private func trace(
    _ piece: Range<Int>,
    component: Int,
    receiver: Receiver,
    place: Int,
    origin: Date
  ) -> WaveformTrace {
    let letter: Character = ["E", "N", "Z"][component]
    return WaveformTrace(
      identifier: TraceIdentifier(
        network: receiver.network,
        station: receiver.code,
        channel: channelCode(letter)
      ),
      startTime: origin.addingTimeInterval(Double(piece.lowerBound) * sampling.interval),
      samplingInterval: sampling.interval,
      samples: .floats(piece.map { sample(component, $0, place) })
    )
  }

  /// The code of a channel: of a recorded event that of a sensor, else that of computed motion.
  private func channelCode(_ letter: Character) -> String {
    guard event.originTime != nil else {
      return SyntheticChannel.code(component: letter, samplingInterval: sampling.interval)
    }
    let band = SyntheticChannel.bandCode(samplingRate: 1 / sampling.interval)
    return "\(band)\(sampling.motion == .acceleration ? "N" : "H")\(letter)"
  }

  private func sample(_ component: Int, _ time: Int, _ place: Int) -> Float {
    samples[(component * sampling.count + time) * layout.count + place]
  }

  /// The stretches of samples that are no NaN.
  private func pieces(_ component: Int, _ place: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start: Int?
    for time in 0..<sampling.count {
      let isNaN = sample(component, time, place).isNaN
      if !isNaN, start == nil { start = time }
      if isNaN, let first = start {
        pieces.append(first..<time)
        start = nil
      }
    }
    if let first = start { pieces.append(first..<sampling.count) }
    return pieces
  }
}

extension CatalogDescription {
  /// The stations that receivers stand for, where the local axes have a place on the globe.
  func stations(_ receivers: [Receiver]) throws -> [Station] {
    guard let projection = try projection() else { return [] }
    return try receivers.map {
      Station(
        network: $0.network,
        code: $0.code,
        position: try projection.geographicPoint(of: $0.location)
      )
    }
  }
}
