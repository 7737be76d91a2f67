import NumericalRuntime
import Seismology

/// Samples the motion of the free surface: frames, and the peaks at every sample.
final class SurfaceRecorder {
  private let grid: SimulationGrid
  private let frame: LocalFrame
  private let field: Wavefield
  private let surfaceStrain: UnsafePointer<Float>?
  private let nodesX, nodesY: [Int]
  private let threads: Int
  /// Coordinates of the samples in metres.
  let x, y: [Double]

  private var current: [Float]
  private var previous: [Float]
  private var peaks: [Float]
  private var times: [Float]

  init(
    grid: SimulationGrid,
    frame: LocalFrame,
    field: Wavefield,
    surfaceStrain: UnsafePointer<Float>?,
    stride: Int,
    threads: Int
  ) {
    self.grid = grid
    self.frame = frame
    self.field = field
    self.surfaceStrain = surfaceStrain
    self.threads = threads
    let n = grid.absorbingNodes
    nodesX = Array(Swift.stride(from: n, to: grid.nx - n, by: max(1, stride)))
    nodesY = Array(Swift.stride(from: n, to: grid.ny - n, by: max(1, stride)))
    x = nodesX.map { grid.origin.x + Double($0) * grid.spacing }
    y = nodesY.map { grid.origin.y + Double($0) * grid.spacing }
    let count = nodesX.count * nodesY.count
    current = [Float](repeating: 0, count: 3 * count)
    previous = current
    peaks = current
    times = [Float](repeating: 0, count: 2 * count)
  }

  /// Everything that a restart needs.
  var state: [[Float]] {
    get { [current, peaks, times] }
    set {
      if newValue.count == 3 { (current, peaks, times) = (newValue[0], newValue[1], newValue[2]) }
    }
  }

  /// A frame at a time in s.
  func frame(at time: Double) -> WavefieldFrame {
    sample()
    let count = nodesX.count * nodesY.count
    return WavefieldFrame(
      slice: .surface,
      time: time,
      fast: x,
      slow: y,
      east: Array(current[..<count]),
      north: Array(current[count..<2 * count]),
      up: Array(current[(2 * count)...])
    )
  }

  /// Updates the peaks with the motion at a time in s; `timeStep` ago was the last call.
  func updatePeaks(time: Double, timeStep: Double) {
    swap(&current, &previous)
    sample()
    let count = nodesX.count * nodesY.count
    let inverse = Float(1 / timeStep)
    let now = Float(time)
    for n in 0..<count {
      let (e, m, u) = (current[n], current[count + n], current[2 * count + n])
      let horizontal = e * e + m * m
      if horizontal > peaks[n] {
        peaks[n] = horizontal
        times[n] = now
      }
      peaks[count + n] = max(peaks[count + n], abs(u))
      let (ae, an) = ((e - previous[n]) * inverse, (m - previous[count + n]) * inverse)
      let acceleration = ae * ae + an * an
      if acceleration > peaks[2 * count + n] {
        peaks[2 * count + n] = acceleration
        times[count + n] = now - 0.5 * Float(timeStep)
      }
    }
  }

  /// The peaks so far.
  var peakMotion: PeakMotion {
    let count = nodesX.count * nodesY.count
    return PeakMotion(
      x: x,
      y: y,
      horizontalVelocity: peaks[..<count].map { $0.squareRoot() },
      horizontalVelocityTime: Array(times[..<count]),
      verticalVelocity: Array(peaks[count..<2 * count]),
      horizontalAcceleration: peaks[(2 * count)...].map { $0.squareRoot() },
      horizontalAccelerationTime: Array(times[count...])
    )
  }

  /// Fills `current` with velocity east, north, up at the nodes of the surface.
  private func sample() {
    let (xAxis, yAxis) = (frame.xAxis, frame.yAxis)
    let (xe, xn, ye, yn) = (
      Float(xAxis.east), Float(xAxis.north), Float(yAxis.east), Float(yAxis.north)
    )
    let rule = PointInterpolation.valueAtSurface
    let w = rule.values.map(Float.init)
    let slope = Float(rule.slope)
    let (row, plane) = (field.row, field.plane)
    let (columns, rows) = (nodesX, nodesY)
    let count = columns.count * rows.count
    nonisolated(unsafe) let vx = field.pointer(.vx)
    nonisolated(unsafe) let vy = field.pointer(.vy)
    nonisolated(unsafe) let vz = field.pointer(.vz)
    nonisolated(unsafe) let strain = surfaceStrain
    let threads = self.threads
    current.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      parallelFor(threads) { index in
        for jj in share(index, of: threads, in: rows.count) {
          for (ii, i) in columns.enumerated() {
            let at = rows[jj] * row + i
            let x = 0.5625 * (vx[at] + vx[at - 1]) - 0.0625 * (vx[at + 1] + vx[at - 2])
            let y = 0.5625 * (vy[at] + vy[at - row]) - 0.0625 * (vy[at + row] + vy[at - 2 * row])
            var down = vz[at]
            if let strain {
              down = w[0] * vz[at] + w[1] * vz[at + plane] + w[2] * vz[at + 2 * plane]
              down += w[3] * vz[at + 3 * plane] + slope * strain[at]
            }
            let n = jj * columns.count + ii
            out[n] = xe * x + ye * y
            out[count + n] = xn * x + yn * y
            out[2 * count + n] = -down
          }
        }
      }
    }
  }
}
