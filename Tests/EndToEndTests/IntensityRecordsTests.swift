import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// Several records of a station in one run of the command.
@Suite struct IntensityRecordsTests {
  @Test(
    "Two earthquakes at a station give each its rows",
    .enabled(
      if: SharedData.has("california_strong_motion/nc73291880"),
      "needs ../shared/data/california_strong_motion"
    )
  )
  func twoEvents() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let folder = SharedData.url("california_strong_motion/nc73291880")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".mseed") }.sorted()
    let once = try names.flatMap {
      try WaveformFile.read(folder.appendingPathComponent($0)).traces
    }
    let dayLater = once.map { trace in
      WaveformTrace(
        identifier: trace.identifier,
        startTime: trace.startTime.addingTimeInterval(86_400),
        samplingInterval: trace.samplingInterval,
        samples: trace.samples
      )
    }
    try foreshake.write(once + dayLater, "two.mseed")
    let outcome = try foreshake.run([
      "intensity", "two.mseed", "--stationxml", folder.path, "--json", "--output", "im.nc",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.count == 2 * (once.count + 2))
    let half = rows.count / 2
    for (first, second) in zip(rows.prefix(half), rows.suffix(half)) {
      #expect(first.component == second.component && first.start < second.start)
      #expect(first.pga_m_s2 != nil && first.pga_m_s2 == second.pga_m_s2)
      #expect(first.psa_1s_m_s2 != nil && first.psa_1s_m_s2 == second.psa_1s_m_s2)
      #expect(first.remark.contains("piece 1 of 2") && second.remark.contains("piece 2 of 2"))
    }
    let file = try NetCDFFile(reading: foreshake.file("im.nc"))
    #expect(try file.variable("psa").shape == [2, once.count, 22])
    #expect(try file.variable("psv").units == "m s-1")
    #expect(try file.variable("remark_rotd").shape == [2])
    #expect(try file.variable("start_time_rotd").shape == [2])
  }

  @Test("Overlaps are joined, gaps cut, and RotD follows what runs together")
  func pieces() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let east = burst(2, count: 4000)
    let north = burst(3, count: 4000).enumerated().map { $1 + 0.01 * sin(0.06 * Float($0)) }
    // East in two overlapping segments, north with a gap of 0.5 s and 0.4 samples late.
    let traces = [
      intensityTrace("HNE", .floats(Array(east[..<2000]))),
      intensityTrace("HNE", .floats(Array(east[1500...])), start: 15),
      intensityTrace("HNN", .floats(Array(north[..<1500])), start: 0.004),
      intensityTrace("HNN", .floats(Array(north[1550...])), start: 15.504),
    ]
    try foreshake.write(traces, "a.mseed")
    let outcome = try foreshake.run([
      "intensity", "a.mseed", "--motion", "acceleration", "--highpass", "0", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    let rotated = ["RotD50", "RotD100"]
    #expect(rows.map(\.component) == ["E", "N"] + rotated + ["N"] + rotated)
    #expect(rows[0].remark.contains("5 s were joined") && !rows[0].remark.contains("piece"))
    #expect(rows[1].remark.contains("piece 1 of 2"))
    #expect(rows[2].remark.contains("N interpolated by") && rows[2].start.hasSuffix("00:00.000Z"))
    #expect(rows[4].remark.contains("0.5 s are missing"))
    #expect(rows[5].start.hasPrefix("2020-01-01T00:00:15.5") && rows[5].pga_m_s2 != nil)
    // Both bursts peak at 5 s, the later one by 0.4 samples, which interpolation undoes up to its 3 Hz.
    #expect(abs((rows[3].pga_m_s2 ?? 0) / 2.0.squareRoot() - 1) < 0.01)
  }
}
