public import Seismology

/// The seismograms of a result file: `velocity(station, component, time)` and its coordinates.
///
/// The ground-motion variable is called `displacement`, `velocity` or `acceleration`; components are ordered
/// east, north, up. `station` holds `NET.CODE`, `network` and `station_code` its parts; `station_x`,
/// `station_y`, `station_depth` are local metres, `station_latitude` and `station_longitude` stand beside them
/// where the frame has an origin. `time` counts seconds after the origin time.
extension NetCDFFile {
  /// Defines and writes the seismograms of one run; all must be equally long and sampled alike.
  ///
  /// - Throws: ``SimulationFileError`` if they are not alike, ``NetCDFError`` if the file cannot be written.
  public func write(
    _ seismograms: [Seismogram],
    metadata: RunMetadata,
    projection: MapProjection? = nil
  ) throws {
    guard let first = seismograms.first else { return }
    try checkAlike(seismograms)
    let station = try defineDimension("station", length: seismograms.count)
    let component = try defineDimension("component", length: 3)
    let time = try defineDimension("time", length: first.count)
    try writeStations(seismograms.map(\.receiver), on: station, projection: projection)
    try writeComponents(on: component)
    try writeTimes(of: first, on: time, metadata: metadata)
    let motion = try defineVariable(
      first.motion.rawValue,
      .float,
      [station, component, time],
      fillValue: .nan,
      storage: NetCDFStorage(chunks: [1, 3, max(1, min(first.count, 1 << 18))], deflate: 1),
      attributes: [
        "units": .text(first.motion.units),
        "long_name": .text("ground \(first.motion.rawValue) towards east, north and up"),
        "coordinates": .text(Self.stationCoordinates(isGeographic: projection != nil)),
      ]
    )
    for (index, seismogram) in seismograms.enumerated() {
      try motion.write(
        seismogram.east + seismogram.north + seismogram.up,
        start: [index, 0, 0],
        count: [1, 3, first.count]
      )
    }
  }

  private func checkAlike(_ seismograms: [Seismogram]) throws(SimulationFileError) {
    guard let first = seismograms.first else { return }
    for other in seismograms {
      let isAlike =
        other.count == first.count && other.timeStep == first.timeStep
        && other.startTime == first.startTime && other.motion == first.motion
        && other.north.count == first.count && other.up.count == first.count
      guard isAlike else {
        throw .unequalSeismograms(
          path: path,
          first: first.receiver.identifier,
          other: other.receiver.identifier
        )
      }
    }
  }

  private func writeTimes(
    of seismogram: Seismogram,
    on time: NetCDFDimension,
    metadata: RunMetadata
  ) throws(NetCDFError) {
    let variable = try writeTimes(
      on: time,
      start: seismogram.startTime,
      step: seismogram.timeStep,
      units: metadata.timeUnits
    )
    guard metadata.originTime != nil else { return }
    try variable.setAttribute("standard_name", "time")
    try variable.setAttribute("calendar", "standard")
    try variable.setAttribute("units_metadata", "leap_seconds: none")
  }

  /// Defines and writes `time`, evenly spaced: seconds after the origin time.
  @discardableResult
  package func writeTimes(
    on time: NetCDFDimension,
    start: Double,
    step: Double,
    units: String = "s"
  ) throws(NetCDFError) -> NetCDFVariable {
    let variable = try defineVariable(
      "time",
      .double,
      [time],
      attributes: [
        "units": .text(units), "long_name": "time after the origin time", "axis": "T",
        "start_seconds": .doubles([start]), "time_step_seconds": .doubles([step]),
      ]
    )
    try variable.write((0..<time.length).map { start + Double($0) * step })
    return variable
  }

  /// Defines and writes the names of the components: east, north, up.
  package func writeComponents(on component: NetCDFDimension) throws(NetCDFError) {
    try defineVariable(
      "component",
      .string,
      [component],
      attributes: ["long_name": "component of ground motion"]
    ).write(["east", "north", "up"])
  }

  /// The auxiliary coordinates of ground motion at stations, as the attribute `coordinates` names them.
  package static func stationCoordinates(isGeographic: Bool) -> String {
    "network station_code station_x station_y station_depth"
      + (isGeographic ? " station_latitude station_longitude" : "")
  }

  /// Defines and writes the names and places of stations.
  package func writeStations(
    _ receivers: [Receiver],
    on station: NetCDFDimension,
    projection: MapProjection?
  ) throws {
    func define(
      _ name: String,
      _ values: [Double],
      _ attributes: KeyValuePairs<String, NetCDFAttribute>
    ) throws(NetCDFError) {
      try defineVariable(name, .double, [station], attributes: attributes).write(values)
    }
    func define(_ name: String, _ values: [String], _ longName: String) throws(NetCDFError) {
      try defineVariable(
        name,
        .string,
        [station],
        attributes: ["long_name": .text(longName)]
      ).write(values)
    }
    try define("station", receivers.map(\.identifier), "network and station code")
    try define("network", receivers.map(\.network), "network code")
    try define("station_code", receivers.map(\.code), "station code")
    let axis = "position of the station along the local"
    try define(
      "station_x",
      receivers.map(\.location.x),
      ["units": "m", "long_name": .text("\(axis) x axis")]
    )
    try define(
      "station_y",
      receivers.map(\.location.y),
      ["units": "m", "long_name": .text("\(axis) y axis")]
    )
    try define(
      "station_depth",
      receivers.map(\.location.z),
      ["units": "m", "long_name": "depth of the sensor below the free surface", "positive": "down"]
    )
    guard let projection else { return }
    let points = try receivers.map { try projection.geographicPoint(of: $0.location) }
    try define(
      "station_latitude",
      points.map(\.latitude),
      ["units": "degrees_north", "standard_name": "latitude", "long_name": "station latitude"]
    )
    try define(
      "station_longitude",
      points.map(\.longitude),
      ["units": "degrees_east", "standard_name": "longitude", "long_name": "station longitude"]
    )
  }
}

extension NetCDFFile {
  /// The seismograms of a result file; none if it holds no ground-motion variable.
  public func readSeismograms() throws -> [Seismogram] {
    for motion in GroundMotion.allCases {
      guard let variable = try variable(ifPresent: motion.rawValue), variable.shape.count == 3,
        variable.dimensions.map(\.name) == ["station", "component", "time"],
        variable.shape[1] == 3
      else { continue }
      return try readSeismograms(motion, variable)
    }
    return []
  }

  private func readSeismograms(
    _ motion: GroundMotion,
    _ variable: NetCDFVariable
  ) throws -> [Seismogram] {
    let receivers = try readReceivers()
    let length = variable.shape[2]
    let (start, step) = try readSampling(count: length)
    return try receivers.enumerated().map { index, receiver in
      let samples = try variable.readFloats(start: [index, 0, 0], count: [1, 3, length])
      func component(_ number: Int) -> [Float] {
        Array(samples[number * length..<(number + 1) * length])
      }
      return Seismogram(
        receiver: receiver,
        motion: motion,
        startTime: start,
        timeStep: step,
        east: component(0),
        north: component(1),
        up: component(2)
      )
    }
  }

  /// The receivers of a result file in the order of its seismograms.
  public func readReceivers() throws(NetCDFError) -> [Receiver] {
    let codes = try variable("station_code").readStrings()
    let networks = try readTextColumn("network", count: codes.count)
    let x = try readColumn("station_x", count: codes.count)
    let y = try readColumn("station_y", count: codes.count)
    let depth = try readColumn("station_depth", count: codes.count)
    return codes.indices.map {
      Receiver(
        network: networks[$0],
        code: codes[$0],
        location: LocalPoint(x: x[$0], y: y[$0], z: depth[$0])
      )
    }
  }

  /// Start and interval of the samples in seconds: exact where the attributes say so.
  package func readSampling(
    count: Int
  ) throws(NetCDFError) -> (start: Double, step: Double) {
    let time = try variable("time")
    guard time.shape == [count] else {
      throw .lengthMismatch(path: path, variable: "time", expected: count, found: time.count)
    }
    let times = try time.readDoubles(start: [0], count: [min(2, count)])
    let start = try time.attribute("start_seconds")?.numbers?.first ?? times.first ?? 0
    let difference = times.count > 1 ? times[1] - times[0] : 1
    let step = try time.attribute("time_step_seconds")?.numbers?.first ?? difference
    try check(start, of: "time", row: 0, in: TimeLimit.afterOrigin)
    try check(step, of: "time (its step)", row: 0, in: TimeLimit.interval)
    return (start, step)
  }
}

extension Receiver {
  /// `NET.CODE`, or the code alone where there is no network.
  public var identifier: String { network.isEmpty ? code : "\(network).\(code)" }
}
