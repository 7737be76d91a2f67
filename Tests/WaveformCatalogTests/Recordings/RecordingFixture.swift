import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import WaveformCatalog

/// A made-up set of recordings with one station for each thing that can be wrong.
struct RecordingFixture {
  static let origin = Date(timeIntervalSince1970: 1.5e9)
  /// Counts per m/s.
  static let sensitivity = 1e6
  static let rate = 50.0

  /// What the stations are called after.
  static let flaws = ["GOOD", "GAP", "CLIP", "DEAD", "NOZ", "SHORT", "NOISE", "NOWHR"]

  /// Counts of a channel: noise of deviation 10 and a wave that starts 5 s after the origin time.
  static func counts(_ station: String, _ channel: String) -> [Int32] {
    let number = UInt64(flaws.firstIndex(of: station) ?? 0)
    var generator = SeededGenerator(seed: 11, stream: 8 * number + UInt64(channel.utf8.last ?? 0))
    return (0..<3000).map { i in
      let time = Double(i) / rate - 20
      let envelope = time < 5 || station == "NOISE" ? 0 : exp(-(time - 5) / 5)
      let wave = 5000 * envelope * sin(2 * .pi * 2 * time)
      let count = 300 + 10 * generator.gaussian() + wave
      if station == "DEAD", channel == "HHE" { return 7 }
      return Int32((station == "CLIP" ? min(max(count, -2000), 2000) : count).rounded())
    }
  }

  static func traces() -> [WaveformTrace] {
    flaws.flatMap { station in
      ["HHE", "HHN", "HHZ"].filter { station != "NOZ" || $0 != "HHZ" }.flatMap { channel in
        var trace = WaveformTrace(
          identifier: TraceIdentifier(network: "XX", station: station, channel: channel),
          startTime: origin.addingTimeInterval(-20),
          samplingInterval: 1 / rate,
          samples: .integers(counts(station, channel))
        )
        switch station {
        case "SHORT":
          trace.samples = .integers(Array(counts(station, channel).prefix(1300)))
          return [trace]
        case "GAP":
          var second = trace
          trace.samples = .integers(Array(counts(station, channel).prefix(1500)))
          second.samples = .integers(Array(counts(station, channel).dropFirst(1600)))
          second.startTime.addTimeInterval(1600 / rate)
          return [trace, second]
        default: return [trace]
        }
      }
    }
  }

  /// Writes the set: one event with its waveforms and a table of stations.
  static func write(to folder: URL) throws {
    try "event_id,origin_time,latitude,longitude,magnitude\nm1,\(UTCTime.text(origin)),38,-122,4\n"
      .write(to: folder.appendingPathComponent("events.csv"), atomically: true, encoding: .utf8)
    let places = flaws.filter { $0 != "NOWHR" }.map { "XX,\($0),38.2,-122.1" }
    try (["network,station,latitude,longitude"] + places).joined(separator: "\n")
      .write(to: folder.appendingPathComponent("stations.csv"), atomically: true, encoding: .utf8)
    let waveforms = folder.appendingPathComponent("waveforms")
    try FileManager.default.createDirectory(at: waveforms, withIntermediateDirectories: true)
    try MiniSEED.write(traces(), to: waveforms.appendingPathComponent("m1.mseed"))
  }

  /// Settings that suit the set.
  static var settings: ImportSettings {
    var settings = ImportSettings(
      title: "made up",
      motion: .velocity,
      calibration: .constant([SensitivityEpoch(countsPerUnit: sensitivity)]),
      samplingRate: 25,
      duration: 30
    )
    settings.orientation = .asRecorded
    return settings
  }
}
