import Seismology

/// One entry of the list `basins`.
///
///     - name: Livermore
///       center_m: [1000, 2000]            # or center: {latitude: 37.7, longitude: -121.8}
///       semi_axes_m: [12000, 5000]
///       azimuth_degrees: 110              # of the first semi-axis, clockwise from north
///       depth_m: 3000
///       shape: ellipsoid                  # or paraboloid, cosine, flat
///       edge_taper: 0.2                   # share of the radius over which the rim is blended
///       layers: [ … ]                     # as at the top, by depth below the surface
struct YAMLBasin {
  static let keys = [
    "name", "center_m", "center", "semi_axes_m", "azimuth_degrees", "depth_m", "shape", "layers",
    "edge_taper",
  ]

  private let section: YAMLSection
  private let options: VelocityModelFile.Options

  init(_ section: YAMLSection, _ options: VelocityModelFile.Options) {
    self.section = section
    self.options = options
  }

  func read() throws(VelocityModelError) -> Basin {
    try section.requireKeys(Self.keys)
    guard let axes = try section.numbers("semi_axes_m"), axes.count == 2 else {
      throw section.missing("semi_axes_m with two numbers")
    }
    guard let depth = try section.number("depth_m") else { throw section.missing("depth_m") }
    guard let layers = try section.sections("layers", singular: "layer") else {
      throw section.missing("layers")
    }
    return Basin(
      name: try section.text("name") ?? "",
      center: try center(),
      semiAxes: (major: axes[0], minor: axes[1]),
      azimuth: try section.number("azimuth_degrees") ?? 90,
      depth: depth,
      shape: try shape(),
      filling: try YAMLLayers(layers, rule: options.qualityRule).model(),
      edgeTaper: try section.number("edge_taper") ?? 0
    )
  }

  private func shape() throws(VelocityModelError) -> Basin.Shape {
    guard let name = try section.text("shape") else { return .ellipsoid }
    guard let shape = Basin.Shape(rawValue: name) else {
      let allowed = Basin.Shape.allCases.map(\.rawValue)
      throw section.located(
        .unknownKey(
          key: name,
          place: "\(section.place), shape",
          nearest: NearestSpelling.of(name, among: allowed),
          allowed: allowed
        ),
        at: "shape"
      )
    }
    return shape
  }

  private func center() throws(VelocityModelError) -> LocalPoint {
    if let numbers = try section.numbers("center_m") {
      guard numbers.count == 2 else { throw section.missing("center_m with two numbers") }
      return LocalPoint(x: numbers[0], y: numbers[1], z: 0)
    }
    guard let center = try section.section("center") else { throw section.missing("center_m") }
    try center.requireKeys(["latitude", "longitude"])
    guard let latitude = try center.number("latitude") else { throw center.missing("latitude") }
    guard let longitude = try center.number("longitude") else { throw center.missing("longitude") }
    let projection: MapProjection
    do throws(VelocityModelError) {
      projection = try options.requiredProjection(place: section.place)
    } catch {
      throw center.located(error)
    }
    do throws(GeographyError) {
      return try projection.localPoint(
        of: GeographicPoint(latitude: latitude, longitude: longitude)
      )
    } catch {
      throw center.located(.geography(place: section.place, problem: error))
    }
  }
}
