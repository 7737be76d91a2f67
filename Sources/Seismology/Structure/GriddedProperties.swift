/// The material at the nodes of a grid, as arrays in single precision.
///
/// Every array is row-major `(depth, y, x)` or `(depth, latitude, longitude)`: x or longitude is fastest.
public struct GriddedProperties: Sendable {
  /// What happens at nodes without a value.
  ///
  /// A node is undefined where density, v_p or v_s is not a number. A rule that fills nodes also counts those
  /// that no rock can have: negative values, and a density or v_p of zero; `refuse` reports such a value.
  public enum UndefinedNodes: String, Hashable, Sendable, CaseIterable {
    /// They are an error.
    case refuse
    /// They take the nearest defined node of their column, first from below; columns without any take over
    /// the nearest column.
    case nearest
    /// As `nearest`, and nodes with v_s = 0 (water, or a mask) count as undefined, whatever their v_p.
    case nearestRock = "nearest-rock"
  }

  /// Density in kg/m³.
  public var density: [Float]
  /// P velocity in m/s.
  public var pVelocity: [Float]
  /// S velocity in m/s.
  public var sVelocity: [Float]
  /// Quality factors of P and of S waves; nil where a rule or no attenuation shall take their place.
  public var quality: (p: [Float], s: [Float])?

  /// Properties without quality factors, or with them.
  public init(
    density: [Float],
    pVelocity: [Float],
    sVelocity: [Float],
    quality: (p: [Float], s: [Float])? = nil
  ) {
    self.density = density
    self.pVelocity = pVelocity
    self.sVelocity = sVelocity
    self.quality = quality
  }

  func requireCount(_ count: Int) throws(VelocityModelError) {
    let arrays = [("density", density), ("vp", pVelocity), ("vs", sVelocity)]
    let qualities = quality.map { [("Qp", $0.p), ("Qs", $0.s)] } ?? []
    for (name, values) in arrays + qualities where values.count != count {
      throw .countMismatch(quantity: name, count: values.count, expected: count)
    }
  }

  private func isMissing(_ node: Int) -> Bool {
    density[node].isNaN || pVelocity[node].isNaN || sVelocity[node].isNaN
  }

  func isUndefined(_ node: Int, fluidToo: Bool) -> Bool {
    let rock = density[node] > 0 && pVelocity[node] > 0 && sVelocity[node] >= 0
    return !rock || (fluidToo && sVelocity[node] == 0)
  }

  /// The same with undefined nodes replaced by a rule.
  func filled(
    _ rule: UndefinedNodes,
    shape: (nx: Int, ny: Int, nz: Int)
  ) throws(VelocityModelError) -> GriddedProperties {
    let count = shape.nx * shape.ny * shape.nz
    let undefined = (0..<count).filter { node in
      rule == .refuse ? isMissing(node) : isUndefined(node, fluidToo: rule == .nearestRock)
    }
    guard let first = undefined.first else { return self }
    guard rule != .refuse, undefined.count < count else {
      let place = GriddedModel.place(ofNode: first, nx: shape.nx, ny: shape.ny)
      throw .undefinedNode(place: place, count: undefined.count)
    }
    var source = Array(0..<count)
    for node in undefined { source[node] = -1 }
    NearestNodes.fillColumns(&source, shape)
    NearestNodes.fillAcross(&source, shape)
    func taken(_ values: [Float]) -> [Float] { source.map { values[$0] } }
    return GriddedProperties(
      density: taken(density),
      pVelocity: taken(pVelocity),
      sVelocity: taken(sVelocity),
      quality: quality.map { (taken($0.p), taken($0.s)) }
    )
  }
}

/// Finds for each node the node whose material it takes; -1 stands for none.
private enum NearestNodes {
  /// Along each column: the next defined node below, or else above.
  static func fillColumns(_ source: inout [Int], _ shape: (nx: Int, ny: Int, nz: Int)) {
    let plane = shape.nx * shape.ny
    for column in 0..<plane {
      for k in stride(from: shape.nz - 2, through: 0, by: -1) {
        let node = k * plane + column
        if source[node] < 0 { source[node] = source[node + plane] }
      }
      for k in 1..<max(1, shape.nz) {
        let node = k * plane + column
        if source[node] < 0 { source[node] = source[node - plane] }
      }
    }
  }

  /// From column to column outward, until every one has a source.
  static func fillAcross(_ source: inout [Int], _ shape: (nx: Int, ny: Int, nz: Int)) {
    let plane = shape.nx * shape.ny
    var front = (0..<plane).filter { source[$0] >= 0 }
    while !front.isEmpty {
      var next: [Int] = []
      for column in front {
        let (i, j) = (column % shape.nx, column / shape.nx)
        let neighbours = [
          i > 0 ? column - 1 : -1, i < shape.nx - 1 ? column + 1 : -1,
          j > 0 ? column - shape.nx : -1, j < shape.ny - 1 ? column + shape.nx : -1,
        ]
        for neighbour in neighbours where neighbour >= 0 && source[neighbour] < 0 {
          for k in 0..<shape.nz { source[k * plane + neighbour] = source[k * plane + column] }
          next.append(neighbour)
        }
      }
      front = next
    }
  }
}
