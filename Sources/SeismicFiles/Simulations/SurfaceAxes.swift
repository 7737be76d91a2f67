public import Seismology

/// The axes x and y of samples at the surface, their latitudes and longitudes, and maps upon them.
///
/// Defining them writes `x` and `y` (m) and, where there is a projection, `projection` (a CF grid mapping),
/// `latitude` and `longitude` on `(y, x)`.
public struct SurfaceAxes {
  /// The dimensions.
  public let x, y: NetCDFDimension
  /// The auxiliary coordinates of maps and movies, as the attribute `coordinates` names them; nil for none.
  public let coordinates: String?
  /// The variable that describes the projection; nil for none.
  public let gridMapping: String?
  private let file: NetCDFFile

  /// Defines and writes the axes.
  ///
  /// - Parameters:
  ///   - file: a file under construction.
  ///   - xs: coordinates along the local x axis in m.
  ///   - ys: coordinates along the local y axis in m.
  ///   - frame: the azimuths of the axes.
  ///   - projection: from the frame to the globe; nil for a purely local problem.
  /// - Throws: ``NetCDFError`` if the file cannot be written, `GeographyError` if a point cannot be projected.
  public init(
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

  /// Defines and writes a map `(y, x)` of single-precision numbers; NaN where there is none.
  ///
  /// - Parameters:
  ///   - name: the variable's name.
  ///   - values: its values, row-major `(y, x)`.
  ///   - units: their unit as CF writes it.
  ///   - longName: what they are.
  ///   - deflate: compression, 0 (none) to 9.
  /// - Throws: ``NetCDFError`` if the file cannot be written.
  public func writeMap(
    _ name: String,
    _ values: [Float],
    units: String,
    longName: String,
    deflate: Int = 0
  ) throws(NetCDFError) {
    let variable = try file.defineVariable(
      name,
      .float,
      [y, x],
      fillValue: .nan,
      storage: NetCDFStorage(deflate: deflate),
      attributes: ["units": .text(units), "long_name": .text(longName)]
    )
    try describe(variable)
    let finite = values.filter(\.isFinite)
    if let minimum = finite.min(), let maximum = finite.max() {
      try variable.setAttribute("actual_range", .floats([minimum, maximum]))
    }
    try variable.write(values)
  }

  /// Says of a variable on these axes where its latitudes, longitudes and projection are to be found.
  ///
  /// - Parameters:
  ///   - variable: a variable on `(…, y, x)`.
  ///   - others: names of further auxiliary coordinates.
  /// - Throws: ``NetCDFError`` if the file cannot be written.
  public func describe(
    _ variable: NetCDFVariable,
    others: [String] = []
  ) throws(NetCDFError) {
    let names = ([coordinates].compactMap { $0 } + others).joined(separator: " ")
    if !names.isEmpty { try variable.setAttribute("coordinates", .text(names)) }
    if let gridMapping { try variable.setAttribute("grid_mapping", .text(gridMapping)) }
  }
}
