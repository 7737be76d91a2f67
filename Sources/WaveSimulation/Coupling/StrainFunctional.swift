import Seismology

/// The strain rate at a point as a functional of the velocities around it.
///
/// It is the transpose of ``MomentInjection``: interpolation of the strain rates that the kernels compute at the
/// stress nodes. A force at a station and the strain here therefore give the station's motion for a moment here
/// (reciprocity) to rounding, not only to the scheme's accuracy.
struct StrainFunctional {
  let place: GridPlace
  let order: Int

  /// Strain rates xx, yy, zz, xy, xz, yz along the grid's axes (tensor components, 1/s).
  func components(at point: LocalPoint) -> [FieldFunctional] {
    [
      [(.sxx, .vx, .x, 1)], [(.syy, .vy, .y, 1)], [(.szz, .vz, .z, 1)],
      [(.sxy, .vx, .y, 0.5), (.sxy, .vy, .x, 0.5)],
      [(.sxz, .vx, .z, 0.5), (.sxz, .vz, .x, 0.5)],
      [(.syz, .vy, .z, 0.5), (.syz, .vz, .y, 0.5)],
    ].map { (parts: [(WavefieldComponent, WavefieldComponent, Axis, Double)]) in
      var merged: [Key: Double] = [:]
      for (stress, velocity, axis, factor) in parts {
        add(
          derivativeOf: velocity,
          along: axis,
          at: stress,
          point: point,
          factor: factor,
          to: &merged
        )
      }
      return FieldFunctional(
        merged.sorted { $0.key.order < $1.key.order }.map { key, weight in
          .init(
            component: key.component,
            index: key.index,
            k: key.k,
            record: 0,
            weight: Float(weight)
          )
        }
      )
    }
  }

  private enum Axis { case x, y, z }

  private struct Key: Hashable {
    let component: WavefieldComponent
    let index, k: Int
    var order: Int { component.rawValue << 48 + index }
  }

  private func add(
    derivativeOf velocity: WavefieldComponent,
    along axis: Axis,
    at stress: WavefieldComponent,
    point: LocalPoint,
    factor: Double,
    to merged: inout [Key: Double]
  ) {
    let (grid, field, h) = (place.grid, place.field, place.grid.spacing)
    let location = stress.location
    let x = PointInterpolation.sinc(at: (point.x - grid.origin.x) / h - location.x)
    let y = PointInterpolation.sinc(at: (point.y - grid.origin.y) / h - location.y)
    let half = location.z > 0
    let vanishes = half
    let z = PointInterpolation.vertical(
      at: point.z / h - location.z,
      half: half,
      surface: place.stencils.map { ($0, vanishes) }
    )
    for (k, wz) in z where (0..<grid.nz).contains(k) {
      if stress == .szz, axis == .z, place.stencils != nil {
        // The share of the surface's own strain in ε_zz: all of it at node 0.
        let share = k == 0 ? 1 : surfaceShare(k)
        if share != 0 { addSurfaceStrain(factor * wz * share, at: point, to: &merged) }
        if k == 0 { continue }
      }
      for (n, wy) in y.weights.enumerated() {
        for (m, wx) in x.weights.enumerated() {
          for (offset, weight) in difference(along: axis, half: half, stress: stress, k: k) {
            let i = x.first + m + (axis == .x ? offset : 0)
            let j = y.first + n + (axis == .y ? offset : 0)
            let plane = axis == .z ? offset : k
            guard (0..<grid.nx).contains(i), (0..<grid.ny).contains(j),
              (0..<grid.nz).contains(plane)
            else { continue }
            let key = Key(component: velocity, index: field.index(i, j, plane), k: plane)
            merged[key, default: 0] += factor * wx * wy * wz * weight / h
          }
        }
      }
    }
  }

  /// Adds ε_zz at the surface, which its freedom from stress ties to the horizontal strains there:
  /// −(c_13 ∂v_x/∂x + c_23 ∂v_y/∂y) / c_33.
  private func addSurfaceStrain(
    _ factor: Double,
    at point: LocalPoint,
    to merged: inout [Key: Double]
  ) {
    let ratios = place.surfaceRatios(at: point)
    let surface = LocalPoint(x: point.x, y: point.y, z: 0)
    add(
      derivativeOf: .vx,
      along: .x,
      at: .sxx,
      point: surface,
      factor: -ratios.x * factor,
      to: &merged
    )
    add(
      derivativeOf: .vy,
      along: .y,
      at: .syy,
      point: surface,
      factor: -ratios.y * factor,
      to: &merged
    )
  }

  /// How much of the surface's strain a one-sided difference of v_z at plane k takes in.
  private func surfaceShare(_ k: Int) -> Double {
    guard let rows = place.stencils?.verticalAtNode, k - 1 < rows.count else { return 0 }
    return rows[k - 1].surfaceStrain
  }

  /// Offsets along x or y, or planes along z, and weights of the difference the kernels take.
  private func difference(along axis: Axis, half: Bool, stress: WavefieldComponent, k: Int) -> [(
    Int, Double
  )] {
    // Forward where the stress sits half a spacing further along the axis, else backward.
    let forward: Bool
    switch axis {
    case .x: forward = stress.location.x > 0
    case .y: forward = stress.location.y > 0
    case .z:
      forward = half
      if let rows = place.stencils.map({
        half ? $0.horizontalAtHalf : [.init(weights: [])] + $0.verticalAtNode
      }),
        k < rows.count
      {
        return rows[k].weights.enumerated().map { ($0.offset, $0.element) }
      }
    }
    let radius =
      place.stencils != nil && axis == .z ? min(order / 2, k + (half ? 1 : 0)) : order / 2
    let base = axis == .z ? k : 0
    return StaggeredDifference.weights(order: 2 * radius).enumerated().flatMap { m, c in
      let shift = forward ? 0 : -1
      return [(base + shift + 1 + m, c), (base + shift - m, -c)]
    }
  }
}
