import Seismology

/// A linear functional of one or more fields: what a receiver samples and, transposed, where a source acts.
struct FieldFunctional: Sendable {
  /// One node's share.
  struct Term: Sendable {
    var component: WavefieldComponent
    /// Offset of the node from node (0, 0, 0) in floats.
    var index: Int
    /// Its plane.
    var k: Int
    /// (k ny + j) nx + i.
    var record: Int
    var weight: Float
  }

  private(set) var terms: [Term]

  init(_ terms: [Term] = []) {
    self.terms = terms
  }

  /// Adds a velocity at a point, `weight` times.
  mutating func add(
    _ component: WavefieldComponent,
    at point: LocalPoint,
    weight: Double,
    grid: SimulationGrid,
    field: Wavefield,
    stencils: FreeSurfaceStencils?
  ) {
    let location = component.location
    let h = grid.spacing
    let x = PointInterpolation.sinc(at: (point.x - grid.origin.x) / h - location.x)
    let y = PointInterpolation.sinc(at: (point.y - grid.origin.y) / h - location.y)
    let half = location.z > 0
    let z = PointInterpolation.vertical(
      at: point.z / h - location.z,
      half: half,
      surface: stencils.map { ($0, false) }
    )
    for (k, wz) in z where k >= 0 && k < grid.nz {
      for (n, wy) in y.weights.enumerated() where (0..<grid.ny).contains(y.first + n) {
        for (m, wx) in x.weights.enumerated() where (0..<grid.nx).contains(x.first + m) {
          let w = Float(weight * wx * wy * wz)
          guard w != 0 else { continue }
          terms.append(
            Term(
              component: component,
              index: field.index(x.first + m, y.first + n, k),
              k: k,
              record: (k * grid.ny + y.first + n) * grid.nx + x.first + m,
              weight: w
            )
          )
        }
      }
    }
  }

  /// Adds the terms of another functional, scaled.
  mutating func add(_ other: FieldFunctional, scale: Double) {
    guard scale != 0 else { return }
    for var term in other.terms {
      term.weight *= Float(scale)
      terms.append(term)
    }
  }

  /// The functional's value.
  func value(in field: Wavefield) -> Float {
    var sum: Float = 0
    for term in terms { sum += term.weight * field.pointer(term.component)[term.index] }
    return sum
  }

  /// Scales every term, as the transpose with respect to the grid's mass does.
  mutating func scale(_ factor: (Term) -> Float) {
    for n in terms.indices { terms[n].weight *= factor(terms[n]) }
  }

  /// Adds `amount` along the functional's transpose.
  func add(_ amount: Float, to field: Wavefield) {
    for term in terms { field.pointer(term.component)[term.index] += amount * term.weight }
  }
}

extension FieldFunctional {
  /// Particle velocity along x, y or z at a point.
  ///
  /// v_z at the free surface comes from the four values below and its slope, which the surface's freedom from
  /// stress ties to the horizontal strains: ∂v_z/∂z = −(c_13 ∂v_x/∂x + c_23 ∂v_y/∂y) / c_33.
  static func velocity(
    _ component: WavefieldComponent,
    at point: LocalPoint,
    grid: SimulationGrid,
    field: Wavefield,
    medium: Medium,
    stencils: FreeSurfaceStencils?
  ) -> FieldFunctional {
    var functional = FieldFunctional()
    guard stencils != nil, component == .vz, point.z < 1e-6 * grid.spacing else {
      functional.add(
        component,
        at: point,
        weight: 1,
        grid: grid,
        field: field,
        stencils: stencils
      )
      return functional
    }
    let rule = PointInterpolation.valueAtSurface
    let h = grid.spacing
    for (k, weight) in rule.values.enumerated() {
      let below = LocalPoint(x: point.x, y: point.y, z: (Double(k) + 0.5) * h)
      functional.add(.vz, at: below, weight: weight, grid: grid, field: field, stencils: nil)
    }
    let i = min(max(Int(((point.x - grid.origin.x) / h).rounded()), 0), grid.nx - 1)
    let j = min(max(Int(((point.y - grid.origin.y) / h).rounded()), 0), grid.ny - 1)
    let c33 = Double(medium.value(term: 5, i: i, j: j, k: 0))
    let c13 = Double(medium.value(term: 7, i: i, j: j, k: 0))
    let c23 = Double(medium.value(term: 8, i: i, j: j, k: 0))
    for (m, w) in [(-1.5, 1.0 / 24), (-0.5, -9.0 / 8), (0.5, 9.0 / 8), (1.5, -1.0 / 24)] {
      functional.add(
        .vx,
        at: LocalPoint(x: point.x + m * h, y: point.y, z: 0),
        weight: -rule.slope * c13 / c33 * w,
        grid: grid,
        field: field,
        stencils: stencils
      )
      functional.add(
        .vy,
        at: LocalPoint(x: point.x, y: point.y + m * h, z: 0),
        weight: -rule.slope * c23 / c33 * w,
        grid: grid,
        field: field,
        stencils: stencils
      )
    }
    return functional
  }
}
