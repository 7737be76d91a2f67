import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite("Conversion of waveforms")
struct WaveformFileTests {
  private func traces() throws -> [WaveformTrace] {
    let start = try #require(UTCTime.date("2019-07-16T20:11:00.970Z"))
    return ["E", "N", "Z"].enumerated().map { index, component in
      WaveformTrace(
        identifier: TraceIdentifier(network: "BK", station: "CMB", channel: "BX\(component)"),
        startTime: start,
        samplingInterval: 0.05,
        samples: .floats((0..<(100 + index)).map { Float($0) * 1e-6 })
      )
    }
  }

  @Test("Every way from format to format and back keeps codes, times and samples")
  func ways() throws {
    try withTemporaryFolder { folder in
      let traces = try traces()
      for from in WaveformFormat.allCases {
        for to in WaveformFormat.allCases {
          let first = folder.appendingPathComponent("first-\(from)-\(to).\(from.rawValue)")
          let second = folder.appendingPathComponent("second-\(from)-\(to).\(to.rawValue)")
          try WaveformFile.write(WaveformCollection(traces: traces), to: first, format: from)
          try WaveformFile.convert(first, to: second)
          let read = try WaveformFile.read(second)
          #expect(read.traces == traces, "\(from) to \(to)")
        }
      }
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("second-sac-sac.sac").path
      )
      #expect(names.sorted() == ["E", "N", "Z"].map { "BK.CMB..BX\($0).sac" })
    }
  }

  @Test("Seismograms of a run become miniSEED and SAC with places and unit")
  func fromRun() throws {
    try withTemporaryFolder { folder in
      let frame = LocalFrame(origin: GeographicPoint(latitude: 37.8, longitude: -121.8))
      let metadata = RunMetadata(
        title: "run",
        source: "test",
        originTime: UTCTime.date("2019-07-16T20:11:01.470Z"),
        frame: frame
      )
      let seismogram = Seismogram(
        receiver: Receiver(network: "BK", code: "CMB", location: LocalPoint(x: 0, y: 0, z: 0)),
        motion: .acceleration,
        startTime: -0.5,
        timeStep: 0.05,
        east: [1, 2, 3],
        north: [4, 5, 6],
        up: [7, 8, 9]
      )
      let run = folder.appendingPathComponent("run.nc")
      let file = try NetCDFFile(creating: run)
      try file.write(metadata)
      try file.write(
        [seismogram],
        metadata: metadata,
        projection: try MapProjection(frame: frame)
      )
      try file.finish()

      let seed = folder.appendingPathComponent("run.mseed")
      try WaveformFile.convert(run, to: seed)
      let traces = try MiniSEED.read(seed)
      #expect(traces.map { "\($0.identifier)" } == ["BK.CMB..BXE", "BK.CMB..BXN", "BK.CMB..BXZ"])
      #expect(UTCTime.text(traces[2].startTime) == "2019-07-16T20:11:00.970000Z")
      #expect(traces[2].samples == .floats([7, 8, 9]))

      let sac = folder.appendingPathComponent("sac")
      try WaveformFile.convert(run, to: sac, format: .sac)
      let up = try SACFile(reading: sac.appendingPathComponent("BK.CMB..BXZ.sac"))
      #expect(up.motion == .acceleration)
      #expect(up.inclination == 0)
      #expect(abs((up.stationPosition?.latitude ?? 0) - 37.8) < 1e-5)
      #expect(
        abs(up.originTime?.timeIntervalSince(metadata.originTime ?? .distantPast) ?? 1) < 1e-6
      )
      let again = try WaveformFile.read(sac).seismograms
      #expect(again.first?.east == [1, 2, 3])
      #expect(abs((again.first?.startTime ?? 0) + 0.5) < 2e-6)
    }
  }

  @Test(
    "Real counts pass through NetCDF unchanged",
    .enabled(if: SharedData.has("byron_m43_20190716/waveforms"), "needs ../shared/data")
  )
  func realCounts() throws {
    try withTemporaryFolder { folder in
      let source = SharedData.url("byron_m43_20190716/waveforms")
      let netCDF = folder.appendingPathComponent("all.nc")
      let seed = folder.appendingPathComponent("all.mseed")
      try WaveformFile.convert(source, to: netCDF)
      try WaveformFile.convert(netCDF, to: seed)
      let before = try WaveformFile.read(source).traces
      let after = try WaveformFile.read(seed).traces
      #expect(before == after)
    }
  }

  @Test("Unknown files and names are refused")
  func unknown() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("notes.txt")
      try FileContents.write("hello", to: url)
      #expect(throws: WaveformFileError.unknownFormat(path: url.path)) {
        try WaveformFile.read(url)
      }
      #expect(throws: FileAccessError.self) {
        try WaveformFile.read(folder.appendingPathComponent("absent.mseed"))
      }
      #expect(throws: WaveformFileError.empty(path: folder.path)) { try WaveformFile.read(folder) }
    }
  }
}
