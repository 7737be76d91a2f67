import Foundation
import SeismicFiles
import WaveSimulation

/// The time axis that surface frames and slices share.
struct FrameTimes {
  let dimension: NetCDFDimension
  private let variable: NetCDFVariable
  private var count = 0
  private var last = -Double.infinity

  init(file: NetCDFFile, metadata: RunMetadata) throws(NetCDFError) {
    dimension = try file.defineDimension("frame_time", length: nil)
    variable = try file.defineVariable(
      "frame_time",
      .double,
      [dimension],
      storage: NetCDFStorage(chunks: [512]),
      attributes: [
        "units": .text(metadata.timeUnits), "long_name": "time of the frame after the origin time",
        "axis": "T",
      ]
    )
    guard metadata.originTime != nil else { return }
    try variable.setAttribute("standard_name", "time")
    try variable.setAttribute("calendar", "standard")
    try variable.setAttribute("units_metadata", "leap_seconds: none")
  }

  /// The index of a time: that of the last frame, or a new one.
  mutating func index(of time: Double) throws(NetCDFError) -> Int {
    if time == last { return count - 1 }
    try variable.write([time], start: [count], count: [1])
    last = time
    count += 1
    return count - 1
  }
}

/// Velocity towards east, north and up on one plane, as three variables of (time, row, column).
struct MovieVariables {
  private let components: [NetCDFVariable]
  private let rows, columns: Int
  private let path: String

  init(
    file: NetCDFFile,
    times: FrameTimes,
    rows: NetCDFDimension,
    columns: NetCDFDimension,
    prefix: String,
    place: String,
    deflate: Int,
    coordinates: String? = nil,
    gridMapping: String? = nil
  ) throws(NetCDFError) {
    self.rows = rows.length
    self.columns = columns.length
    path = file.url.path
    var variables: [NetCDFVariable] = []
    for (name, motion) in [
      ("ve", "velocity towards east"), ("vn", "velocity towards north"), ("vz", "upward velocity"),
    ] {
      let variable = try file.defineVariable(
        prefix + name,
        .float,
        [times.dimension, rows, columns],
        fillValue: .nan,
        storage: NetCDFStorage(
          chunks: [1, max(1, rows.length), max(1, columns.length)],
          deflate: deflate
        ),
        attributes: [
          "units": "m s-1", "long_name": .text("\(motion) \(place)"),
        ]
      )
      if let coordinates { try variable.setAttribute("coordinates", .text(coordinates)) }
      if let gridMapping { try variable.setAttribute("grid_mapping", .text(gridMapping)) }
      variables.append(variable)
    }
    components = variables
  }

  /// The variables of a vertical slice and its two axes.
  init(
    file: NetCDFFile,
    times: FrameTimes,
    slice frame: WavefieldFrame,
    number: Int,
    deflate: Int
  ) throws(NetCDFError) {
    let prefix = "slice\(number)_"
    let (axis, place) = frame.slice.words
    let depth = try file.defineDimension("\(prefix)depth", length: frame.slow.count)
    try file.defineVariable(
      depth.name,
      .double,
      [depth],
      attributes: [
        "units": "m", "long_name": "depth below the free surface", "positive": "down", "axis": "Z",
      ]
    ).write(frame.slow)
    let distance = try file.defineDimension("\(prefix)distance", length: frame.fast.count)
    try file.defineVariable(
      distance.name,
      .double,
      [distance],
      attributes: [
        "units": "m", "long_name": .text("distance along the local \(axis) axis"),
        "axis": .text(axis.uppercased()),
      ]
    ).write(frame.fast)
    try self.init(
      file: file,
      times: times,
      rows: depth,
      columns: distance,
      prefix: prefix,
      place: place,
      deflate: deflate
    )
  }

  /// Writes one frame.
  func write(_ frame: WavefieldFrame, at index: Int) throws {
    guard frame.slow.count == rows, frame.fast.count == columns else {
      throw SimulationFileError.frameShape(
        path: path,
        variable: components[0].name,
        expected: [rows, columns],
        found: [frame.slow.count, frame.fast.count]
      )
    }
    for (variable, values) in zip(components, [frame.east, frame.north, frame.up]) {
      try variable.write(values, start: [index, 0, 0], count: [1, rows, columns])
    }
  }
}

extension Slice {
  /// The axis along the plane and where the plane stands, in words.
  var words: (axis: String, place: String) {
    switch self {
    case .surface: ("x", "at the surface")
    case .constantX(let x): ("y", "on the plane x = \(x) m")
    case .constantY(let y): ("x", "on the plane y = \(y) m")
    }
  }
}
