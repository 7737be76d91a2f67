import SeismicFiles
import Seismology
import WaveSimulation

/// The axes x and y of the surface samples, their latitudes and longitudes, and the maps upon them.
struct SurfaceVariables {
  let x, y: NetCDFDimension
  /// The auxiliary coordinates of maps and movies.
  let coordinates: String?
  /// The variable that describes the projection.
  let gridMapping: String?
  private let file: NetCDFFile

  init(
    file: NetCDFFile,
    x xs: [Double],
    y ys: [Double],
    frame: LocalFrame,
    projection: MapProjection?
  ) throws {
    self.file = file
    x = try file.defineDimension("x", length: xs.count)
    y = try file.defineDimension("y", length: ys.count)
    coordinates = projection == nil ? nil : "latitude longitude"
    gridMapping = projection == nil ? nil : "projection"
    try Self.writeAxis(file, x, xs, "X", azimuth: frame.xAzimuth, isProjected: projection != nil)
    try Self.writeAxis(file, y, ys, "Y", azimuth: frame.yAzimuth, isProjected: projection != nil)
    guard let projection else { return }
    try writeProjection(projection)
    try writeGeographicCoordinates(projection, xs, ys)
  }

  /// The axis; one that points east or north is a projection coordinate in the sense of CF.
  private static func writeAxis(
    _ file: NetCDFFile,
    _ dimension: NetCDFDimension,
    _ values: [Double],
    _ axis: String,
    azimuth: Double,
    isProjected: Bool
  ) throws(NetCDFError) {
    let name = axis.lowercased()
    let variable = try file.defineVariable(
      name,
      .double,
      [dimension],
      attributes: [
        "units": "m", "axis": .text(axis),
        "long_name": .text("distance along the local \(name) axis (azimuth \(azimuth) degrees)"),
      ]
    )
    if isProjected, azimuth == (axis == "X" ? 90 : 0) {
      try variable.setAttribute("standard_name", .text("projection_\(name)_coordinate"))
    }
    try variable.write(values)
  }

  private func writeProjection(_ projection: MapProjection) throws(NetCDFError) {
    let variable = try file.defineVariable("projection", .int32, [])
    let attributes: KeyValuePairs<String, NetCDFAttribute> = [
      "grid_mapping_name": "transverse_mercator",
      "latitude_of_projection_origin": .doubles([projection.center.latitude]),
      "longitude_of_central_meridian": .doubles([projection.center.longitude]),
      "scale_factor_at_central_meridian": .doubles([projection.scale]),
      "false_easting": .doubles([0]), "false_northing": .doubles([0]),
      "semi_major_axis": .doubles([6_378_137]),
      "inverse_flattening": .doubles([298.257_223_563]),
      "proj_string": .text(projection.projString),
      "x_axis_azimuth_degrees": .doubles([projection.frame.xAzimuth]),
      "y_axis_azimuth_degrees": .doubles([projection.frame.yAzimuth]),
    ]
    for (name, value) in attributes { try variable.setAttribute(name, value) }
    try variable.write([Int32(0)])
  }

  private func writeGeographicCoordinates(
    _ projection: MapProjection,
    _ xs: [Double],
    _ ys: [Double]
  ) throws {
    var latitudes: [Double] = []
    var longitudes: [Double] = []
    for y in ys {
      for x in xs {
        let point = try projection.geographicPoint(of: LocalPoint(x: x, y: y, z: 0))
        latitudes.append(point.latitude)
        longitudes.append(point.longitude)
      }
    }
    try file.defineVariable(
      "latitude",
      .double,
      [y, x],
      storage: .compressed,
      attributes: ["units": "degrees_north", "standard_name": "latitude", "long_name": "latitude"]
    ).write(latitudes)
    try file.defineVariable(
      "longitude",
      .double,
      [y, x],
      storage: .compressed,
      attributes: ["units": "degrees_east", "standard_name": "longitude", "long_name": "longitude"]
    ).write(longitudes)
  }

  /// Writes the maps of peak motion.
  func write(_ peaks: PeakMotion, deflate: Int) throws(NetCDFError) {
    try map("pgv", peaks.horizontalVelocity, "m s-1", "peak horizontal ground velocity", deflate)
    try map(
      "pgv_time",
      peaks.horizontalVelocityTime,
      "s",
      "time of the peak horizontal velocity after the origin time",
      deflate
    )
    try map(
      "pgv_vertical",
      peaks.verticalVelocity,
      "m s-1",
      "peak vertical ground velocity",
      deflate
    )
    try map(
      "pga",
      peaks.horizontalAcceleration,
      "m s-2",
      "peak horizontal ground acceleration",
      deflate
    )
    try map(
      "pga_time",
      peaks.horizontalAccelerationTime,
      "s",
      "time of the peak horizontal acceleration after the origin time",
      deflate
    )
  }

  private func map(
    _ name: String,
    _ values: [Float],
    _ units: String,
    _ longName: String,
    _ deflate: Int
  ) throws(NetCDFError) {
    let variable = try file.defineVariable(
      name,
      .float,
      [y, x],
      fillValue: .nan,
      storage: NetCDFStorage(deflate: deflate),
      attributes: ["units": .text(units), "long_name": .text(longName)]
    )
    if let coordinates { try variable.setAttribute("coordinates", .text(coordinates)) }
    if let gridMapping { try variable.setAttribute("grid_mapping", .text(gridMapping)) }
    let finite = values.filter(\.isFinite)
    if let minimum = finite.min(), let maximum = finite.max() {
      try variable.setAttribute("actual_range", .floats([minimum, maximum]))
    }
    try variable.write(values)
  }
}
