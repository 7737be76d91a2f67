import Foundation
import Seismology

/// Traces of any length and sampling in a NetCDF file: `waveform(trace, sample)` and what belongs to each.
///
/// Rows are filled up with `_FillValue` after `sample_count` samples (CF 1.11, section 9.3.2, incomplete
/// multidimensional array).
extension NetCDFFile {
  /// Defines and writes a collection of traces.
  func write(_ collection: WaveformCollection) throws {
    let traces = collection.traces
    let trace = try defineDimension("trace", length: traces.count)
    let sample = try defineDimension("sample", length: traces.map(\.count).max() ?? 0)
    try setAttribute("Conventions", "CF-1.11")
    try setAttribute("title", "Waveforms")
    if let time = collection.originTime {
      try setAttribute("origin_time", .text(UTCTime.text(time)))
    }
    try writeCodes(traces.map(\.identifier), on: trace)
    try writeTimes(traces, on: trace)
    try writePositions(traces.map(collection.station), on: trace)
    let type = TraceType(traces)
    let waveform = try defineVariable(
      "waveform",
      type.netCDF,
      [trace, sample],
      fillValue: type.fillValue,
      storage: NetCDFStorage(chunks: [1, max(1, min(sample.length, 1 << 18))], deflate: 1),
      attributes: [
        "units": .text(collection.motion?.units ?? (type == .integers ? "count" : "1")),
        "long_name": .text(collection.motion.map { "ground \($0.rawValue)" } ?? "waveform"),
        "coordinates": "network station location channel start_time",
      ]
    )
    for (index, values) in traces.map(\.samples).enumerated() {
      let (start, count) = ([index, 0], [1, values.count])
      switch (type, values) {
      case (.integers, .integers(let integers)):
        try waveform.write(integers, start: start, count: count)
      case (.floats, .floats(let floats)): try waveform.write(floats, start: start, count: count)
      default: try waveform.write(values.asDoubles, start: start, count: count)
      }
    }
  }

  private func writeCodes(
    _ codes: [TraceIdentifier],
    on trace: NetCDFDimension
  ) throws(NetCDFError) {
    let columns: [(String, [String])] = [
      ("network", codes.map(\.network)), ("station", codes.map(\.station)),
      ("location", codes.map(\.location)), ("channel", codes.map(\.channel)),
    ]
    for (name, values) in columns {
      try defineVariable(
        name,
        .string,
        [trace],
        attributes: ["long_name": .text("\(name) code")]
      ).write(values)
    }
  }

  private func writeTimes(
    _ traces: [WaveformTrace],
    on trace: NetCDFDimension
  ) throws(NetCDFError) {
    try defineVariable(
      "start_time",
      .double,
      [trace],
      attributes: [
        "units": "seconds since 1970-01-01 00:00:00", "calendar": "standard",
        "units_metadata": "leap_seconds: none",
        "standard_name": "time", "long_name": "time of the first sample",
      ]
    ).write(traces.map { Double(UTCTime.microseconds($0.startTime)) / 1e6 })
    try defineVariable(
      "sampling_interval",
      .double,
      [trace],
      attributes: ["units": "s", "long_name": "time between samples"]
    ).write(traces.map(\.samplingInterval))
    try defineVariable(
      "sample_count",
      .int32,
      [trace],
      attributes: ["units": "1", "long_name": "number of samples"]
    ).write(traces.map { Int32($0.count) })
  }

  private func writePositions(
    _ stations: [Station?],
    on trace: NetCDFDimension
  ) throws(NetCDFError) {
    guard stations.contains(where: { $0 != nil }) else { return }
    let columns: [(String, String, (Station) -> Double)] = [
      ("latitude", "degrees_north", { $0.position.latitude }),
      ("longitude", "degrees_east", { $0.position.longitude }),
      ("elevation", "m", { $0.elevation }),
    ]
    for (name, units, value) in columns {
      try defineVariable(
        name,
        .double,
        [trace],
        fillValue: .nan,
        attributes: ["units": .text(units), "long_name": .text("station \(name)")]
      ).write(stations.map { $0.map(value) ?? .nan })
    }
  }

  /// The traces of a file that ``write(_:)`` made; nil if it has no such variables.
  func readTraces() throws -> WaveformCollection? {
    guard let waveform = try variable(ifPresent: "waveform"), waveform.shape.count == 2,
      try variable(ifPresent: "sample_count") != nil
    else { return nil }
    let rows = waveform.shape[0]
    let codes = try ["network", "station", "location", "channel"].map {
      try readTextColumn($0, count: rows)
    }
    let starts = try readColumn("start_time", count: rows, in: TimeLimit.sinceEpoch)
    let intervals = try readColumn("sampling_interval", count: rows, in: TimeLimit.interval)
    let longest = 0...Double(waveform.shape[1])
    let counts = try readColumn("sample_count", count: rows, in: longest).map { Int($0) }
    let traces = try (0..<rows).map { row in
      WaveformTrace(
        identifier: TraceIdentifier(
          network: codes[0][row],
          station: codes[1][row],
          location: codes[2][row],
          channel: codes[3][row]
        ),
        startTime: UTCTime.date(microseconds: Int((starts[row] * 1e6).rounded())),
        samplingInterval: intervals[row],
        samples: try samples(waveform, row: row, count: counts[row])
      )
    }
    let units = try waveform.units
    return WaveformCollection(
      traces: traces,
      motion: GroundMotion.allCases.first { $0.units == units },
      stations: try readStations(codes),
      originTime: try readMetadata().originTime
    )
  }

  private func samples(
    _ waveform: NetCDFVariable,
    row: Int,
    count: Int
  ) throws(NetCDFError) -> TraceSamples {
    let (start, size) = ([row, 0], [1, count])
    switch waveform.type {
    case .int32: return .integers(try waveform.readIntegers(start: start, count: size))
    case .float: return .floats(try waveform.readFloats(start: start, count: size))
    default: return .doubles(try waveform.readDoubles(start: start, count: size))
    }
  }

  private func readStations(_ codes: [[String]]) throws(NetCDFError) -> [Station] {
    for name in ["latitude", "longitude", "elevation"] {
      guard try variable(ifPresent: name) != nil else { return [] }
    }
    let rows = codes[0].count
    let latitude = try readColumn("latitude", count: rows)
    let longitude = try readColumn("longitude", count: rows)
    let elevation = try readColumn("elevation", count: rows)
    return latitude.indices.filter { latitude[$0].isFinite }.map { row in
      Station(
        network: codes[0][row],
        code: codes[1][row],
        position: GeographicPoint(latitude: latitude[row], longitude: longitude[row]),
        elevation: elevation[row]
      )
    }
  }
}

/// The one type that holds the samples of all traces without loss.
private enum TraceType {
  case integers, floats, doubles

  init(_ traces: [WaveformTrace]) {
    let kinds = Set(
      traces.map { trace -> TraceType in
        switch trace.samples {
        case .integers: .integers
        case .floats: .floats
        case .doubles: .doubles
        }
      }
    )
    self = kinds.count == 1 ? kinds.first ?? .floats : .doubles
  }

  var netCDF: NetCDFType {
    switch self {
    case .integers: .int32
    case .floats: .float
    case .doubles: .double
    }
  }

  var fillValue: Double { self == .integers ? -2_147_483_648 : .nan }
}
