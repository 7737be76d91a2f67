import NumericalRuntime
import Seismology
import Synchronization

/// Evaluates a velocity model and averages it onto the staggered points, plane by plane.
///
/// Each staggered point owns the cube of edge h around it. A layered model is integrated over its height piece
/// by piece between discontinuities. Any other model is sampled on cubes of edge h/2, eight to a staggered
/// point; every sample is shared by the points around it. Above z = 0 the surface material is taken.
///
/// Its only state, `range`, changes between the parallel parts.
final class MediumBuilder: @unchecked Sendable {
  private let model: any VelocityModel
  private let grid: SimulationGrid
  private let conversion: MaterialConversion
  private let averaging: SimulationOptions.MediumAveraging
  private let threads: Int
  private let terms: Int
  private let scale: Double

  /// Largest P and smallest S velocity met so far, in m/s.
  private(set) var range = (maximum: 0.0, minimum: Double.infinity)

  init(
    model: any VelocityModel,
    grid: SimulationGrid,
    conversion: MaterialConversion,
    averaging: SimulationOptions.MediumAveraging,
    threads: Int,
    terms: Int
  ) {
    self.model = model
    self.grid = grid
    self.conversion = conversion
    self.averaging = averaging
    self.threads = threads
    self.terms = terms
    scale = 1 / grid.spacing
  }

  // MARK: - Layered models

  /// Writes one record for each plane.
  func buildColumn(into pointer: UnsafeMutablePointer<Float>) throws {
    let record = terms * grid.nx
    for k in 0..<grid.nz {
      let node = try columnAverage(centre: Double(k) * grid.spacing)
      let half = try columnAverage(centre: (Double(k) + 0.5) * grid.spacing)
      let row = pointer + k * record
      write(
        normal: node,
        xy: node,
        xz: half,
        yz: half,
        vx: node,
        vy: node,
        vz: half,
        to: row
      )
      for term in 0..<terms {
        (row + term * grid.nx).update(repeating: row[term * grid.nx], count: grid.nx)
      }
    }
  }

  /// The average over a depth interval of one spacing, between whose discontinuities eight samples are taken.
  private func columnAverage(centre: Double) throws -> EffectiveStiffness {
    let h = grid.spacing
    let (top, bottom) = (max(0, centre - h / 2), centre + h / 2)
    var edges = [top]
    if averaging != .point {
      edges += model.discontinuityDepths.filter { $0 > top && $0 < bottom }
    }
    edges.append(bottom)
    var average = EffectiveStiffness()
    for (a, b) in zip(edges, edges.dropFirst()) {
      let samples = averaging == .point ? 1 : 8
      for m in 0..<samples {
        let z = averaging == .point ? centre : a + (b - a) * (Double(m) + 0.5) / Double(samples)
        average.add(try sample(LocalPoint(x: 0, y: 0, z: z)), share: (b - a) / Double(samples))
      }
    }
    return average
  }

  private func sample(_ point: LocalPoint) throws -> MediumSample {
    let material = model.material(at: point)
    if let fault = conversion.fault(of: material) {
      throw SimulationError.invalidMaterial("at z = \(point.z) m, \(fault).")
    }
    let sample = conversion.sample(material)
    note(sample)
    return sample
  }

  private func note(_ s: MediumSample) {
    range.maximum = max(range.maximum, (s.pModulus / s.density).squareRoot())
    if s.shearModulus > 0 {
      range.minimum = min(range.minimum, (s.shearModulus / s.density).squareRoot())
    }
  }

  // MARK: - Three-dimensional models

  /// Calls `body` with the records of each plane in turn: `ny` records of `terms * nx` floats.
  func buildPlanes(_ body: (UnsafePointer<Float>) -> Void) throws {
    let record = terms * grid.nx
    guard let scratch = AlignedBuffer(count: record * grid.ny) else {
      throw SimulationError.outOfMemory(bytes: 4 * record * grid.ny)
    }
    var above = try samplePlane(-1)
    for k in 0..<grid.nz {
      let middle = try samplePlane(2 * k)
      let below = try samplePlane(2 * k + 1)
      fillPlane(
        SampleWindow(above: above, middle: middle, below: below, width: 2 * grid.nx + 2),
        scratch
      )
      body(scratch.pointer)
      above = below
    }
  }

  /// Samples at sub-cube centres ((m + 1/2) h/2) of sub-plane `level`, for m from −1 along x and y.
  private func samplePlane(_ level: Int) throws -> [MediumSample] {
    let h = grid.spacing
    let (width, height) = (2 * grid.nx + 2, 2 * grid.ny + 2)
    let z = max(0.25, Double(level) * 0.5 + 0.25) * h
    let empty = MediumSample(density: 0, pModulus: 0, shearModulus: 0, bulkLoss: 0, shearLoss: 0)
    var samples = [MediumSample](repeating: empty, count: width * height)
    let fault = Mutex<String?>(nil)
    samples.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      parallelFor(threads) { index in
        for n in share(index, of: threads, in: height) {
          let y = grid.origin.y + (Double(n - 1) * 0.5 + 0.25) * h
          for m in 0..<width {
            let x = grid.origin.x + (Double(m - 1) * 0.5 + 0.25) * h
            let material = model.material(at: LocalPoint(x: x, y: y, z: z))
            if let reason = conversion.fault(of: material) {
              fault.withLock { $0 = $0 ?? "at x = \(x) m, y = \(y) m, z = \(z) m, \(reason)." }
              return
            }
            out[n * width + m] = conversion.sample(material)
          }
        }
      }
    }
    if let reason = fault.withLock({ $0 }) { throw SimulationError.invalidMaterial(reason) }
    for s in samples { note(s) }
    return samples
  }

  private func fillPlane(_ window: SampleWindow, _ scratch: AlignedBuffer) {
    let record = terms * grid.nx
    nonisolated(unsafe) let out = scratch.pointer
    parallelFor(threads) { index in
      for j in share(index, of: threads, in: grid.ny) {
        for i in 0..<grid.nx { write(window, i: i, j: j, to: out + j * record + i) }
      }
    }
  }

  private func write(_ w: SampleWindow, i: Int, j: Int, to out: UnsafeMutablePointer<Float>) {
    if averaging == .point {
      let node = w.average(i: i, j: j, at: .normalStress)
      return write(
        normal: node,
        xy: node,
        xz: node,
        yz: node,
        vx: node,
        vy: node,
        vz: node,
        to: out
      )
    }
    if let only = w.uniformSample(i: i, j: j) {
      var all = EffectiveStiffness()
      all.add(only, share: 1)
      return write(normal: all, xy: all, xz: all, yz: all, vx: all, vy: all, vz: all, to: out)
    }
    write(
      normal: w.average(i: i, j: j, at: .normalStress),
      xy: w.average(i: i, j: j, at: .sxy),
      xz: w.average(i: i, j: j, at: .sxz),
      yz: w.average(i: i, j: j, at: .syz),
      vx: w.average(i: i, j: j, at: .vx),
      vy: w.average(i: i, j: j, at: .vy),
      vz: w.average(i: i, j: j, at: .vz),
      to: out
    )
  }

  // MARK: - Both

  /// Writes the terms of one node, one every `nx` floats.
  private func write(
    normal: EffectiveStiffness,
    xy: EffectiveStiffness,
    xz: EffectiveStiffness,
    yz: EffectiveStiffness,
    vx: EffectiveStiffness,
    vy: EffectiveStiffness,
    vz: EffectiveStiffness,
    to out: UnsafeMutablePointer<Float>
  ) {
    var next = out
    func put(_ value: Double) {
      next.pointee = Float(value)
      next += grid.nx
    }
    let c = normal.normalStiffness(averaging)
    put(scale / vx.density)
    put(scale / vy.density)
    put(scale / vz.density)
    put(scale * c.0)
    put(scale * c.1)
    put(scale * c.2)
    put(scale * c.3)
    put(scale * c.4)
    put(scale * c.5)
    put(scale * yz.shearStiffness(averaging, normal: (1, 0, 0)))
    put(scale * xz.shearStiffness(averaging, normal: (0, 1, 0)))
    put(scale * xy.shearStiffness(averaging, normal: (0, 0, 1)))
    if terms > 12 {
      put(normal.bulkLoss)
      put(normal.shearLoss)
    }
  }
}

/// Three sub-planes of samples around one plane of nodes.
struct SampleWindow: Sendable {
  /// Sub-planes 2k − 1, 2k and 2k + 1.
  let above, middle, below: [MediumSample]
  /// Samples a row; sample 0 stands a quarter spacing before node 0.
  let width: Int

  /// The average over the cube around a staggered point of node (i, j).
  func average(i: Int, j: Int, at location: StaggeredLocation) -> EffectiveStiffness {
    let m = 2 * i + (location.x > 0 ? 1 : 0)
    let n = 2 * j + (location.y > 0 ? 1 : 0)
    let (upper, lower) = location.z > 0 ? (middle, below) : (above, middle)
    var result = EffectiveStiffness()
    var (dx, dy, dz) = (0.0, 0.0, 0.0)
    for b in 0..<2 {
      for a in 0..<2 {
        let at = (n + b) * width + m + a
        let (u, l) = (upper[at], lower[at])
        result.add(u, share: 1)
        result.add(l, share: 1)
        let (su, sl) = (u.pModulus, l.pModulus)
        dx += (a == 0 ? -1 : 1) * (su + sl)
        dy += (b == 0 ? -1 : 1) * (su + sl)
        dz += sl - su
      }
    }
    let total = dx * dx + dy * dy + dz * dz
    if total > 0 { result.variation = (dx * dx / total, dy * dy / total, dz * dz / total) }
    return result
  }

  /// The sample that all cubes of node (i, j) share, if they are uniform.
  func uniformSample(i: Int, j: Int) -> MediumSample? {
    let first = middle[2 * j * width + 2 * i]
    for plane in [above, middle, below] {
      for n in 2 * j...2 * j + 2 {
        for m in 2 * i...2 * i + 2 where plane[n * width + m] != first { return nil }
      }
    }
    return first
  }
}
