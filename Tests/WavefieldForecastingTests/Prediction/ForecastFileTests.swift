import Foundation
import Seismology
import TestSupport
import Testing
import WavefieldForecasting
import WaveformCatalog

@Suite("Files of forecasts")
struct ForecastFileTests {
  private typealias Fixture = PredictionFixture
  private let sites = [Fixture.station("S1", 2500, 3500), Fixture.station("S2", 3000, 4000)]

  private func forecast(in folder: URL) throws -> WavefieldForecast {
    let catalog = try Fixture.catalog(in: folder)
    let runner = try Fixture.runner(.grid, catalog)
    let input = try ForecastInput(
      event: "E1",
      of: catalog,
      shape: runner.model.shape,
      site: runner.site
    )
    return try runner.forecast(input, frames: 20)
  }

  @Test(
    "xarray reads frames, maps and sites with their units, axes and places",
    .enabled(if: PythonEnvironment.offers("xarray"), "needs Python with xarray")
  )
  func xarray() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      let url = folder.appendingPathComponent("forecast.nc")
      try ForecastFile.write(
        forecast,
        to: url,
        sites: sites,
        threshold: 5e-5,
        source: "foreshake 0.1.0"
      )
      let script = """
        import sys, numpy as np, xarray as xr
        d = xr.open_dataset(sys.argv[1], decode_timedelta=False)
        assert d.attrs["Conventions"] == "CF-1.11" and d.attrs["event_id"] == "E1"
        assert d.ve.dims == ("time", "y", "x") and d.ve.shape == (20, 8, 12), d.ve
        assert d.ve.attrs["units"] == d.pgv.attrs["units"] == "m s-1"
        assert d.pgv_time.attrs["units"] == d.warning_time.attrs["units"] == "s"
        assert d.latitude.shape == (8, 12) and d.velocity.dims == ("station", "component", "time")
        assert list(d.station_code.values) == ["S1", "S2"]
        assert np.all(d.input_mask == 1)
        issue = float(d.issue_time)
        assert abs(float(d.time[0]) - issue - 0.52) < 1e-9
        h = np.hypot(d.ve, d.vn)
        assert np.allclose(d.forecast_pgv, h.max("time"), rtol=1e-6)
        assert np.all(d.pgv >= d.forecast_pgv)
        at = d.time[h.argmax("time")].values
        assert np.allclose(d.forecast_pgv_time, at, atol=1e-5)
        # S1 stands on the point of column 2, row 3; S2 amid four points.
        assert np.array_equal(d.velocity[0, 0], d.ve[:, 3, 2])
        assert np.allclose(d.velocity[1, 2], d.vz[:, 3:5, 2:4].mean(("y", "x")), rtol=1e-5, atol=1e-12)
        print(float(d.ve[4, 3, 2]), float(d.warning_time.max()))
        """
      let words = try PythonEnvironment.run(script, arguments: [url.path]).split(separator: " ")
      let point = 3 * 12 + 2
      let value = forecast.frames.trace(component: 0, point: point)[4]
      #expect(words.first.flatMap { Float($0) } == value)
      let warnings = forecast.warningTimes(threshold: 5e-5).filter(\.isFinite)
      #expect(!warnings.isEmpty)
    }
  }

  @Test("GMT reads the maps by name", .enabled(if: Shell.has("gmt"), "needs gmt"))
  func gmt() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      let url = folder.appendingPathComponent("forecast.nc")
      try ForecastFile.write(forecast, to: url, threshold: 5e-5, source: "foreshake 0.1.0")
      for name in ["pgv", "pgv_time", "forecast_pgv", "warning_time", "vz[3]"] {
        let line = try Shell.run("gmt", ["grdinfo", "-C", "\(url.path)?\(name)"])
        let fields = line.split(separator: "\t").map(String.init)
        #expect(fields.count > 10 && fields[9] == "12" && fields[10] == "8", "\(name): \(line)")
      }
      let fields = try Shell.run("gmt", ["grdinfo", "-C", "\(url.path)?pgv"])
        .split(separator: "\t").compactMap { Double($0) }
      let top = Double(forecast.peaks.horizontal.max() ?? 0)
      // GMT prints twelve digits of a single-precision number.
      #expect(fields.count > 5 && abs(fields[5] - top) < 1e-9 * top)
    }
  }

  @Test("The same forecast gives the same bytes, and a site outside the grid no file")
  func bytes() throws {
    try withTemporaryFolder { folder in
      let forecast = try forecast(in: folder)
      let urls = ["a.nc", "b.nc"].map { folder.appendingPathComponent($0) }
      for url in urls {
        try ForecastFile.write(forecast, to: url, sites: sites, source: "foreshake 0.1.0")
      }
      #expect(try Data(contentsOf: urls[0]) == Data(contentsOf: urls[1]))
      let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(throws: ForecastingError.self) {
        try ForecastFile.write(
          forecast,
          to: folder.appendingPathComponent("c.nc"),
          sites: [Fixture.station("FAR", -2000, 0)],
          source: "foreshake 0.1.0"
        )
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == before)
    }
  }
}

/// Programs that may be installed.
private enum Shell {
  static func has(_ program: String) -> Bool { (try? run(program, ["--version"])) != nil }

  /// What a program prints.
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    return String(decoding: data, as: UTF8.self)
  }
}
