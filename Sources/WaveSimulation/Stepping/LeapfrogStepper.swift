import CWaveKernels
import NumericalRuntime

/// Advances velocities and stresses by one time step in a single sweep through memory.
///
/// Each thread owns a strip of rows and walks through it in tiles of rows, each from the surface down. Within a
/// tile the stresses of a plane follow the velocities at a distance of half the stencil, so that what was just
/// computed is still in the cache; across tiles they lag by as many rows. The rows at the seams of the strips
/// wait until every strip is done. Each value is computed by the same operations whatever the number of threads.
struct LeapfrogStepper {
  let order: Int
  let threads: Int
  let tileRows: Int
  private let isFused: Bool
  private let radius: Int
  private let surfaceReach = Int(WK_SURFACE_PLANES) - 1

  init(order: Int, threads: Int, grid: SimulationGrid, lanes: Int = 1) {
    self.order = order
    isFused = lanes > 1
    radius = order / 2
    // A strip must hold its two seams.
    self.threads = max(1, min(threads, grid.ny / (4 * radius)))
    // Some 12,000 points a plane of a tile: nine fields on six planes then take 3 MB.
    tileRows = isFused ? max(8, min(32, 2400 / grid.nx)) : max(8, min(64, 12_000 / grid.nx))
  }

  /// One time step: velocities to n + 1/2, stresses to n + 1.
  func step(_ grid: UnsafePointer<wk_grid>) {
    nonisolated(unsafe) let g = grid
    parallelFor(threads) { index in
      let mode = wk_flush_subnormals()
      defer { wk_restore_subnormals(mode) }
      sweep(strip: index, g)
    }
    // Every seam is cut along z, so that all threads have their part of it.
    // Planes 0 and 1 stay together: the second reads what the first stores of the surface.
    let parts = max(1, min(threads, Int(g.pointee.nz) / 8))
    parallelFor((threads - 1) * parts) { index in
      let mode = wk_flush_subnormals()
      defer { wk_restore_subnormals(mode) }
      let seam = share(index / parts + 1, of: threads, in: Int(g.pointee.ny)).lowerBound
      for k in share(index % parts, of: parts, in: Int(g.pointee.nz)) {
        advanceStresses(g, k, seam - radius, seam + radius)
      }
    }
  }

  private func sweep(strip index: Int, _ g: UnsafePointer<wk_grid>) {
    let rows = share(index, of: threads, in: Int(g.pointee.ny))
    let planes = Int(g.pointee.nz)
    let lastStress = index == threads - 1 ? rows.upperBound : rows.upperBound - radius
    var stressFrom = index == 0 ? rows.lowerBound : rows.lowerBound + radius
    var first = rows.lowerBound
    while first < rows.upperBound {
      let end = min(first + tileRows, rows.upperBound)
      let stressTo = end == rows.upperBound ? lastStress : max(stressFrom, end - radius)
      var stressed = 0
      for k in 0..<planes {
        advanceVelocities(g, k, first, end)
        // The one-sided stencils of the first planes reach down to the last of the surface planes.
        while k >= surfaceReach, stressed <= k - radius {
          advanceStresses(g, stressed, stressFrom, stressTo)
          stressed += 1
        }
      }
      while stressed < planes {
        advanceStresses(g, stressed, stressFrom, stressTo)
        stressed += 1
      }
      stressFrom = stressTo
      first = end
    }
  }

  private func advanceVelocities(_ g: UnsafePointer<wk_grid>, _ k: Int, _ first: Int, _ end: Int) {
    if isFused {
      wk_fused_velocity(g, k, first, end)
    } else {
      wk_velocity(g, Int32(order), k, first, end)
    }
  }

  private func advanceStresses(_ g: UnsafePointer<wk_grid>, _ k: Int, _ first: Int, _ end: Int) {
    if isFused {
      wk_fused_stress(g, k, first, end)
    } else {
      wk_stress(g, Int32(order), k, first, end)
    }
  }

  /// The velocities alone; with ``stresses(_:)`` the slower two-pass form that periodic boundaries need.
  func velocities(_ grid: UnsafePointer<wk_grid>) {
    nonisolated(unsafe) let g = grid
    parallelFor(threads) { index in
      let mode = wk_flush_subnormals()
      defer { wk_restore_subnormals(mode) }
      let rows = share(index, of: threads, in: Int(g.pointee.ny))
      for k in 0..<Int(g.pointee.nz) {
        advanceVelocities(g, k, rows.lowerBound, rows.upperBound)
      }
    }
  }

  /// The stresses alone.
  func stresses(_ grid: UnsafePointer<wk_grid>) {
    nonisolated(unsafe) let g = grid
    parallelFor(threads) { index in
      let mode = wk_flush_subnormals()
      defer { wk_restore_subnormals(mode) }
      let rows = share(index, of: threads, in: Int(g.pointee.ny))
      for k in 0..<Int(g.pointee.nz) {
        advanceStresses(g, k, rows.lowerBound, rows.upperBound)
      }
    }
  }
}
