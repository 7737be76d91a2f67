import CWaveKernels
import Foundation
import NumericalRuntime

/// The profiles and memory of the convolutional perfectly matched layer.
///
/// In the layer every derivative d along its axis becomes d + ψ with ψ ← b ψ + a d,
///
///     b = exp(−(σ + α) Δt),   a = σ (b − 1) / (σ + α),
///
/// σ = σ0 ξ², α = α0 (1 − ξ), where ξ runs from 0 at the inner to 1 at the outer edge (κ = 1).
/// Reference: Komatitsch & Martin (2007), Geophysics 72(5), SM155–SM167.
final class PerfectlyMatchedLayer {
  private var profiles: [AlignedBuffer] = []
  private let psiX, psiY, psiZ: AlignedBuffer
  private let grid: SimulationGrid
  private let law: Law

  /// Strength of the layer.
  struct Law: Hashable, Sendable {
    /// σ0 and α0 in 1/s.
    var sigma, alpha: Double
    var timeStep: Double

    /// The strength for a reflection of 1e-5 at vertical incidence.
    init(grid: SimulationGrid, maximumVelocity: Double, frequency: Double, timeStep: Double) {
      let width = Double(grid.absorbingNodes) * grid.spacing
      sigma = -3 * maximumVelocity * log(1e-5) / (2 * width)
      alpha = .pi * frequency
      self.timeStep = timeStep
    }

    func coefficients(depth: Double) -> (b: Double, a: Double) {
      guard depth > 0 else { return (0, 0) }
      let xi = min(depth, 1)
      let s = sigma * xi * xi
      let al = alpha * (1 - xi)
      let b = exp(-(s + al) * timeStep)
      return (b, s + al > 0 ? s * (b - 1) / (s + al) : 0)
    }
  }

  init(grid: SimulationGrid, law: Law, freeSurface: Bool, lanes: Int = 1) throws(SimulationError) {
    self.grid = grid
    self.law = law
    let n = grid.absorbingNodes
    let sizes = [
      grid.nz * grid.ny * (lanes == 1 ? 32 : 2 * min(n + 1, 16)), grid.nz * 2 * n * grid.nx,
      (freeSurface ? n : 2 * n) * grid.ny * grid.nx,
    ].map { 6 * $0 * lanes }
    guard let x = AlignedBuffer(count: sizes[0]), let y = AlignedBuffer(count: sizes[1]),
      let z = AlignedBuffer(count: sizes[2])
    else { throw .outOfMemory(bytes: 4 * sizes.reduce(0, +)) }
    (psiX, psiY, psiZ) = (x, y, z)
  }

  /// The memory variables, for checkpoints.
  var storage: [AlignedBuffer] { [psiX, psiY, psiZ] }

  var allocatedBytes: Int { (storage + profiles).reduce(0) { $0 + $1.allocatedBytes } }

  /// Hands profiles and memory to the kernels.
  func fill(_ g: inout wk_grid) throws(SimulationError) {
    let edgeNodes = Array(0..<16) + Array((grid.nx - 16)..<grid.nx)
    g.pml = Int32(grid.absorbingNodes)
    g.x_node = try profile(edgeNodes.map(Double.init), count: grid.nx)
    g.x_half = try profile(edgeNodes.map { Double($0) + 0.5 }, count: grid.nx)
    g.y_node = try profile((0..<grid.ny).map(Double.init), count: grid.ny)
    g.y_half = try profile((0..<grid.ny).map { Double($0) + 0.5 }, count: grid.ny)
    g.z_node = try profile((0..<grid.nz).map(Double.init), count: grid.nz)
    g.z_half = try profile((0..<grid.nz).map { Double($0) + 0.5 }, count: grid.nz)
    g.psi_x = psiX.pointer
    g.psi_y = psiY.pointer
    g.psi_z = psiZ.pointer
  }

  /// Coefficients at positions given in nodes on an axis of `count` nodes.
  private func profile(_ positions: [Double], count: Int) throws(SimulationError) -> wk_pml_profile
  {
    let size = positions.count
    guard let buffer = AlignedBuffer(count: 2 * size) else { throw .outOfMemory(bytes: 8 * size) }
    let n = Double(grid.absorbingNodes)
    for (m, position) in positions.enumerated() {
      let depth = max(n - position, position - (Double(count - 1) - n)) / n
      let c = law.coefficients(depth: depth)
      buffer.pointer[m] = Float(c.b)
      buffer.pointer[size + m] = Float(c.a)
    }
    profiles.append(buffer)
    return wk_pml_profile(b: buffer.pointer, a: buffer.pointer + size)
  }
}
