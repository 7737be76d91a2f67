import Foundation
import SeismicFiles
import Seismology
import TestSupport

/// A trace of station XX.ST1 that starts on 2020-01-01.
func intensityTrace(
  _ channel: String,
  _ samples: TraceSamples,
  start: Double = 0,
  interval: Double = 0.01
) -> WaveformTrace {
  WaveformTrace(
    identifier: TraceIdentifier(network: "XX", station: "ST1", channel: channel),
    startTime: Date(timeIntervalSince1970: 1_577_836_800 + start),
    samplingInterval: interval,
    samples: samples
  )
}

/// A burst of some Hz with a peak of 1 at 5 s.
func burst(_ frequency: Double, count: Int = 2000) -> [Float] {
  (0..<count).map { n in
    let t = 0.01 * Double(n) - 5
    return Float(exp(-t * t) * cos(2 * Double.pi * frequency * t))
  }
}

struct IntensityRow: Decodable {
  var station, component, start: String
  var pga_m_s2, pgv_m_s, arias_m_s, d5_95_s: Double?
  var psa_1s_m_s2: Double?
  var remark: String
}

private struct Table: Decodable { var rows: [IntensityRow] }

extension Foreshake {
  /// Writes traces as miniSEED.
  func write(_ traces: [WaveformTrace], _ name: String) throws {
    try WaveformFile.write(
      WaveformCollection(traces: traces),
      to: file(name),
      format: .miniSEED
    )
  }
}

/// The rows of the command's JSON.
func intensityRows(_ json: String) throws -> [IntensityRow] {
  try JSONDecoder().decode(Table.self, from: Data(json.utf8)).rows
}
