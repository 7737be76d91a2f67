/// Fills the halo of fields with what stands at the opposite side, for periodic problems.
struct PeriodicHalo {
  let field: Wavefield

  /// Wraps velocities.
  func wrapVelocities() {
    for component in [WavefieldComponent.vx, .vy, .vz] { wrap(field.pointer(component)) }
  }

  /// Wraps stresses.
  func wrapStresses() {
    for component in [WavefieldComponent.sxx, .syy, .szz, .sxy, .sxz, .syz] {
      wrap(field.pointer(component))
    }
  }

  private func wrap(_ f: UnsafeMutablePointer<Float>) {
    let n = Wavefield.halo
    for k in 0..<field.nz {
      for j in 0..<field.ny {
        let row = f + field.index(0, j, k)
        for m in 1...n {
          row[-m] = row[field.nx - m]
          row[field.nx + m - 1] = row[m - 1]
        }
      }
      let plane = f + field.index(0, 0, k)
      for m in 1...n {
        copy(plane + (field.ny - m) * field.row, to: plane - m * field.row, rows: 1)
        copy(plane + (m - 1) * field.row, to: plane + (field.ny + m - 1) * field.row, rows: 1)
      }
    }
    for m in 1...n {
      let rows = field.ny + 2 * n
      let top = f - n * field.row
      copy(top + (field.nz - m) * field.plane, to: top - m * field.plane, rows: rows)
      copy(top + (m - 1) * field.plane, to: top + (field.nz + m - 1) * field.plane, rows: rows)
    }
  }

  /// Copies whole rows with their halo of four.
  private func copy(_ from: UnsafeMutablePointer<Float>, to: UnsafeMutablePointer<Float>, rows: Int)
  {
    for r in 0..<rows {
      let (a, b) = (from + r * field.row - Wavefield.halo, to + r * field.row - Wavefield.halo)
      b.update(from: a, count: field.nx + 2 * Wavefield.halo)
    }
  }
}
