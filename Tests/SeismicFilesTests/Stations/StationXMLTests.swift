import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite("StationXML")
struct StationXMLTests {
  /// Every StationXML file of the real data.
  static let realFiles: [URL] = {
    let folders = ["byron_m43_20190716/stations", "california_strong_motion", "bk_mnrc_m3plus"]
    return folders.flatMap { folder -> [URL] in
      let root = SharedData.url(folder)
      let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      return (paths ?? []).filter { $0.hasSuffix(".xml") && !$0.hasSuffix("quakes.xml") }
        .map { root.appendingPathComponent($0) }
    }
  }()

  @Test(
    "Real inventories survive writing and reading without a change",
    .enabled(if: !realFiles.isEmpty, "needs ../shared/data")
  )
  func roundTrip() throws {
    for url in Self.realFiles {
      let inventory = try StationXML.read(url)
      #expect(!inventory.stations.isEmpty, "\(url.lastPathComponent)")
      let again = try StationXML.inventory(
        Data(StationXML.document(inventory).utf8),
        path: "written.xml"
      )
      #expect(again == inventory, "\(url.lastPathComponent)")
    }
  }

  @Test(
    "A broadband channel is read with its whole response",
    .enabled(if: SharedData.has("byron_m43_20190716/stations/BK.CMB.xml"), "needs ../shared/data")
  )
  func response() throws {
    let inventory = try StationXML.read(SharedData.url("byron_m43_20190716/stations/BK.CMB.xml"))
    let station = try #require(inventory.stations.first)
    #expect(station.position == GeographicPoint(latitude: 38.03455, longitude: -120.38651))
    #expect(station.elevation == 697)
    let channel = try #require(
      inventory.channel(
        network: "BK",
        station: "CMB",
        location: "00",
        channel: "BHE",
        at: UTCTime.date("2019-07-16T20:11:01Z")
      )
    )
    #expect(channel.sampleRate == 40)
    #expect(channel.azimuth == 90)
    #expect(channel.depth == 2)
    let response = try #require(channel.response)
    #expect(response.sensitivity?.value == 4.34966102016e9)
    #expect(response.sensitivity?.inputUnit?.name == "M/S")
    guard case .polesAndZeros(let sensor)? = response.stages.first?.filter?.kind else {
      Issue.record("the first stage is not the sensor's poles and zeros")
      return
    }
    #expect(sensor.variable == .laplaceRadiansPerSecond)
    #expect(sensor.normalizationFactor == 6972.89773701995)
    #expect(sensor.zeros.count == 2)
    #expect(sensor.poles[2].imaginary.value == 75.7233424313978)
    #expect(response.stages[0].gain?.value == 2592.6)
    // The gains of the stages multiply to the overall sensitivity at its frequency of 1 Hz; the published
    // figures agree to their rounding of six digits.
    let product = response.stages.compactMap(\.gain?.value).reduce(1, *)
    #expect(abs(product / 4.34966102016e9 - 1) < 1e-4)
  }

  @Test(
    "ObsPy reads what we write, and its responses at several frequencies are the same",
    .enabled(
      if: PythonEnvironment.offers("obspy") && !realFiles.isEmpty,
      "needs Python with obspy, and ../shared/data"
    )
  )
  func obspyReads() throws {
    try withTemporaryFolder { folder in
      var arguments: [String] = []
      for (index, url) in Self.realFiles.enumerated() {
        let written = folder.appendingPathComponent("\(index).xml")
        try StationXML.write(try StationXML.read(url), to: written)
        arguments += [url.path, written.path]
      }
      let script = """
        import sys, numpy as np, obspy
        worst = 0; n = 0
        for a, b in zip(sys.argv[1::2], sys.argv[2::2]):
            x, y = obspy.read_inventory(a), obspy.read_inventory(b)
            p = [c for net in x for s in net for c in s]; q = [c for net in y for s in net for c in s]
            assert [net.code for net in x] == [net.code for net in y]
            assert len(p) == len(q)
            for c, d in zip(p, q):
                assert (c.code, c.location_code, c.latitude, c.longitude, c.elevation, c.depth, \
        c.azimuth, c.dip, c.sample_rate, c.start_date) == (d.code, d.location_code, d.latitude, \
        d.longitude, d.elevation, d.depth, d.azimuth, d.dip, d.sample_rate, d.start_date)
                if not c.response.response_stages: continue
                f = np.array([0.01, 0.1, 1, 5])
                g = c.response.get_evalresp_response_for_frequencies(f, output='DEF')
                h = d.response.get_evalresp_response_for_frequencies(f, output='DEF')
                worst = max(worst, np.max(np.abs(g - h) / np.abs(g))); n += 1
        print(n, worst)
        """
      let fields = try PythonEnvironment.run(script, arguments: arguments).split(separator: " ")
      #expect((Int(fields.first ?? "") ?? 0) > 100)
      // Numbers are written to full precision: the responses are the same but for evalresp's own rounding.
      #expect(
        (Double(fields.last?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "") ?? 1) < 1e-12
      )
    }
  }

  @Test(
    "We read ObsPy's own collection of StationXML, every kind of stage included",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func obspyFiles() throws {
    let script = """
      import glob, os, warnings, obspy
      warnings.simplefilter('ignore')
      root = os.path.dirname(obspy.__file__)
      for f in sorted(glob.glob(root + '/core/tests/data/*.xml') + \
      glob.glob(root + '/io/stationxml/tests/data/*.xml')):
          try: inv = obspy.read_inventory(f, format='STATIONXML')
          except Exception: continue
          c = [c for n in inv for s in n for c in s]
          stages = sum(len(k.response.response_stages) for k in c if k.response)
          print(f, len(c), stages, sep='|')
      """
    let lines = try PythonEnvironment.run(script).split(separator: "\n")
    #expect(lines.count > 10)
    for line in lines {
      let fields = line.split(separator: "|")
      let url = URL(fileURLWithPath: String(fields[0]))
      // Random numbers as coordinates are refused with a typed error; all else is read.
      do {
        let inventory = try StationXML.read(url)
        let channels = inventory.networks.flatMap(\.stations).flatMap(\.channels)
        // ObsPy drops a channel without coordinates; we let it stand where its station stands.
        let dropped = url.lastPathComponent.hasPrefix("channel_without") ? 1 : 0
        #expect(channels.count - dropped == Int(fields[1]), "\(url.lastPathComponent)")
        let stages = channels.compactMap(\.response).map(\.stages.count).reduce(0, +)
        // ObsPy adds the stages that a chain skips.
        #expect(stages <= Int(fields[2]) ?? 0, "\(url.lastPathComponent)")
        let again = try StationXML.inventory(
          Data(StationXML.document(inventory).utf8),
          path: "written.xml"
        )
        #expect(again.networks == inventory.networks, "\(url.lastPathComponent)")
      } catch let error as StationFileError {
        let isExpected = url.lastPathComponent.contains("random")
        #expect(isExpected, "\(url.lastPathComponent): \(error)")
      }
    }
  }

  @Test("Truncated and altered documents give typed errors")
  func damage() throws {
    let station = StationEpoch(
      code: "CMB",
      position: GeographicPoint(latitude: 38.03455, longitude: -120.38651),
      channels: [
        ChannelEpoch(
          code: "BHZ",
          position: GeographicPoint(latitude: 38, longitude: -120),
          response: InstrumentResponse(
            sensitivity: ResponseSensitivity(value: 1e9, frequency: 1),
            stages: [
              ResponseStage(
                number: 1,
                filter: ResponseFilter(
                  .finiteImpulse(ResponseFiniteImpulse(symmetry: .odd, coefficients: [1, 2]))
                )
              )
            ]
          )
        )
      ]
    )
    let inventory = StationInventory(networks: [NetworkEpoch(code: "BK", stations: [station])])
    let text = StationXML.document(inventory)
    let bytes = Data(text.utf8)
    for length in stride(from: 0, to: bytes.count - 2, by: 37) {
      #expect(throws: XMLFileError.self) {
        try StationXML.inventory(bytes.prefix(length), path: "cut.xml")
      }
    }
    func error(_ old: String, _ new: String) -> StationFileError? {
      do {
        _ = try StationXML.inventory(
          Data(text.replacing(old, with: new).utf8),
          path: "s.xml"
        )
        return nil
      } catch { return error as? StationFileError }
    }
    guard
      case .outOfRange(_, line: 7, field: "latitude", value: -120.38651, _, let remedy)? =
        error(
          "<Latitude>38.03455</Latitude>\n   <Longitude>-120.38651",
          "<Latitude>-120.38651</Latitude>\n   <Longitude>38.03455"
        )
    else {
      Issue.record("swapped coordinates were not noticed")
      return
    }
    #expect(remedy == "latitude and longitude are probably swapped")
    guard case .notANumber(_, _, field: "Latitude", text: "x")? = error("38.03455", "x") else {
      Issue.record("a latitude that is no number was not noticed")
      return
    }
    guard case .unknownWord(_, _, _, text: "HALF", _)? = error("ODD", "HALF") else {
      Issue.record("an unknown symmetry was not noticed")
      return
    }
  }
}
