import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite("Traces and seismograms in altered NetCDF files")
struct TraceVariablesTests {
  /// Writes two traces of three samples, with one column replaced.
  private func write(
    _ url: URL,
    _ replaced: String = "",
    with values: [Double] = []
  ) throws {
    let file = try NetCDFFile(creating: url)
    let trace = try file.defineDimension("trace", length: 2)
    let sample = try file.defineDimension("sample", length: 3)
    try file.defineVariable("waveform", .double, [trace, sample]).write([1.0, 2, 3, 4, 5, 6])
    let other = try file.defineDimension("other", length: max(1, values.count))
    for name in ["network", "station", "location", "channel"] {
      let isReplaced = name == replaced
      try file.defineVariable(name, .string, [isReplaced ? other : trace])
        .write([String](repeating: "A", count: isReplaced ? values.count : 2))
    }
    let columns: [(String, [Double])] = [
      ("start_time", [0, 1]), ("sampling_interval", [0.1, 0.1]), ("sample_count", [3, 2]),
      ("latitude", [1, 2]), ("longitude", [3, 4]), ("elevation", [0, 0]),
    ]
    for (name, usual) in columns {
      let isReplaced = name == replaced
      try file.defineVariable(name, .double, [isReplaced ? other : trace])
        .write(isReplaced ? values : usual)
    }
    try file.finish()
  }

  private func failure(_ column: String, _ values: [Double]) throws -> NetCDFError? {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("altered.nc")
      try write(url, column, with: values)
      do {
        _ = try WaveformFile.read(url)
        return nil
      } catch let error as NetCDFError {
        return error
      }
    }
  }

  @Test("The file that the other tests alter is itself sound")
  func sound() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("sound.nc")
      try write(url)
      let collection = try WaveformFile.read(url)
      #expect(collection.traces.map(\.samples) == [.doubles([1, 2, 3]), .doubles([4, 5])])
      #expect(collection.stations.count == 1)
    }
  }

  @Test(
    "A column that is too short or too long is refused with both lengths",
    arguments: [
      "network", "station", "location", "channel", "start_time", "sampling_interval",
      "sample_count", "latitude", "longitude", "elevation",
    ],
    [1, 3]
  )
  func lengths(column: String, count: Int) throws {
    guard
      case .lengthMismatch(_, column, 2, count)? = try failure(
        column,
        [Double](repeating: 1, count: count)
      )
    else {
      Issue.record("\(count) values of \(column) were accepted for two traces")
      return
    }
  }

  @Test(
    "Fill values and absurd numbers are refused with their row",
    arguments: [
      ("start_time", Double.nan), ("start_time", 1e30), ("start_time", 9.969209968386869e36),
      ("sampling_interval", 0), ("sampling_interval", .nan), ("sampling_interval", -1),
      ("sample_count", -2_147_483_647), ("sample_count", 4), ("sample_count", 1e19),
    ]
  )
  func values(column: String, value: Double) throws {
    guard case .valueOutOfRange(_, column, 1, _, _)? = try failure(column, [1, value]) else {
      Issue.record("\(value) was accepted as \(column)")
      return
    }
  }

  @Test(
    "A result file whose stations or times do not fit its seismograms is refused",
    arguments: ["network", "station_x", "station_depth", "station_latitude", "time", "step"]
  )
  func seismograms(altered: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.nc")
      let file = try NetCDFFile(creating: url)
      let station = try file.defineDimension("station", length: 2)
      let component = try file.defineDimension("component", length: 3)
      let time = try file.defineDimension("time", length: 2)
      let other = try file.defineDimension("other", length: 1)
      try file.defineVariable("velocity", .float, [station, component, time])
        .write([Float](repeating: 0, count: 12))
      for name in ["network", "station_code"] {
        let axis = name == altered ? other : station
        try file.defineVariable(name, .string, [axis])
          .write([String](repeating: "A", count: axis.length))
      }
      for name in [
        "station_x", "station_y", "station_depth", "station_latitude", "station_longitude",
      ] {
        let axis = name == altered ? other : station
        try file.defineVariable(name, .double, [axis])
          .write([Double](repeating: 0, count: axis.length))
      }
      let times = try file.defineVariable("time", .double, altered == "time" ? [] : [time])
      try times.write(altered == "time" ? [0] : [0, altered == "step" ? .nan : 0.1])
      try file.finish()
      #expect(throws: NetCDFError.self) { try WaveformFile.read(url) }
    }
  }
}
