import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

struct RecordingImportTests {
  private func withSet(_ body: (RecordingSet, URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try RecordingFixture.write(to: folder)
      try body(try RecordingSet(folder: folder), folder.appendingPathComponent("catalog"))
    }
  }

  private func run(
    _ set: RecordingSet,
    _ settings: ImportSettings = RecordingFixture.settings,
    into url: URL
  ) throws -> ImportReport {
    try RecordingImport(set, settings, source: "test").run(into: CatalogFolder(url))
  }

  @Test("Each kind of bad record is dropped for its own reason")
  func reasons() throws {
    try withSet { set, url in
      let report = try run(set, into: url)
      let reasons = Dictionary(
        report.rows.map { ($0.station, $0.reason) },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(reasons["XX.GOOD"] == .some(nil))
      #expect(reasons["XX.GAP"] == .gap)
      #expect(reasons["XX.CLIP"] == .clipped)
      #expect(reasons["XX.DEAD"] == .dead)
      #expect(reasons["XX.NOZ"] == .missingComponent)
      #expect(reasons["XX.SHORT"] == .tooShort)
      #expect(reasons["XX.NOISE"] == .noisy)
      #expect(reasons["XX.NOWHR"] == .noPosition)
      let text = try String(contentsOf: url.appendingPathComponent("report.csv"), encoding: .utf8)
      #expect(text == report.csv)
      #expect(text.split(separator: "\n").count == 9)
      #expect(text.contains("m1,XX.NOISE,XX.NOISE..HH,false,noise,23."))
      let catalog = try WaveformCatalog(opening: url)
      #expect(catalog.layout.stations.map(\.identifier) == ["XX.GOOD"])
      #expect(catalog.sampling == CatalogSampling(interval: 0.04, count: 750))
    }
  }

  @Test("All are kept when asked for, save what has no place; gaps stay NaN")
  func keepAll() throws {
    try withSet { set, url in
      var settings = RecordingFixture.settings
      settings.keepsAll = true
      let report = try run(set, settings, into: url)
      #expect(report.keptCount == 7)
      let catalog = try WaveformCatalog(opening: url)
      let names = catalog.layout.stations.map(\.identifier)
      #expect(names == ["CLIP", "DEAD", "GAP", "GOOD", "NOISE", "NOZ", "SHORT"].map { "XX.\($0)" })
      let waveforms = try catalog.waveforms(of: "m1")
      // 10 to 12 s after the origin time nothing was recorded at GAP.
      let row = { (time: Int, station: String) in
        waveforms.samples[time * 7 + (names.firstIndex(of: "XX.\(station)") ?? 0)]
      }
      #expect(row(275, "GAP").isNaN && !row(249, "GAP").isNaN && !row(300, "GAP").isNaN)
      #expect(!row(275, "GOOD").isNaN)
      #expect(waveforms.samples[(2 * 750 + 10) * 7 + 5].isNaN)
    }
  }

  @Test("Samples are counts without their mean over the sensitivity")
  func calibration() throws {
    try withSet { set, url in
      _ = try run(set, into: url)
      let found = try WaveformCatalog(opening: url).waveforms(of: "m1").samples
      let counts = RecordingFixture.counts("GOOD", "HHN").map(Double.init)
      let mean = counts.reduce(0, +) / Double(counts.count)
      // Every second sample from the 1000th on; noise above the new Nyquist frequency is taken away, a deviation of
      // 7 counts against waves of 5000.
      for k in 200..<700 {
        let expected = (counts[1000 + 2 * k] - mean) / RecordingFixture.sensitivity
        #expect(abs(Double(found[750 + k]) - expected) < 5e-5)
      }
    }
  }

  @Test("Station files calibrate and turn; a sensor of another motion is refused, none is missed")
  func stationFiles() throws {
    try withSet { set, url in
      var known = set
      known.inventory = Self.inventory
      var settings = RecordingFixture.settings
      settings.calibration = .statedSensitivity
      settings.orientation = .azimuths
      let report = try run(known, settings, into: url)
      #expect(report.rows.first { $0.station == "XX.GOOD" }?.reason == .some(nil))
      #expect(report.rows.first { $0.station == "XX.NOISE" }?.reason == .noResponse)
      let found = try WaveformCatalog(opening: url).waveforms(of: "m1").samples
      let plain = url.deletingLastPathComponent().appendingPathComponent("plain")
      _ = try run(set, into: plain)
      let expected = try WaveformCatalog(opening: plain).waveforms(of: "m1").samples
      // Channel HHE of the station file points south, HHN east.
      let count = 750
      for k in 0..<count {
        #expect(abs(found[k] - expected[count + k]) < 1e-9)
        #expect(abs(found[count + k] + expected[k]) < 1e-9)
        #expect(found[2 * count + k] == expected[2 * count + k])
      }
      settings.motion = .acceleration
      let other = url.deletingLastPathComponent().appendingPathComponent("other")
      do {
        _ = try run(known, settings, into: other)
        Issue.record("velocity was taken for acceleration")
      } catch CatalogError.mismatch(_, _, let found) {
        #expect(found.contains("other motion"))
      }
    }
  }

  private static let inventory: StationInventory = {
    let place = GeographicPoint(latitude: 38.2, longitude: -122.1)
    let channels = [("HHE", 180.0, 0.0), ("HHN", 90, 0), ("HHZ", 0, -90)].map {
      code,
      azimuth,
      dip in
      ChannelEpoch(
        code: code,
        position: place,
        azimuth: azimuth,
        dip: dip,
        response: InstrumentResponse(
          sensitivity: ResponseSensitivity(
            value: RecordingFixture.sensitivity,
            frequency: 1,
            inputUnit: ResponseUnit(name: "M/S"),
            outputUnit: ResponseUnit(name: "COUNTS")
          )
        )
      )
    }
    let station = StationEpoch(code: "GOOD", position: place, channels: channels)
    return StationInventory(networks: [NetworkEpoch(code: "XX", stations: [station])])
  }()

  @Test("The same recordings give the same files")
  func determinism() throws {
    try withSet { set, url in
      let other = url.deletingLastPathComponent().appendingPathComponent("other")
      _ = try run(set, into: url)
      _ = try run(set, into: other)
      for name in ["events/m1.nc", "events.xml", "report.csv"] {
        let first = try Data(contentsOf: url.appendingPathComponent(name))
        #expect(try first == Data(contentsOf: other.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test("Waveforms that are called after no event are found by their times")
  func filesByTime() throws {
    try withSet { set, url in
      let folder = set.waveforms
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent("m1.mseed"),
        to: folder.appendingPathComponent("day-195.mseed")
      )
      #expect(try run(set, into: url).keptCount == 1)
      var late = set
      late.events[0].event.originTime = RecordingFixture.origin.addingTimeInterval(86_400)
      let other = url.deletingLastPathComponent().appendingPathComponent("late")
      #expect(throws: CatalogError.self) { try run(late, into: other) }
      #expect(!FileManager.default.fileExists(atPath: other.path))
    }
  }

  @Test("A folder that holds something, impossible settings and a stop leave nothing behind")
  func refusals() throws {
    try withSet { set, url in
      var settings = RecordingFixture.settings
      settings.samplingRate = 0
      #expect(throws: CatalogError.self) { try run(set, settings, into: url) }
      #expect(throws: CatalogError.interrupted(complete: 0, of: 1)) {
        try RecordingImport(set, RecordingFixture.settings, source: "test")
          .run(into: CatalogFolder(url)) { _, _ in false }
      }
      #expect(!FileManager.default.fileExists(atPath: url.path))
      #expect(throws: CatalogError.self) { try run(set, into: set.waveforms) }
      _ = try run(set, into: url)
      #expect(throws: CatalogError.self) { try run(set, into: url) }
    }
  }
}
