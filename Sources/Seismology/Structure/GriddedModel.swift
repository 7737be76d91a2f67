/// A three-dimensional model given at the nodes of a rectilinear grid, trilinear between them.
///
/// Density, v_p, v_s and 1/Q are interpolated. Outside the grid the nearest point of its surface answers. The
/// horizontal axes are local metres, or longitude and latitude brought into the local frame by a
/// ``MapProjection``.
public struct GriddedModel: VelocityModel {
  /// The nodes along x in metres or longitude in degrees, along y in metres or latitude in degrees, and the
  /// depths in metres.
  public let x, y, z: GridAxis
  /// Whether x and y are longitude and latitude.
  public var isGeographic: Bool { lookup != nil }
  /// The rule that gives the quality factors where the grid has none.
  public let qualityRule: QualityFactorRule?

  /// Density, v_p, v_s (the fourth lane is unused) of each node.
  private let nodes: [SIMD4<Float>]
  /// 1/Q_p and 1/Q_s of each node; empty if the grid has none.
  private let attenuation: [SIMD2<Float>]
  private let lookup: GeographicLookup?

  /// A model on local axes in metres.
  ///
  /// - Parameters:
  ///   - x: coordinates of the nodes along x.
  ///   - y: coordinates of the nodes along y.
  ///   - z: depths of the nodes.
  ///   - properties: the material, row-major `(z, y, x)`.
  ///   - qualityRule: gives the quality factors where `properties` has none; nil for no attenuation.
  ///   - undefinedNodes: what happens at nodes without a value.
  /// - Throws: ``VelocityModelError`` that names the node (i, j, k), counted from 0.
  public init(
    x: [Double],
    y: [Double],
    z: [Double],
    properties: GriddedProperties,
    qualityRule: QualityFactorRule? = nil,
    undefinedNodes: GriddedProperties.UndefinedNodes = .refuse
  ) throws(VelocityModelError) {
    try self.init(
      x: GridAxis(name: "x", values: x),
      y: GridAxis(name: "y", values: y),
      z: GridAxis(name: "z", values: z),
      properties: properties,
      qualityRule: qualityRule,
      undefinedNodes: undefinedNodes,
      lookup: nil
    )
  }

  /// A model on longitude, latitude (degrees) and depth (metres), placed by a projection.
  ///
  /// Only what lies within ten degrees of the projection's origin is used.
  public init(
    longitude: [Double],
    latitude: [Double],
    depth: [Double],
    projection: MapProjection,
    properties: GriddedProperties,
    qualityRule: QualityFactorRule? = nil,
    undefinedNodes: GriddedProperties.UndefinedNodes = .refuse
  ) throws(VelocityModelError) {
    let x = try GridAxis(name: "longitude", values: longitude)
    let y = try GridAxis(name: "latitude", values: latitude)
    let lookup = try GeographicLookup(longitude: x.range, latitude: y.range, projection: projection)
    try self.init(
      x: x,
      y: y,
      z: GridAxis(name: "depth", values: depth),
      properties: properties,
      qualityRule: qualityRule,
      undefinedNodes: undefinedNodes,
      lookup: lookup
    )
  }

  private init(
    x: GridAxis,
    y: GridAxis,
    z: GridAxis,
    properties: GriddedProperties,
    qualityRule: QualityFactorRule?,
    undefinedNodes: GriddedProperties.UndefinedNodes,
    lookup: GeographicLookup?
  ) throws(VelocityModelError) {
    let count = x.count * y.count * z.count
    try properties.requireCount(count)
    try qualityRule?.validate()
    let values = try properties.filled(undefinedNodes, shape: (x.count, y.count, z.count))
    for node in 0..<count {
      try Self.validate(values, node, nx: x.count, ny: y.count)
    }
    nodes = (0..<count).map {
      SIMD4(values.density[$0], values.pVelocity[$0], values.sVelocity[$0], 0)
    }
    attenuation =
      values.quality.map { quality in
        (0..<count).map { SIMD2(1 / quality.p[$0], 1 / quality.s[$0]) }
      } ?? []
    (self.x, self.y, self.z) = (x, y, z)
    self.qualityRule = qualityRule
    self.lookup = lookup
  }

  /// The material at a point of the local frame.
  public func material(at point: LocalPoint) -> Material {
    var horizontal = SIMD2(point.x, point.y)
    if let lookup { horizontal = lookup.longitudeLatitude(x: point.x, y: point.y) }
    let (i, fx) = x.locate(horizontal.x)
    let (j, fy) = y.locate(horizontal.y)
    let (k, fz) = z.locate(point.z)
    let corner = (k * y.count + j) * x.count + i
    // A step of zero along an axis of one node.
    let dx = x.count > 1 ? 1 : 0
    let dy = y.count > 1 ? x.count : 0
    let dz = z.count > 1 ? x.count * y.count : 0
    let fraction = SIMD3(Float(fx), Float(fy), Float(fz))
    let value = nodes.withUnsafeBufferPointer {
      Self.trilinear($0, corner, dx, dy, dz, fraction)
    }
    var material = Material(
      density: Double(value.x),
      pVelocity: Double(value.y),
      sVelocity: Double(value.z)
    )
    if !attenuation.isEmpty {
      let inverse = attenuation.withUnsafeBufferPointer {
        Self.trilinear($0, corner, dx, dy, dz, fraction)
      }
      material.pQuality = 1 / Double(inverse.x)
      material.sQuality = 1 / Double(inverse.y)
    } else if let qualityRule {
      material = qualityRule.applied(to: material)
    }
    return material
  }

  /// "node (i, j, k)" from the position in the row-major arrays.
  static func place(ofNode node: Int, nx: Int, ny: Int) -> String {
    "node (\(node % nx), \(node / nx % ny), \(node / (nx * ny)))"
  }

  private static func trilinear<Value: SIMD>(
    _ nodes: UnsafeBufferPointer<Value>,
    _ corner: Int,
    _ dx: Int,
    _ dy: Int,
    _ dz: Int,
    _ f: SIMD3<Float>
  ) -> Value where Value.Scalar == Float {
    func blend(_ a: Value, _ b: Value, _ fraction: Float) -> Value { a + (b - a) * fraction }
    func plane(_ start: Int) -> Value {
      let near = blend(nodes[start], nodes[start + dx], f.x)
      let far = blend(nodes[start + dy], nodes[start + dy + dx], f.x)
      return blend(near, far, f.y)
    }
    return blend(plane(corner), plane(corner + dz), f.z)
  }

  private static func validate(
    _ values: GriddedProperties,
    _ node: Int,
    nx: Int,
    ny: Int
  ) throws(VelocityModelError) {
    let material = Material(
      density: Double(values.density[node]),
      pVelocity: Double(values.pVelocity[node]),
      sVelocity: Double(values.sVelocity[node]),
      pQuality: values.quality.map { Double($0.p[node]) } ?? .infinity,
      sQuality: values.quality.map { Double($0.s[node]) } ?? .infinity
    )
    // The text of the place is made only where it is needed.
    do throws(VelocityModelError) {
      try material.validate(place: "")
    } catch {
      try material.validate(place: place(ofNode: node, nx: nx, ny: ny))
      throw error
    }
  }
}
