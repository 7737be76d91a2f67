import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite("Files of stations")
struct StationFileTests {
  private static let stations = PythonEnvironment.packageRoot.appendingPathComponent("stations")

  private func list(_ text: String) throws -> StationList {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("stations")
      try FileContents.write(text, to: url)
      return try StationFile.read(url)
    }
  }

  /// The error of a table, with the path left out.
  private func error(_ text: String) -> StationFileError? {
    do {
      _ = try StationTable.list(text, path: "t.csv")
      return nil
    } catch { return error }
  }

  @Test("The shipped lists are read: the twelve of the demo, and about a hundred of the Bay Area")
  func shipped() throws {
    let demo = try StationFile.readStations(
      Self.stations.appendingPathComponent("east-bay-2019.csv")
    )
    let codes = "QRDG RUSS CVS OAKV MCCM FARB WELL SAO CMB MNRC SCZ BUCR"
    #expect(demo.map(\.code) == codes.split(separator: " ").map(String.init))
    #expect(demo[5].elevation == -18.5)
    let epicentre = GeographicPoint(latitude: 37.8187, longitude: -121.7568)
    let distances = demo.map { Geodesic(from: epicentre, to: $0.position).distance / 1000 }
    // The catalogue's distances: 80.988 km for the nearest, 142.564 km for the farthest, to 10 m.
    #expect(abs(distances[0] - 80.988) < 0.01)
    #expect(abs(distances[11] - 142.564) < 0.01)
    #expect(distances == distances.sorted())
    let network = try StationFile.readStations(
      Self.stations.appendingPathComponent("bay-area-early-warning.csv")
    )
    #expect((95...105).contains(network.count))
    let frame = LocalFrame(
      origin: GeographicPoint(latitude: 38.33, longitude: -122.075),
      xAzimuth: 143.638,
      yIsClockwise: true
    )
    for receiver in try StationList.geographic(network).receivers(
      in: try MapProjection(frame: frame)
    ) {
      #expect((0...120_000).contains(receiver.location.x), "\(receiver.identifier)")
      #expect((0...80_000).contains(receiver.location.y), "\(receiver.identifier)")
    }
  }

  @Test(
    "The demo's list has the coordinates of the StationXML files",
    .enabled(if: SharedData.has("byron_m43_20190716/stations"), "needs ../shared/data")
  )
  func demoCoordinates() throws {
    let demo = try StationFile.readStations(
      Self.stations.appendingPathComponent("east-bay-2019.csv")
    )
    for station in demo {
      let url = SharedData.url("byron_m43_20190716/stations/BK.\(station.code).xml")
      let inventory = try #require(try StationFile.readStations(url).first)
      #expect(inventory.position == station.position)
      #expect(inventory.elevation == station.elevation)
    }
  }

  @Test("Header names, separators, quotes, comments and kilometres are understood")
  func tables() throws {
    let text = """
      # a comment
      Station;Net;LON;Lat;elevation_km;note

      CMB;BK;-120.38651;38.03455;0.697;"a; b"
      X1;;239.5;38;;
      """
    let list = try list(text)
    #expect(
      list
        == .geographic([
          Station(
            network: "BK",
            code: "CMB",
            position: GeographicPoint(latitude: 38.03455, longitude: -120.38651),
            elevation: 697
          ),
          Station(
            network: "",
            code: "X1",
            position: GeographicPoint(latitude: 38, longitude: -120.5)
          ),
        ])
    )
    let local = try self.list("code,x_km,y_km,depth_m\nA,0.6,0.8,5\n")
    #expect(
      local == .local([Receiver(code: "A", location: LocalPoint(x: 600, y: 800, z: 5))])
    )
  }

  @Test("Faulty tables name the line, the value and the limit")
  func faults() {
    let header = "network,station,latitude,longitude,elevation\n"
    guard
      case .outOfRange(_, line: 2, field: "latitude", value: -120.4, _, let remedy)? =
        error(header + "BK,CMB,-120.4,38.0,697\n")
    else {
      Issue.record("swapped coordinates were not noticed")
      return
    }
    #expect(remedy.contains("swapped"))
    #expect(
      error(header + "BK,CMB,38,-120,697\n\nBK,CMB,38,-120,697\n")
        == .duplicateStation(path: "t.csv", line: 4, station: "BK.CMB", firstLine: 2)
    )
    #expect(
      error(header + "BK,CMB,38,-120\n")
        == .fieldCount(path: "t.csv", line: 2, expected: 5, found: 4)
    )
    #expect(
      error(header + "BK,CMB,38N,-120,0\n")
        == .notANumber(path: "t.csv", line: 2, field: "latitude", text: "38N")
    )
    #expect(
      error("network,station,latitude\nBK,CMB,38\n")
        == .missingColumn(
          path: "t.csv",
          names: ["longitude", "lon", "long", "lng"],
          found: ["network", "station", "latitude"]
        )
    )
    #expect(error(header) == .empty(path: "t.csv"))
    #expect(
      error(header + "BK,,38,-120,0\n")
        == .missingValue(path: "t.csv", line: 2, field: "station code")
    )
    #expect(error(header + "BK,CMB,38,-120,69700\n").map { "\($0)".contains("metres") } == true)
  }

  @Test("FDSN text is read and written at both levels")
  func stationText() throws {
    let text = """
      #Network | Station | Latitude | Longitude | Elevation | SiteName | StartTime | EndTime
      BK|CMB|38.03455|-120.38651|697.0|Columbia College|1986-10-25T00:00:00|1996-01-01T00:00:00
      BK|CMB|38.03456|-120.38651|697.0|Columbia College|1996-01-01T00:00:00|
      NC|AAR|39.27594|-121.02696|911.0||1984-01-01T00:00:00|2599-12-31T23:59:59
      """
    let inventory = try StationText.inventory(text, path: "t.txt")
    #expect(inventory.stations.map(\.code) == ["CMB", "AAR"])
    #expect(inventory.stations[0].position.latitude == 38.03456)
    #expect(
      try StationText.inventory(StationText.text(inventory, level: .station), path: "t")
        == inventory
    )
    #expect(try list(text).count == 2)

    let channels = """
      #Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|SensorDescription|\
      Scale|ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime
      BK|CMB|00|BHZ|38.03455|-120.38651|697.0|2.0|0.0|-90.0|STS-1|4.3e9|1.0|M/S|40.0|2010-12-17T00:00:00|
      BK|CMB||LHZ|38.03455|-120.38651|697.0|2.0|0.0|-90.0|STS-1|4.3e9|1.0|M/S|1.0|2010-12-17T00:00:00|
      """
    let detailed = try StationText.inventory(channels, path: "t.txt")
    let bhz = try #require(
      detailed.channel(network: "BK", station: "CMB", location: "00", channel: "BHZ")
    )
    #expect(bhz.dip == -90)
    #expect(bhz.response?.sensitivity?.value == 4.3e9)
    #expect(
      try StationText.inventory(StationText.text(detailed, level: .channel), path: "t")
        == detailed
    )
    #expect(
      throws: StationFileError.fieldCount(path: "t", line: 1, expected: 8, found: 4)
    ) { try StationText.inventory("BK|CMB|38|-120", path: "t") }
    #expect(throws: StationFileError.unknownFormat(path: "t.bin")) {
      try StationFileTests.unknown(folderName: "t.bin")
    }
  }

  /// Reads a file that is nothing known and reports its path as `folderName`.
  private static func unknown(folderName: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent(folderName)
      try FileContents.write("hello world\n", to: url)
      do { _ = try StationFile.read(url) } catch StationFileError.unknownFormat {
        throw StationFileError.unknownFormat(path: folderName)
      }
    }
  }

  @Test(
    "ObsPy reads our station text and we read ObsPy's",
    .enabled(
      if: PythonEnvironment.offers("obspy") && SharedData.has("byron_m43_20190716/stations"),
      "needs Python with obspy, and ../shared/data"
    )
  )
  func obspy() throws {
    try withTemporaryFolder { folder in
      let source = SharedData.url("byron_m43_20190716/stations/BK.CMB.xml")
      let inventory = try StationXML.read(source)
      let stations = folder.appendingPathComponent("stations.txt")
      let channels = folder.appendingPathComponent("channels.txt")
      let theirs = folder.appendingPathComponent("obspy.txt")
      try StationText.write(inventory, level: .station, to: stations)
      try StationText.write(inventory, level: .channel, to: channels)
      let script = """
        import sys, obspy
        s = obspy.read_inventory(sys.argv[1], format='STATIONTXT')[0][0]
        c = obspy.read_inventory(sys.argv[2], format='STATIONTXT')[0][0]
        print(s.code, s.latitude, s.longitude, s.elevation, [k.code for k in c], \
        c[0].response.instrument_sensitivity.value)
        obspy.read_inventory(sys.argv[3]).write(sys.argv[4], format='STATIONTXT', level='channel')
        """
      let output = try PythonEnvironment.run(
        script,
        arguments: [stations.path, channels.path, source.path, theirs.path]
      )
      #expect(
        output == "CMB 38.03455 -120.38651 697.0 ['BHE', 'BHN', 'BHZ'] 4349661020.16\n"
      )
      #expect(try StationText.read(theirs).stations == inventory.stations)
    }
  }
}

@Test("Altered station files of every format give typed errors, and never crash")
func alteredStationFiles() throws {
  let position = GeographicPoint(latitude: 38.03455, longitude: -120.38651)
  let channel = ChannelEpoch(
    code: "BHZ",
    position: position,
    azimuth: 0,
    dip: -90,
    sampleRate: 40,
    response: InstrumentResponse(sensitivity: ResponseSensitivity(value: 1e9, frequency: 1))
  )
  let station = StationEpoch(code: "CMB", position: position, channels: [channel, channel])
  let inventory = StationInventory(networks: [NetworkEpoch(code: "BK", stations: [station])])
  let texts = [
    StationXML.document(inventory), StationText.text(inventory, level: .station),
    StationText.text(inventory, level: .channel),
    "network,station,latitude,longitude,elevation\nBK,CMB,38.0,-120,697\nNC,AAR,39,-121,911\n",
    "code,x_km,y_km\nA,0.6,0.8\nB,1,2\n",
  ]
  var generator = SplitMix(state: 5)
  try withTemporaryFolder { folder in
    let url = folder.appendingPathComponent("stations")
    for text in texts {
      for _ in 0..<100 {
        var bytes = Data(text.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        }
        try FileContents.write(bytes, to: url)
        do { _ = try StationFile.read(url) } catch is StationFileError {} catch is XMLFileError {}
      }
    }
  }
}
