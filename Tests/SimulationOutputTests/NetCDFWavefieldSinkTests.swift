import Foundation
import SeismicFiles
import Seismology
import SimulationOutput
import TestSupport
import Testing
import WaveSimulation

@Suite("NetCDF results of a run")
struct NetCDFWavefieldSinkTests {
  private static let origin = GeographicPoint(latitude: 37.8187, longitude: -121.7568)
  private static let time = UTCTime.date("2019-07-16T20:11:01.470Z")

  private func description(frame: LocalFrame) throws -> RunDescription {
    let grid = try SimulationGrid(
      coveringX: -2000...2000,
      y: -1000...1000,
      depth: 2000,
      spacing: 100
    )
    let receivers = [
      Receiver(network: "BK", code: "CMB", location: LocalPoint(x: 100, y: 200, z: 0)),
      Receiver(network: "", code: "S1", location: LocalPoint(x: -300, y: 50, z: 10)),
    ]
    return RunDescription(
      grid: grid,
      frame: frame,
      timeStep: 0.01,
      stepCount: 100,
      surfaceX: [0, 500, 1000, 1500],
      surfaceY: [-500, 0, 500],
      receivers: receivers,
      outputs: OutputRequest(peaks: true)
    )
  }

  private func frame(_ slice: Slice, _ time: Double, fast: [Double], slow: [Double])
    -> WavefieldFrame
  {
    let values = (0..<fast.count * slow.count).map { Float($0) + Float(time) }
    return WavefieldFrame(
      slice: slice,
      time: time,
      fast: fast,
      slow: slow,
      east: values,
      north: values.map { -$0 },
      up: values.map { 10 * $0 }
    )
  }

  /// A small run whose values are simple functions of their indices.
  private func writeRun(to url: URL, frame local: LocalFrame) throws {
    let run = try description(frame: local)
    let metadata = RunMetadata(
      title: "Test run",
      source: "foreshake 0.1.0",
      history: "by a test",
      configuration: "duration: 1\n",
      seed: .max,
      originTime: Self.time
    )
    var sink = try NetCDFWavefieldSink(url: url, metadata: metadata)
    try sink.begin(run)
    for step in 0..<3 {
      let time = 0.25 * Double(step)
      try sink.receive(frame(.surface, time, fast: run.surfaceX, slow: run.surfaceY))
      try sink.receive(frame(.constantY(0), time, fast: [0, 100], slow: [0, 100, 200]))
    }
    try sink.receive(
      run.receivers.enumerated().map { index, receiver in
        Seismogram(
          receiver: receiver,
          motion: .velocity,
          startTime: -0.5,
          timeStep: 0.1,
          east: [1, 2, Float(index)],
          north: [4, 5, 6],
          up: [7, 8, 9]
        )
      }
    )
    let values = (0..<12).map(Float.init)
    try sink.receive(
      PeakMotion(
        x: run.surfaceX,
        y: run.surfaceY,
        horizontalVelocity: values,
        horizontalVelocityTime: values,
        verticalVelocity: values,
        horizontalAcceleration: values.map { 2 * $0 },
        horizontalAccelerationTime: values
      )
    )
    #expect(!FileManager.default.fileExists(atPath: url.path))
    try sink.finish(
      RunReport(
        pointUpdatesPerSecond: 1,
        setUpSeconds: 0,
        steppingSeconds: 1,
        allocatedBytes: 1,
        stepCount: 100
      )
    )
  }

  @Test("What a run delivers is read back")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      let local = LocalFrame(origin: Self.origin, xAzimuth: 143.638, yIsClockwise: true)
      try writeRun(to: url, frame: local)
      let run = try SimulationFile(reading: url)
      #expect(run.metadata.frame == local)
      #expect(run.metadata.originTime == Self.time)
      #expect(run.metadata.seed == .max)
      #expect(run.metadata.configuration == "duration: 1\n")
      let records = try run.seismograms()
      #expect(records.map(\.receiver) == (try description(frame: local)).receivers)
      #expect(records[1].east == [1, 2, 1])
      #expect(records[1].up == [7, 8, 9])
      #expect(records[0].startTime == -0.5)
      #expect(records[0].timeStep == 0.1)
      #expect(try run.frameTimes() == [0, 0.25, 0.5])
      let surface = try run.surfaceFrame(at: 2)
      #expect(surface.up[5] == 55)
      #expect(surface.slow == [-500, 0, 500])
      #expect(try run.sliceCount() == 1)
      let slice = try run.sliceFrame(1, at: 1)
      #expect(slice.slice == .constantY(0))
      #expect(slice.north == [0, 1, 2, 3, 4, 5].map { -($0 + 0.25) })
      let peaks = try run.peaks()
      #expect(peaks?.horizontalAcceleration[11] == 22)
    }
  }

  @Test("An abandoned run leaves nothing behind")
  func abandoned() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      do {
        var sink = try NetCDFWavefieldSink(
          url: url,
          metadata: RunMetadata(title: "", source: "")
        )
        try sink.begin(try description(frame: LocalFrame()))
        try sink.receive(frame(.surface, 0, fast: [0, 1], slow: [0, 1]))
        #expect(throws: SimulationFileError.self) {
          try sink.receive(frame(.surface, 1, fast: [0, 1, 2], slow: [0, 1]))
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test(
    "xarray finds coordinates, units and decoded times",
    .enabled(if: PythonEnvironment.offers("xarray") && PythonEnvironment.offers("netCDF4"))
  )
  func xarray() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      try writeRun(to: url, frame: LocalFrame(origin: Self.origin))
      let script = """
        import sys, numpy as np, xarray as xr
        d = xr.open_dataset(sys.argv[1])
        print(d.vz.dims, d.vz.shape, d.vz.units, float(d.vz[2].sel(x=500, y=0)))
        print(d.velocity.sel(station='BK.CMB', component='up').values.tolist(), d.velocity.units)
        print(np.datetime_as_string(d.frame_time.values[1], unit='ms'), \
        np.datetime_as_string(d.time.values[0], unit='ms'))
        print(sorted(c for c in d.pgv.coords), d.pgv.attrs['grid_mapping'], d.latitude.units)
        print(round(float(d.latitude.sel(x=0, y=0)), 4), round(float(d.longitude.sel(x=0, y=0)), 4))
        print(d.attrs['Conventions'], d.attrs['random_seed'], d.x.standard_name)
        """
      let output = try PythonEnvironment.run(script, arguments: [url.path])
      #expect(
        output == """
          ('frame_time', 'y', 'x') (3, 3, 4) m s-1 55.0
          [7.0, 8.0, 9.0] m s-1
          2019-07-16T20:11:01.720 2019-07-16T20:11:00.970
          ['latitude', 'longitude', 'x', 'y'] projection degrees_north
          37.8187 -121.7568
          CF-1.11 18446744073709551615 projection_x_coordinate

          """
      )
    }
  }

  @Test("GMT reads maps and frames by name", .enabled(if: GMT.isInstalled, "needs gmt"))
  func gmt() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      try writeRun(to: url, frame: LocalFrame())
      // west, east, south, north, minimum, maximum
      let pga = try GMT.information("\(url.path)?pga")
      #expect(pga == [0, 1500, -500, 500, 0, 22])
      let vz = try GMT.information("\(url.path)?vz[2]", scan: true)
      #expect(vz == [0, 1500, -500, 500, 5, 115])
    }
  }
}

/// The Generic Mapping Tools.
private enum GMT {
  static let isInstalled = (try? run(["--version"])) != nil

  /// The region and the range of values of a grid.
  static func information(_ grid: String, scan: Bool = false) throws -> [Double] {
    let text = try run(["grdinfo", "-C"] + (scan ? ["-L0"] : []) + [grid])
    return text.split(separator: "\t").dropFirst().prefix(6).compactMap { Double($0) }
  }

  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gmt")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
