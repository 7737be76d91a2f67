import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// Made-up recordings in counts of two stations with horizontals at 83° and 353°, and the synthetics to them.
private enum Example {
  static let origin = Date(timeIntervalSince1970: 1_563_307_861.47)
  /// Counts per m/s.
  static let gain = 1e9
  static let stations = ["A01", "A02"]

  /// Velocity in m/s towards an azimuth (degrees), or up for nil, at seconds after the origin time.
  static func velocity(_ station: Int, azimuth: Double?, _ t: Double) -> Double {
    func packet(_ time: Double, _ frequency: Double) -> Double {
      let s = t - time - 6 * Double(station)
      return 2e-5 * exp(-s * s / 20) * cos(2 * .pi * frequency * s)
    }
    guard let azimuth else { return packet(36, 0.12) }
    let angle = azimuth * .pi / 180
    return packet(44, 0.1) * sin(angle) + packet(48, 0.08) * cos(angle)
  }

  /// Synthetics: velocity at 5 Hz from the origin time on, `early` seconds too early and 1.25 times too large.
  static func synthetics(early: Double = 1.4) -> WaveformCollection {
    var traces: [WaveformTrace] = []
    for (index, station) in stations.enumerated() {
      for (channel, azimuth) in [("BXE", 90.0), ("BXN", 0), ("BXZ", nil)] as [(String, Double?)] {
        let samples = (0..<800).map { i in
          1.25 * velocity(index, azimuth: azimuth, 0.2 * Double(i) + early)
        }
        traces.append(
          WaveformTrace(
            identifier: TraceIdentifier(network: "XX", station: station, channel: channel),
            startTime: origin,
            samplingInterval: 0.2,
            samples: .doubles(samples)
          )
        )
      }
    }
    return WaveformCollection(traces: traces, motion: .velocity, originTime: origin)
  }

  /// Recordings: counts at 20 Hz from a minute before the origin time on, with an offset and a little noise.
  static func recordings(
    _ change: (WaveformTrace) -> [WaveformTrace] = { [$0] }
  ) -> WaveformCollection {
    var traces: [WaveformTrace] = []
    for (index, station) in stations.enumerated() {
      for (channel, azimuth) in [("BHE", 83.0), ("BHN", 353), ("BHZ", nil)] as [(String, Double?)] {
        let counts = (0..<4400).map { i -> Int32 in
          let motion = velocity(index, azimuth: azimuth, -60 + 0.05 * Double(i))
          return Int32((gain * motion).rounded()) + 700 + Int32(i * 7919 % 13)
        }
        let trace = WaveformTrace(
          identifier: TraceIdentifier(
            network: "XX",
            station: station,
            location: "00",
            channel: channel
          ),
          startTime: origin.addingTimeInterval(-60),
          samplingInterval: 0.05,
          samples: .integers(counts)
        )
        traces += change(trace)
      }
    }
    return WaveformCollection(traces: traces)
  }

  /// StationXML of the channels: a flat response of ``gain`` counts per m/s.
  static func stationXML(without channel: String = "") -> String {
    let channels = [("BHE", 83, 0), ("BHN", 353, 0), ("BHZ", 0, -90)].map { code, azimuth, dip in
      let place = "<Latitude>37.5</Latitude><Longitude>-121</Longitude><Elevation>0</Elevation>"
      let units =
        "<InputUnits><Name>M/S</Name></InputUnits>"
        + "<OutputUnits><Name>COUNTS</Name></OutputUnits>"
      let response = """
        <Response><InstrumentSensitivity><Value>\(gain)</Value><Frequency>1</Frequency>\(units)
        </InstrumentSensitivity><Stage number="1"><PolesZeros>\(units)
        <PzTransferFunctionType>LAPLACE (RADIANS/SECOND)</PzTransferFunctionType>
        <NormalizationFactor>1</NormalizationFactor><NormalizationFrequency>1</NormalizationFrequency>
        </PolesZeros><StageGain><Value>\(gain)</Value><Frequency>1</Frequency></StageGain></Stage></Response>
        """
      return """
        <Channel code="\(code)" locationCode="00" startDate="2000-01-01T00:00:00">\(place)<Depth>0</Depth>
        <Azimuth>\(azimuth)</Azimuth><Dip>\(dip)</Dip><SampleRate>20</SampleRate>
        \(code == channel ? "" : response)</Channel>
        """
    }
    let list = stations.enumerated().map { index, code in
      """
      <Station code="\(code)" startDate="2000-01-01T00:00:00"><Latitude>\(37.5 + 0.5 * Double(index))</Latitude>
      <Longitude>-121</Longitude><Elevation>0</Elevation><Site><Name>x</Name></Site>
      \(channels.joined())</Station>
      """
    }
    return """
      <?xml version="1.0"?><FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">
      <Source>x</Source><Created>2020-01-01T00:00:00</Created>
      <Network code="XX" startDate="2000-01-01T00:00:00">\(list.joined())</Network></FDSNStationXML>
      """
  }

  /// StationXML of the second station in another network, under the code of the first.
  static var namesake: String {
    stationXML().replacingOccurrences(of: "A01", with: "B01")
      .replacingOccurrences(of: "A02", with: "A01")
      .replacingOccurrences(of: "code=\"XX\"", with: "code=\"YY\"")
  }

  /// The second station's traces in another network, under the code of the first.
  static func renamed(_ waveforms: WaveformCollection) -> WaveformCollection {
    var result = waveforms
    for index in result.traces.indices where result.traces[index].identifier.station == "A02" {
      result.traces[index].identifier.network = "YY"
      result.traces[index].identifier.station = "A01"
    }
    return result
  }

  static let flags = [
    "compare", "syn.nc", "obs.mseed", "--stationxml", "stations.xml", "--motion", "displacement",
    "--band", "0.05,0.2", "--window", "10...140", "--max-shift", "3",
  ]

  /// A folder with synthetics, recordings and station file.
  static func folder(
    recordings: WaveformCollection = Example.recordings(),
    synthetics: WaveformCollection = Example.synthetics(),
    stationXML: String = Example.stationXML()
  ) throws -> Foreshake {
    let foreshake = try Foreshake()
    try WaveformFile.write(synthetics, to: foreshake.file("syn.nc"), format: .netCDF)
    try WaveformFile.write(recordings, to: foreshake.file("obs.mseed"), format: .miniSEED)
    try foreshake.write(stationXML, "stations.xml")
    return foreshake
  }
}

extension String {
  /// What stands before a part of it, and the rest.
  fileprivate func splitHalves(at part: String) -> (String, String) {
    guard let range = range(of: part) else { return (self, "") }
    return (String(self[..<range.lowerBound]), String(self[range.lowerBound...]))
  }
}

/// The rows and the summary of a table in JSON.
private struct Table {
  let rows: [[String: Any]]
  let summary: [String: Any]

  init(_ text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    rows = try #require(object?["rows"] as? [[String: Any]])
    summary = try #require(object?["summary"] as? [String: Any])
  }

  /// A row by station and component.
  func row(_ station: String, _ component: String) throws -> [String: Any] {
    try #require(
      rows.first {
        ($0["station"] as? String)?.hasSuffix(station) == true
          && $0["component"] as? String == component
      }
    )
  }
}

@Test("compare turns counts of oblique channels into scores of the shift and size that were put in")
func compareExample() throws {
  let foreshake = try Example.folder()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(
    Example.flags + [
      "--json", "--spectra", "--misfits", "--output", "scores.csv", "--picture", "overlay.svg",
    ]
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  let table = try Table(outcome.output)
  #expect(table.rows.count == 8)
  for station in Example.stations {
    for component in ["E", "N", "Z"] {
      let row = try table.row(station, component)
      // 1.25 times too large: 1 − 0.25² = 93.75 %, less a little noise of the recordings.
      let reduction = try #require(row["variance_reduction_percent"] as? Double)
      #expect(abs(reduction - 93.75) < 0.3, "\(station) \(component): \(reduction)")
      #expect(abs(try #require(row["shift_s"] as? Double) - 1.4) < 0.02)
      #expect(abs(try #require(row["peak_ratio"] as? Double) - 1.25) < 0.01)
      #expect(try #require(row["correlation"] as? Double) > 0.999)
      #expect(try #require(row["phase_goodness_of_fit"] as? Double) > 9.8)
      // A quarter too large at every time and frequency.
      #expect(abs(try #require(row["envelope_misfit"] as? Double) - 0.25) < 0.01)
      #expect(try #require(row["phase_misfit"] as? Double) < 0.02)
      #expect(abs(try #require(row["envelope_goodness_of_fit"] as? Double) - 10 * exp(-0.25)) < 0.1)
      #expect(abs(try #require(row["fas_bias_ln"] as? Double) - log(1.25)) < 0.02)
      #expect(abs(try #require(row["psa_bias_ln"] as? Double) - log(1.25)) < 0.02)
      #expect(row["flags"] as? String == "")
    }
  }
  let total = try #require(table.summary["variance_reduction_percent"] as? Double)
  #expect(abs(total - 93.75) < 0.3)
  #expect(abs(try #require(table.summary["envelope_misfit"] as? Double) - 0.25) < 0.01)
  let csv = try String(contentsOf: foreshake.file("scores.csv"), encoding: .utf8)
  #expect(csv.split(separator: "\n").count == 10 && !csv.lowercased().contains("nan"))
  let picture = try String(contentsOf: foreshake.file("overlay.svg"), encoding: .utf8)
  #expect(picture.contains("A02") && picture.contains("94 %") && picture.contains("shift +1.4 s"))
}

@Test("Radial and transverse need the epicentre, which a QuakeML file gives with distances")
func compareRotated() throws {
  let foreshake = try Example.folder()
  defer { foreshake.remove() }
  let refused = try foreshake.run(Example.flags + ["--rotate", "zrt"])
  #expect(refused.status == 65 && refused.errors.contains("--event"), "\(refused.errors)")
  let event = SeismicEvent(
    publicID: "quakeml:x/1",
    origin: .init(
      time: Example.origin,
      epicenter: GeographicPoint(latitude: 37, longitude: -121),
      depth: 10_000
    )
  )
  try QuakeML.write([event], to: foreshake.file("quakes.xml"))
  let outcome = try foreshake.run(
    Example.flags + ["--rotate", "zrt", "--event", "quakes.xml", "--json"]
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  let row = try Table(outcome.output).row("A01", "R")
  #expect(abs(try #require(row["distance_km"] as? Double) - 55.5) < 0.1)
  #expect(abs(try #require(row["variance_reduction_percent"] as? Double) - 93.75) < 0.3)

  // A station that the station file does not know is flagged, and the other one compared.
  let known = Example.stationXML().splitHalves(at: "<Station code=\"A02\"").0
  try foreshake.write(known + "</Network></FDSNStationXML>", "stations.xml")
  let partly = try foreshake.run(
    Example.flags + ["--rotate", "zrt", "--event", "quakes.xml", "--json"]
  )
  #expect(partly.status == 0, "\(partly.errors)")
  #expect(try Table(partly.output).row("A02", "Z")["flags"] as? String != "")
  #expect(try Table(partly.output).summary["component"] as? String == "3 of 6")
}

@Test("Clipped, broken and unknown channels are flagged, and the rest is compared")
func compareFlags() throws {
  let recordings = Example.recordings { trace in
    var trace = trace
    guard trace.identifier.station == "A02", case .integers(let counts) = trace.samples else {
      return [trace]
    }
    switch trace.identifier.channel {
    case "BHZ":
      trace.samples = .integers(counts.map { min($0, 12_000) })
      return [trace]
    case "BHE":
      // A gap of ten seconds within the window.
      var (first, second) = (trace, trace)
      first.samples = .integers(Array(counts[..<2000]))
      second.samples = .integers(Array(counts[2200...]))
      second.startTime = trace.startTime.addingTimeInterval(2200 * 0.05)
      return [first, second]
    default: return [trace]
    }
  }
  let foreshake = try Example.folder(recordings: recordings)
  defer { foreshake.remove() }
  let outcome = try foreshake.run(Example.flags + ["--json"])
  #expect(outcome.status == 0, "\(outcome.errors)")
  let table = try Table(outcome.output)
  #expect((try table.row("A02", "Z")["flags"] as? String)?.contains("clipped") == true)
  let east = try table.row("A02", "E")
  #expect((east["flags"] as? String)?.contains("gap") == true)
  #expect(east["variance_reduction_percent"] is NSNull)
  // 7° off north and without its partner it cannot be turned.
  #expect((try table.row("A02", "N")["flags"] as? String)?.contains("7\u{B0}") == true)
  #expect(try table.row("A01", "E")["variance_reduction_percent"] is Double)

  try foreshake.write(Example.stationXML(without: "BHZ"), "stations.xml")
  let without = try Table(try foreshake.run(Example.flags + ["--json"]).output)
  let up = try without.row("A01", "Z")
  #expect((up["flags"] as? String)?.contains("no response") == true)
  #expect(up["variance_reduction_percent"] is NSNull)
}

@Test("A station whose directions contradict each other is flagged, and the others are compared")
func compareContradiction() throws {
  let (first, second) = Example.stationXML().splitHalves(at: "<Station code=\"A02\"")
  // The vertical lies level between the horizontals.
  let flat = second.replacingOccurrences(of: "<Dip>-90</Dip>", with: "<Dip>0</Dip>")
  let foreshake = try Example.folder(stationXML: first + flat)
  defer { foreshake.remove() }
  let outcome = try foreshake.run(Example.flags + ["--json", "--spectra"])
  #expect(outcome.status == 0, "\(outcome.errors)")
  let table = try Table(outcome.output)
  let good = try #require(try table.row("A01", "Z")["variance_reduction_percent"] as? Double)
  #expect(abs(good - 93.75) < 0.3)
  for component in ["E", "N", "Z"] {
    let row = try table.row("A02", component)
    #expect(row["variance_reduction_percent"] is NSNull)
    #expect((row["flags"] as? String)?.contains("volume") == true, "\(row)")
  }
  #expect(table.summary["component"] as? String == "3 of 6")
}

@Test("Stations of one code in two networks are told apart, and chosen by either name")
func compareNamesakes() throws {
  let foreshake = try Example.folder(
    recordings: Example.renamed(Example.recordings()),
    synthetics: Example.renamed(Example.synthetics())
  )
  defer { foreshake.remove() }
  try foreshake.write(Example.namesake, "namesake.xml")
  var flags = Example.flags + ["--json"]
  flags.insert("namesake.xml", at: 5)
  let outcome = try foreshake.run(flags)
  #expect(outcome.status == 0 && !outcome.errors.contains("several networks"), "\(outcome.errors)")
  let table = try Table(outcome.output)
  for station in ["XX.A01", "YY.A01"] {
    for component in ["E", "N", "Z"] {
      let reduction = try table.row(station, component)["variance_reduction_percent"] as? Double
      #expect(abs(try #require(reduction) - 93.75) < 0.3, "\(station) \(component)")
    }
  }
  let chosen = try foreshake.run(flags + ["--stations", " YY.A01 , A01,YY.A01,"])
  #expect(try Table(chosen.output).summary["component"] as? String == "6 of 6")
  let one = try foreshake.run(flags + ["--stations", "YY.A01, YY.A01"])
  #expect(try Table(one.output).summary["component"] as? String == "3 of 3")

  var nameless = Example.synthetics()
  for index in nameless.traces.indices { nameless.traces[index].identifier.network = "" }
  try WaveformFile.write(nameless, to: foreshake.file("syn.nc"), format: .netCDF)
  let ambiguous = try foreshake.run(flags)
  #expect(ambiguous.status == 0 && ambiguous.errors.contains("--stations XX.A01"))
  #expect(try Table(ambiguous.output).rows.count == 8)
}

@Test("Pictures are not replaced unasked, and titles stand over table and picture")
func comparePicture() throws {
  let foreshake = try Example.folder()
  defer { foreshake.remove() }
  try foreshake.write("mine", "overlay.svg")
  let drawn = ["--picture", "overlay.svg", "--title", "Over it all"]
  let refused = try foreshake.run(Example.flags + drawn)
  #expect(refused.status == 74 && refused.errors.contains("--overwrite"), "\(refused.errors)")
  let outcome = try foreshake.run(Example.flags + drawn + ["--overwrite"])
  #expect(outcome.status == 0 && outcome.output.hasPrefix("Over it all: "), "\(outcome.errors)")
  let picture = try String(contentsOf: foreshake.file("overlay.svg"), encoding: .utf8)
  #expect(picture.contains("Over it all"))
}

@Test("Noise is flagged below the limit, and left out only when asked to")
func compareNoise() throws {
  let foreshake = try Example.folder()
  defer { foreshake.remove() }
  let flagged = try foreshake.run(Example.flags + ["--minimum-snr", "1e9"])
  #expect(flagged.status == 0 && flagged.output.contains("noisy"), "\(flagged.errors)")
  #expect(flagged.output.contains("6 of 6"))
  let dropped = try foreshake.run(Example.flags + ["--minimum-snr", "1e9", "--drop-noisy"])
  #expect(dropped.status == 65 && dropped.errors.contains("nothing can be compared"))
}

@Test("What cannot be compared ends with the status and the remedy")
func compareBadInput() throws {
  let foreshake = try Example.folder()
  defer { foreshake.remove() }
  var elsewhere = Example.synthetics()
  for index in elsewhere.traces.indices { elsewhere.traces[index].identifier.station = "B01" }
  try WaveformFile.write(elsewhere, to: foreshake.file("elsewhere.nc"), format: .netCDF)
  var turned = Example.synthetics()
  for index in turned.traces.indices {
    turned.traces[index].identifier.channel = ["BX1", "BX2", "BX3"][index % 3]
  }
  try WaveformFile.write(turned, to: foreshake.file("turned.nc"), format: .netCDF)
  let bare = WaveformCollection(traces: Example.synthetics().traces)
  try WaveformFile.write(bare, to: foreshake.file("bare.mseed"), format: .miniSEED)
  try foreshake.write("", "empty.mseed")
  func flags(_ changes: [Int: String], _ more: [String] = []) -> [String] {
    Example.flags.enumerated().map { changes[$0.offset] ?? $0.element } + more
  }
  let cases: [(arguments: [String], status: Int32, message: [String])] = [
    (flags([1: "elsewhere.nc"]), 65, ["no station", "B01", "A01"]),
    (flags([1: "turned.nc"]), 65, ["BX1", "E, N or Z"]),
    (flags([1: "bare.mseed"]), 65, ["--origin-time"]),
    (
      flags([1: "bare.mseed"], ["--origin-time", "2019-07-16T20:11:01.47Z"]), 65,
      ["--synthetic-motion"]
    ),
    (Array(flags([:]).prefix(3)), 65, ["--observed-motion", "--stationxml"]),
    (flags([8: "0.05,2.5"]), 65, ["2.5 Hz", "Nyquist"]),
    (flags([8: "0.05,12"]), 65, ["12.0 Hz", "Nyquist"]),
    (flags([8: "0.2,0.05"]), 64, ["--band"]),
    (flags([8: "1e-300,0.2"]), 65, ["lower corner", "tenth of a period"]),
    (flags([:], ["--stations", " , "]), 64, ["--stations"]),
    (flags([10: "400...500"]), 65, ["not recorded in the window"]),
    (flags([12: "-3"]), 64, ["--max-shift"]),
    (flags([:], ["--stations", "A01,C07"]), 65, ["C07", "A02"]),
    (flags([2: "empty.mseed"]), 65, ["empty.mseed"]),
    (flags([2: "nowhere"]), 74, ["nowhere"]),
    (flags([4: "nowhere.xml"]), 74, ["nowhere.xml"]),
    (flags([:], ["--output", "scores.xls"]), 64, [".csv"]),
    (flags([:], ["--picture", "overlay.gif"]), 64, [".png"]),
    (flags([:], ["--output", "nowhere/scores.csv"]), 74, ["nowhere"]),
    (flags([:], ["--drop-noisy"]), 64, ["--minimum-snr"]),
    (
      ["compare", "syn.nc", "syn.nc", "--mend-responses"], 64, ["--mend-responses", "--stationxml"]
    ),
    (flags([:], ["--origin-time", "yesterday"]), 64, ["yesterday"]),
  ]
  for (arguments, status, message) in cases {
    let outcome = try foreshake.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    for part in message {
      #expect(outcome.errors.contains(part), "\(arguments): \(outcome.errors)")
    }
    #expect(outcome.output.isEmpty)
  }
}

/// ObsPy's ground velocity of the recordings, turned to north and east, 1.5 s early and 0.8 times as large.
///
/// OAKV's horizontals point to 83° and 353°. Its response has zeros from 0.2 Hz on, where the pre-filter ends.
private let obspyScript = """
  import sys
  import numpy as np
  from obspy import read, read_inventory, Stream
  data, out = sys.argv[1:]
  inventory = read_inventory(data + '/stations/*.xml')
  stream = Stream()
  for code in ['OAKV', 'SAO']:
      part = read(data + '/waveforms/BK.%s.*.mseed' % code).detrend('linear')
      part.remove_response(inventory, output='VEL', water_level=None, zero_mean=True, taper=True,
                           pre_filt=(0.01, 0.015, 0.1, 0.2))
      e, n = [part.select(channel='BH' + c)[0] for c in 'EN']
      a, b = [np.radians(inventory.get_orientation(t.id, t.stats.starttime)['azimuth']) for t in (e, n)]
      east = e.data * np.sin(a) + n.data * np.sin(b)
      n.data = e.data * np.cos(a) + n.data * np.cos(b)
      e.data = east
      for trace in part:
          trace.data = 0.8 * trace.data
          trace.stats.starttime -= 1.5
          trace.stats.channel = 'BX' + trace.stats.channel[-1]
          trace.stats.location = ''
      stream += part
  stream.write(out, format='MSEED')
  """

@Test(
  "Counts of real records become the motion that ObsPy makes of them",
  .enabled(if: SharedData.has("byron_m43_20190716/waveforms"), "needs ../shared/data"),
  .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
)
func compareObspy() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let data = SharedData.url("byron_m43_20190716").path
  _ = try PythonEnvironment.run(
    obspyScript,
    arguments: [data, foreshake.file("obspy.mseed").path]
  )
  let flags = [
    "compare", "obspy.mseed", "\(data)/waveforms", "--stationxml", "\(data)/stations", "--event",
    "\(data)/quakes.xml", "--synthetic-motion", "velocity", "--band", "0.02,0.05", "--window",
    "0...150", "--max-shift", "3", "--json",
  ]
  let outcome = try foreshake.run(flags)
  #expect(outcome.status == 0, "\(outcome.errors)")
  let table = try Table(outcome.output)
  #expect(table.rows.count == 8)
  for row in table.rows {
    // 0.8 times as large: 1 − 0.2² = 96 %. 1 % of difference in the motion would move that by 0.4 %.
    #expect(abs(try #require(row["variance_reduction_percent"] as? Double) - 96) < 0.1, "\(row)")
    #expect(abs(try #require(row["shift_s"] as? Double) - 1.5) < 0.02, "\(row)")
    #expect(try #require(row["correlation"] as? Double) > 0.9999, "\(row)")
  }
  // The station file lists the filter coefficients of OAKV from the middle outwards instead of towards it.
  #expect((try table.row("OAKV", "Z")["flags"] as? String)?.contains("1.6") == true)
  #expect(try table.row("SAO", "Z")["flags"] as? String == "")
  let mended = try foreshake.run(flags + ["--mend-responses"])
  #expect(mended.status == 0, "\(mended.errors)")
  #expect(try Table(mended.output).row("OAKV", "Z")["flags"] as? String == "")
}
