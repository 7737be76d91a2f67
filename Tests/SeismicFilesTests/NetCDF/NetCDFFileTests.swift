import Foundation
import NumericalRuntime
import SeismicFiles
import TestSupport
import Testing

@Suite("NetCDF files")
struct NetCDFFileTests {
  @Test("What is written is read back, whole and in pieces")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("grid.nc")
      let file = try NetCDFFile(creating: url)
      let time = try file.defineDimension("time", length: nil)
      let x = try file.defineDimension("x", length: 3)
      let vz = try file.defineVariable(
        "vz",
        .float,
        [time, x],
        fillValue: .nan,
        storage: .compressed,
        attributes: ["units": "m s-1", "valid": 2.5, "count": 7]
      )
      let codes = try file.defineVariable("code", .string, [x])
      let scalar = try file.defineVariable("seed", .int32, [])
      try file.setAttribute("title", "Grüße")
      try codes.write(["BK", "", "CMB"])
      try scalar.write([Int32(-5)])
      try vz.write([1, 2, 3] as [Float], start: [0, 0], count: [1, 3])
      try vz.write([7, 8] as [Double], start: [2, 1], count: [1, 2])
      try file.finish()

      let read = try NetCDFFile(reading: url)
      let variable = try read.variable("vz")
      #expect(variable.shape == [3, 3])
      #expect(variable.dimensions.map(\.name) == ["time", "x"])
      #expect(variable.dimensions[0].isUnlimited)
      #expect(try variable.units == "m s-1")
      #expect(try variable.attribute("valid") == .doubles([2.5]))
      #expect(try variable.attribute("count") == .integers([7]))
      #expect(try variable.attribute("none") == nil)
      let values = try variable.readFloats()
      #expect(values[0..<3] == [1, 2, 3])
      #expect(values[3..<7].filter(\.isNaN).count == 4)
      #expect(values[7...] == [7, 8])
      #expect(try variable.readDoubles(start: [0, 1], count: [1, 2]) == [2, 3])
      #expect(try read.variable("code").readStrings() == ["BK", "", "CMB"])
      #expect(try read.variable("seed").readIntegers() == [-5])
      #expect(try read.attribute("title")?.text == "Grüße")
      #expect(try read.variableNames == ["vz", "code", "seed"])
    }
  }

  @Test("Nothing stands under the final name before finish, and nothing at all after abort")
  func atomicity() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      let file = try NetCDFFile(creating: url)
      try file.defineDimension("x", length: 3)
      #expect(!FileManager.default.fileExists(atPath: url.path))
      file.abort()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      #expect(throws: NetCDFError.closed(path: url.path, operation: "defining dimension y")) {
        try file.defineDimension("y", length: 3)
      }
      do { _ = try NetCDFFile(creating: url) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("Absent, foreign and truncated files, names and pieces give typed errors")
  func errors() throws {
    try withTemporaryFolder { folder in
      let absent = folder.appendingPathComponent("absent.nc")
      #expect(throws: NetCDFError.notFound(path: absent.path)) { try NetCDFFile(reading: absent) }
      let foreign = folder.appendingPathComponent("foreign.nc")
      try FileContents.write("depth vp vs\n", to: foreign)
      #expect(throws: NetCDFError.notNetCDF(path: foreign.path)) {
        try NetCDFFile(reading: foreign)
      }

      let url = folder.appendingPathComponent("whole.nc")
      let file = try NetCDFFile(creating: url)
      let x = try file.defineDimension("x", length: 3)
      let v = try file.defineVariable("v", .float, [x])
      #expect(
        throws: NetCDFError.shapeMismatch(
          path: url.path,
          variable: "v",
          expected: [3],
          valueCount: 2
        )
      ) { try v.write([1, 2] as [Float]) }
      try v.write([1, 2, 3] as [Float])
      try file.finish()
      let read = try NetCDFFile(reading: url)
      #expect(
        throws: NetCDFError.missingVariable(path: url.path, name: "vs", available: ["v"])
      ) { try read.variable("vs") }
      #expect(
        throws: NetCDFError.outOfBounds(
          path: url.path,
          variable: "v",
          start: [2],
          count: [2],
          shape: [3]
        )
      ) { try read.variable("v").readFloats(start: [2], count: [2]) }
      #expect(
        throws: NetCDFError.wrongType(
          path: url.path,
          variable: "v",
          stored: "float numbers",
          requested: "text"
        )
      ) { try read.variable("v").readStrings() }

      let bytes = try FileContents.read(url)
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 23)) {
        let cut = folder.appendingPathComponent("cut-\(length).nc")
        try FileContents.write(bytes.prefix(length), to: cut)
        #expect(throws: NetCDFError.self) {
          try NetCDFFile(reading: cut).variable("v").readFloats()
        }
      }
    }
  }

  @Test("Packed and missing values are undone")
  func unpacking() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("packed.nc")
      let file = try NetCDFFile(creating: url)
      let x = try file.defineDimension("x", length: 3)
      let v = try file.defineVariable(
        "v",
        .int32,
        [x],
        fillValue: -1,
        attributes: ["scale_factor": 0.5, "add_offset": 10.0]
      )
      try v.write([Int32(2), -1, 4])
      try file.finish()
      let values = try NetCDFFile(reading: url).variable("v").readUnpackedDoubles()
      #expect(values[0] == 11)
      #expect(values[1].isNaN)
      #expect(values[2] == 12)
    }
  }

  @Test("A full disk is recognised and leaves nothing under the final name")
  func fullDisk() throws {
    try withSmallDisk(bytes: 2 << 20) { (folder: URL) throws -> Void in
      let url = folder.appendingPathComponent("big.nc")
      let error = #expect(throws: NetCDFError.self) {
        let file = try NetCDFFile(creating: url)
        let x = try file.defineDimension("x", length: 4 << 20)
        let v = try file.defineVariable("v", .float, [x])
        try v.write([Float](repeating: 1, count: 4 << 20))
        try file.finish()
      }
      guard case .diskFull(path: url.path, operation: _, freeBytes: _) = error else {
        Issue.record("\(String(describing: error)) is not a full disk")
        return
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      #expect(throws: FileAccessError.diskFull(path: url.path)) {
        try FileContents.write(Data(count: 4 << 20), to: url)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("A disk without any room is told as full, not as forbidden, when a file is begun")
  func noRoomToBegin() throws {
    try withSmallDisk(bytes: 64 << 10) { (folder: URL) throws -> Void in
      let fill = folder.appendingPathComponent("fill")
      try Data().write(to: fill)
      let handle = try FileHandle(forWritingTo: fill)
      while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
      let error = #expect(throws: NetCDFError.self) {
        let file = try NetCDFFile(creating: folder.appendingPathComponent("a.nc"))
        try file.finish()
      }
      guard case .diskFull = error else {
        Issue.record("\(String(describing: error)) is not a full disk")
        return
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fill"])
    }
  }

  @Test(
    "xarray reads values, names and units",
    .enabled(if: PythonEnvironment.offers("netCDF4") && PythonEnvironment.offers("xarray"))
  )
  func xarray() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("grid.nc")
      let file = try NetCDFFile(creating: url)
      let x = try file.defineDimension("x", length: 3)
      try file.defineVariable("x", .double, [x], attributes: ["units": "m"])
        .write([0, 0.5, 1] as [Double])
      try file.defineVariable("v", .float, [x], fillValue: .nan, attributes: ["units": "m s-1"])
        .write([1, .nan, 3] as [Float])
      try file.defineVariable("code", .string, [x]).write(["A", "BB", ""])
      try file.finish()
      let script = """
        import sys, xarray as xr
        d = xr.open_dataset(sys.argv[1])
        print(d.v.units, d.v.sel(x=1).item(), int(d.v.isnull().sum()), d.x.values.tolist(), \
        d.code.values.tolist())
        """
      let output = try PythonEnvironment.run(script, arguments: [url.path])
      #expect(output == "m s-1 3.0 1 [0.0, 0.5, 1.0] ['A', 'BB', '']\n")
    }
  }
}
