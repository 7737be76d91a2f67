public import Foundation

/// SEED channel codes of computed seismograms: band code, instrument code X and component.
///
/// The band code follows from the sampling rate as for broadband sensors; instrument code X is that of
/// *derived or generated* channels, so that nobody takes a computed trace for a recorded one.
///
/// | samples per second | code | | samples per second | code |
/// |---|---|---|---|---|
/// | 1000 and more | F | | 1 (0.3 to 1) | L |
/// | 250 to 1000 | C | | 0.1 (0.03 to 0.3) | V |
/// | 80 to 250 | H | | 0.01 (0.003 to 0.03) | U |
/// | 10 to 80 | B | | less | R |
/// | 1 to 10 | M | | | |
///
/// Reference: FDSN Source Identifiers, channel codes; SEED manual 2.4, appendix A.
public enum SyntheticChannel {
  /// The code of a component (`E`, `N`, `Z`) at a sampling interval in seconds.
  public static func code(component: Character, samplingInterval: Double) -> String {
    "\(bandCode(samplingRate: 1 / samplingInterval))X\(component)"
  }

  /// The band code of a sampling rate in Hz.
  public static func bandCode(samplingRate rate: Double) -> Character {
    // Rates that come out of a division may fall short of a limit by rounding.
    switch rate * (1 + 1e-9) {
    case 1000...: "F"
    case 250..<1000: "C"
    case 80..<250: "H"
    case 10..<80: "B"
    case 1.000_001..<10: "M"
    case 0.3..<1.000_001: "L"
    case 0.03..<0.3: "V"
    case 0.003..<0.03: "U"
    default: "R"
    }
  }
}

extension Seismogram {
  /// The three components as traces named ``SyntheticChannel`` says, in the order east, north, up.
  ///
  /// - Parameters:
  ///   - originTime: the origin time of the earthquake.
  ///   - location: the location code, often empty.
  /// - Returns: three traces, in SI units.
  public func traces(originTime: Date, location: String = "") -> [WaveformTrace] {
    let components: [(Character, [Float])] = [("E", east), ("N", north), ("Z", up)]
    return components.map { component, samples in
      let channel = SyntheticChannel.code(component: component, samplingInterval: timeStep)
      return WaveformTrace(
        identifier: TraceIdentifier(
          network: receiver.network,
          station: receiver.code,
          location: location,
          channel: channel
        ),
        startTime: originTime.addingTimeInterval(startTime),
        samplingInterval: timeStep,
        samples: .floats(samples)
      )
    }
  }

  /// The seismograms in a set of traces: one for each station that has components E, N and Z sampled alike.
  ///
  /// - Parameters:
  ///   - traces: the traces; those that do not make up three components are left out.
  ///   - originTime: the time from which the seismograms count.
  ///   - motion: what the traces hold, in its SI unit.
  ///   - receivers: the places of the stations; others stand at the local origin.
  /// - Returns: the seismograms in the order of their first trace.
  public static func seismograms(
    from traces: [WaveformTrace],
    originTime: Date,
    motion: GroundMotion = .velocity,
    receivers: [Receiver] = []
  ) -> [Seismogram] {
    var sets: [String: [Character: WaveformTrace]] = [:]
    var order: [String] = []
    for trace in traces {
      guard let component = trace.identifier.channel.last else { continue }
      let key = String("\(trace.identifier)".dropLast())
      if sets[key] == nil { order.append(key) }
      sets[key, default: [:]][component] = sets[key]?[component] ?? trace
    }
    return order.compactMap { key in
      guard let set = sets[key], let east = set["E"], let north = set["N"], let up = set["Z"],
        east.isSampled(like: north), east.isSampled(like: up)
      else { return nil }
      let codes = east.identifier
      let receiver =
        receivers.first { $0.code == codes.station && $0.network == codes.network }
        ?? Receiver(
          network: codes.network,
          code: codes.station,
          location: LocalPoint(x: 0, y: 0, z: 0)
        )
      return Seismogram(
        receiver: receiver,
        motion: motion,
        startTime: east.startTime.timeIntervalSince(originTime),
        timeStep: east.samplingInterval,
        east: east.samples.asFloats,
        north: north.samples.asFloats,
        up: up.samples.asFloats
      )
    }
  }
}

extension WaveformTrace {
  /// Whether both have the same start, interval and length (times to a hundredth of a sample).
  fileprivate func isSampled(like other: WaveformTrace) -> Bool {
    count == other.count
      && abs(startTime.timeIntervalSince(other.startTime)) < 0.01 * samplingInterval
      && abs(samplingInterval - other.samplingInterval) < 1e-6 * samplingInterval
  }
}
