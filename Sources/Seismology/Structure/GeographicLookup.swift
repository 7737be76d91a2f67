/// Longitude and latitude of local positions from a table, so that a model can be sampled millions of times.
///
/// The table has a node every 4 km (at most 512 along each axis) and is linear between them. The neglected
/// curvature of parallels is spacing²·tan(latitude)/(8 R): 0.3 m at 4 km and 45°.
struct GeographicLookup: Sendable {
  private static let nodeSpacing = 4000.0
  private static let largestCount = 512
  /// Degrees from the origin beyond which a transverse Mercator is of no use.
  private static let reach = 10.0

  private let x, y: GridAxis
  private let nodes: [SIMD2<Double>]

  init(
    longitude: ClosedRange<Double>,
    latitude: ClosedRange<Double>,
    projection: MapProjection
  ) throws(VelocityModelError) {
    let outline: [LocalPoint]
    do throws(GeographyError) {
      outline = try Self.outline(longitude, latitude, projection)
    } catch {
      throw .geography(place: "the grid's outline", problem: error)
    }
    x = try GridAxis(name: "x", values: Self.coordinates(outline.map(\.x)))
    y = try GridAxis(name: "y", values: Self.coordinates(outline.map(\.y)))
    let center = (longitude.lowerBound + longitude.upperBound) / 2
    do throws(GeographyError) {
      nodes = try Self.positions(x: x, y: y, projection, centerLongitude: center)
    } catch {
      throw .geography(place: "the grid", problem: error)
    }
  }

  func longitudeLatitude(x px: Double, y py: Double) -> SIMD2<Double> {
    let (i, fx) = x.locate(px)
    let (j, fy) = y.locate(py)
    return nodes.withUnsafeBufferPointer { nodes in
      let start = j * x.count + i
      let next = start + x.count
      let near = nodes[start] + (nodes[start + 1] - nodes[start]) * fx
      let far = nodes[next] + (nodes[next + 1] - nodes[next]) * fx
      return near + (far - near) * fy
    }
  }

  /// The local positions of points around the edge of a range of longitude and latitude.
  private static func outline(
    _ longitude: ClosedRange<Double>,
    _ latitude: ClosedRange<Double>,
    _ projection: MapProjection
  ) throws(GeographyError) -> [LocalPoint] {
    let origin = projection.origin
    let south = min(max(latitude.lowerBound, origin.latitude - reach), latitude.upperBound)
    let north = max(min(latitude.upperBound, origin.latitude + reach), south)
    let middle = (longitude.lowerBound + longitude.upperBound) / 2
    let home = nearest(origin.longitude, to: middle)
    let west = min(max(longitude.lowerBound, home - reach), longitude.upperBound)
    let east = max(min(longitude.upperBound, home + reach), west)
    var points: [LocalPoint] = []
    for step in 0...32 {
      let t = Double(step) / 32
      let (along, up) = (west + (east - west) * t, south + (north - south) * t)
      for (lon, lat) in [(along, south), (along, north), (west, up), (east, up)] {
        points.append(
          try projection.localPoint(of: GeographicPoint(latitude: lat, longitude: lon))
        )
      }
    }
    return points
  }

  /// Equally spaced coordinates that cover values; at least two.
  private static func coordinates(_ values: [Double]) -> [Double] {
    let lowest = (values.min() ?? 0) - 1
    let highest = (values.max() ?? 0) + 1
    let intervals = Int(((highest - lowest) / nodeSpacing).rounded(.up))
    let count = min(max(intervals, 1) + 1, largestCount)
    return (0..<count).map { lowest + (highest - lowest) * Double($0) / Double(count - 1) }
  }

  private static func positions(
    x: GridAxis,
    y: GridAxis,
    _ projection: MapProjection,
    centerLongitude: Double
  ) throws(GeographyError) -> [SIMD2<Double>] {
    var nodes: [SIMD2<Double>] = []
    nodes.reserveCapacity(x.count * y.count)
    for py in y.values {
      for px in x.values {
        let point = try projection.geographicPoint(of: LocalPoint(x: px, y: py, z: 0))
        nodes.append(SIMD2(nearest(point.longitude, to: centerLongitude), point.latitude))
      }
    }
    return nodes
  }

  /// A longitude, turned by whole circles to lie within 180° of another: axes may run −180…180 or 0…360.
  private static func nearest(_ longitude: Double, to center: Double) -> Double {
    center + (longitude - center).remainder(dividingBy: 360)
  }
}
