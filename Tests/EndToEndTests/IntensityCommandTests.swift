import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite struct IntensityCommandTests {
  @Test("Accelerations in SI units give peaks, spectra and RotD; the file opens in xarray")
  func accelerations() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let traces = [
      intensityTrace("HNE", .floats(burst(2))),
      intensityTrace("HNN", .floats(burst(2).map { 0.5 * $0 })),
      intensityTrace("HNZ", .floats(burst(3))),
    ]
    try foreshake.write(traces, "a.mseed")
    let outcome = try foreshake.run([
      "intensity", "a.mseed", "--motion", "acceleration", "--json", "--output", "im.nc",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.map(\.component) == ["E", "N", "Z", "RotD50", "RotD100"])
    // The high-pass at 0.1 Hz leaves a burst of 2 Hz as it is.
    #expect(abs((rows[0].pga_m_s2 ?? 0) - 1) < 0.01)
    #expect(abs((rows[0].pgv_m_s ?? 0) - 1 / (4 * Double.pi)) < 0.002)
    // Both components move alike, so the strongest direction has √(1 + 1/4).
    #expect(abs((rows[4].pga_m_s2 ?? 0) - 1.25.squareRoot()) < 0.01)
    #expect(rows.prefix(3).allSatisfy { $0.remark.isEmpty && ($0.d5_95_s ?? 0) > 0 })
    try checkFile(foreshake.file("im.nc"))
  }

  private func checkFile(_ url: URL) throws {
    let file = try NetCDFFile(reading: url)
    #expect(try file.variable("psa").shape == [1, 3, 22])
    #expect(try file.variable("pga").units == "m s-2")
    guard PythonEnvironment.offers("xarray"), PythonEnvironment.offers("netCDF4") else { return }
    let text = try PythonEnvironment.run(
      """
      import sys, xarray
      d = xarray.open_dataset(sys.argv[1])
      p = d.psa.sel(component='E').interp(period=1.0)
      print(dict(d.sizes), d.pga.attrs['units'], float(d.pga.sel(component='E')[0]), p.size, d.station.values[0])
      """,
      arguments: [url.path]
    )
    #expect(text.contains("'station': 1") && text.contains("'period': 22"), "\(text)")
    #expect(text.contains("m s-2") && text.contains("XX.ST1..HN"), "\(text)")
  }

  @Test("Results of the simulator are read as they are, without a filter")
  func simulatorResult() throws {
    let foreshake = try TinyRun.folder()
    defer { foreshake.remove() }
    let run = try foreshake.run(TinyRun.flags)
    #expect(run.status == 0, "\(run.errors)")
    let outcome = try foreshake.run(["intensity", "run.nc", "--json", "--periods", "0.5,1"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.count == 10)
    let traces = try WaveformFile.read(foreshake.file("run.nc")).traces
    for trace in traces {
      let row = rows.first {
        $0.station.contains(trace.identifier.station)
          && $0.component == trace.identifier.channel.suffix(1)
      }
      let peak = trace.samples.asDoubles.map(abs).max() ?? 0
      #expect(abs((row?.pgv_m_s ?? 0) / peak - 1) < 1e-5)
    }
  }

  @Test(
    "Counts of an accelerometer become the recorded peak",
    .enabled(
      if: SharedData.has("california_strong_motion/nc73291880"),
      "needs ../shared/data/california_strong_motion"
    )
  )
  func recordedCounts() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let folder = SharedData.url("california_strong_motion/nc73291880").path
    let outcome = try foreshake.run(["intensity", folder, "--stationxml", folder, "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.map(\.component) == ["E", "N", "Z", "RotD50", "RotD100"])
    // The largest component divided by the nominal sensitivity is 0.58 m/s²; filters take away a little.
    let peak = rows.prefix(3).compactMap(\.pga_m_s2).max() ?? 0
    #expect(abs(peak / 0.58 - 1) < 0.05)
  }

  @Test(
    "A damaged response is said to be doubtful, and the file of results opens",
    .enabled(
      if: SharedData.has("byron_m43_20190716/waveforms"),
      "needs ../shared/data/byron_m43_20190716"
    )
  )
  func damagedResponse() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    // The coefficients of BUCR's filters are out of order: the response all but vanishes between 1 and 5 Hz.
    let folder = SharedData.url("byron_m43_20190716/waveforms")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.contains(".BUCR.") || $0.contains(".CMB.") }
    let outcome = try foreshake.run(
      ["intensity"] + names.map { folder.appendingPathComponent($0).path }
        + ["--stationxml", SharedData.url("byron_m43_20190716/stations").path, "--json"]
        + ["--periods", "1"]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.count == 10)
    for row in rows where !row.component.hasPrefix("Rot") {
      #expect(row.remark.contains("doubtful") == row.station.contains("BUCR"), "\(row.remark)")
    }
  }

  @Test("Gaps, rails, silence and missing responses are said, and never become numbers")
  func flaws() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let clipped = burst(2).map { Int32(max(-600, min(600, 1000 * $0))) }
    let traces = [
      intensityTrace("HNE", .integers(clipped)), intensityTrace("HNN", .floats(burst(2))),
      intensityTrace("HNN", .floats(burst(2)), start: 60),
      intensityTrace("HNZ", .integers([Int32](repeating: 3, count: 500))),
    ]
    try foreshake.write(Array(traces), "a.mseed")
    let outcome = try foreshake.run([
      "intensity", "a.mseed", "--motion", "acceleration", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try intensityRows(outcome.output)
    #expect(rows.map(\.component) == ["E", "N", "Z", "RotD50", "RotD100", "N"])
    #expect(!outcome.output.lowercased().contains("nan"))
    #expect(rows[0].remark.contains("clipped") && rows[0].pga_m_s2 != nil)
    #expect(rows[1].remark == "piece 1 of 2" && rows[1].pga_m_s2 != nil)
    #expect(rows[2].remark.contains("equal") && rows[2].pga_m_s2 == nil)
    #expect(rows[3].remark.contains("E: clipped") && rows[3].remark.contains("N: piece 1 of 2"))
    #expect(rows[5].remark.contains("piece 2 of 2") && rows[5].remark.contains("40 s are missing"))
    #expect(rows[5].start == "2020-01-01T00:01:00.000Z" && rows[5].pga_m_s2 != nil)
    #expect(outcome.errors.contains("XX.ST1..HNN"))
    let table = try foreshake.run(["intensity", "a.mseed", "--motion", "acceleration"])
    #expect(table.output.contains("PGA") && table.output.contains("D5-95"))
    let commas = try foreshake.run(["intensity", "a.mseed", "--motion", "acceleration", "--csv"])
    #expect(commas.output.hasPrefix("station,component,start,pga_m_s2"))
    #expect(commas.output.contains("E: clipped") && !commas.output.contains("psv"))
    let velocities = try foreshake.run([
      "intensity", "a.mseed", "--motion", "acceleration", "--csv", "--psv", "--periods", "1",
    ])
    #expect(velocities.output.contains(",psa_1s_m_s2,psv_1s_m_s,remark"))
  }

  @Test(
    "What cannot be measured ends with its status and the reason",
    arguments: [
      (["a.mseed"], 65, "--stationxml"),
      (["a.mseed", "--stationxml", "empty.xml"], 65, "no response of XX.ST1..HNE"),
      (["a.mseed", "--motion", "acceleration", "--highpass", "60"], 65, "Nyquist"),
      (["nowhere.mseed", "--motion", "velocity"], 74, "nowhere.mseed"),
      (["a.mseed", "--motion", "acceleration", "--output", "nowhere/im.nc"], 74, "nowhere"),
      (["a.mseed", "--motion", "acceleration", "--output", "im.txt"], 64, ".nc"),
      (["a.mseed", "--motion", "speed"], 64, "speed"),
      (["a.mseed", "--motion", "acceleration", "--periods", "0,1"], 64, "periods"),
      (["a.mseed", "--motion", "acceleration", "--damping", "5"], 64, "0.05 for 5 %"),
      ([], 64, "files"),
    ]
  )
  func refusals(_ arguments: [String], _ status: Int32, _ message: String) throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    try foreshake.write([intensityTrace("HNE", .floats(burst(2)))], "a.mseed")
    try foreshake.write(
      """
      <?xml version="1.0"?>
      <FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">
      <Source>test</Source><Created>2020-01-01T00:00:00</Created>
      <Network code="XX"><Station code="ST1"><Latitude>37</Latitude><Longitude>-122</Longitude>
      <Elevation>0</Elevation><Site><Name>here</Name></Site></Station></Network></FDSNStationXML>
      """,
      "empty.xml"
    )
    let outcome = try foreshake.run(["intensity"] + arguments)
    #expect(outcome.status == status, "\(outcome.status): \(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!foreshake.exists("im.nc"))
  }
}
