import Foundation
import NumericalRuntime

/// Damps every field a little at each step in the absorbing layer.
///
/// Reference: Cerjan and others (1985), Geophysics 50, 705–708.
/// The factor falls from 1 at the inner edge to exp(−0.09) ≈ 0.914 at the outer one as exp(−0.09 ξ²).
struct SpongeLayer {
  private let x, y, z: [Float]
  private let field: Wavefield
  private let width: Int
  private let threads: Int

  init(grid: SimulationGrid, field: Wavefield, freeSurface: Bool, threads: Int) {
    let n = Double(grid.absorbingNodes)
    func profile(_ count: Int, top: Bool) -> [Float] {
      (0..<count).map { m in
        let low = top ? n - Double(m) : 0
        let xi = max(0, low, n - Double(count - 1 - m)) / max(n, 1)
        return Float(exp(-0.09 * xi * xi))
      }
    }
    x = profile(grid.nx, top: true)
    y = profile(grid.ny, top: true)
    z = profile(grid.nz, top: !freeSurface)
    width = grid.absorbingNodes
    self.field = field
    self.threads = threads
  }

  /// Applies the factors to all nine fields.
  func damp() {
    let (x, y, z, width, field) = (self.x, self.y, self.z, self.width, self.field)
    let threads = self.threads
    for component in WavefieldComponent.allCases {
      nonisolated(unsafe) let base = field.pointer(component)
      parallelFor(threads) { index in
        for k in share(index, of: threads, in: field.nz) {
          for j in 0..<field.ny {
            let row = base + field.index(0, j, k)
            let factor = y[j] * z[k]
            if factor < 1 {
              for i in 0..<field.nx { row[i] *= factor * x[i] }
            } else {
              for i in 0..<width {
                row[i] *= x[i]
                row[field.nx - 1 - i] *= x[field.nx - 1 - i]
              }
            }
          }
        }
      }
    }
  }
}
