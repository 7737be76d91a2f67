import Seismology

/// Samples vertical slices through the grid at its nearest nodes.
struct SliceRecorder {
  let grid: SimulationGrid
  let frame: LocalFrame
  let stride: Int

  /// Velocity on a slice at a time in s, rows by depth.
  func frame(_ slice: Slice, field: Wavefield, at time: Double) -> WavefieldFrame {
    let n = grid.absorbingNodes
    let h = grid.spacing
    let alongX: Bool
    let fixed: Int
    switch slice {
    case .constantX(let x):
      alongX = false
      fixed = min(max(Int(((x - grid.origin.x) / h).rounded()), 1), grid.nx - 1)
    case .constantY(let y):
      alongX = true
      fixed = min(max(Int(((y - grid.origin.y) / h).rounded()), 1), grid.ny - 1)
    case .surface:
      alongX = true
      fixed = grid.ny / 2
    }
    let along = Array(
      Swift.stride(from: n, to: (alongX ? grid.nx : grid.ny) - n, by: max(1, stride))
    )
    let depths = Array(Swift.stride(from: 0, to: grid.nz - n, by: max(1, stride)))
    let start = alongX ? grid.origin.x : grid.origin.y
    var result = WavefieldFrame(
      slice: slice,
      time: time,
      fast: along.map { start + Double($0) * h },
      slow: depths.map { Double($0) * h },
      east: [],
      north: [],
      up: []
    )
    let (vx, vy, vz) = (field.pointer(.vx), field.pointer(.vy), field.pointer(.vz))
    let (xAxis, yAxis) = (frame.xAxis, frame.yAxis)
    for k in depths {
      for m in along {
        let at = alongX ? field.index(m, fixed, k) : field.index(fixed, m, k)
        let x = 0.5 * (vx[at] + vx[at - 1])
        let y = 0.5 * (vy[at] + vy[at - field.row])
        let z = k == 0 ? vz[at] : 0.5 * (vz[at] + vz[at - field.plane])
        result.east.append(Float(xAxis.east) * x + Float(yAxis.east) * y)
        result.north.append(Float(xAxis.north) * x + Float(yAxis.north) * y)
        result.up.append(-z)
      }
    }
    return result
  }
}
