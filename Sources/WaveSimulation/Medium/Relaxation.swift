import CWaveKernels
import Foundation
import NumericalRuntime

/// Memory variables and their coefficients for a kind of attenuation.
///
/// Coarse-grained: each node has one of eight relaxation times by the parity of (i, j, k) and eight times its
/// weight (Day 1998; Day & Bradley 2001). Full: every node has all of them.
struct Relaxation {
  let spectrum: RelaxationSpectrum
  private let isCoarseGrained: Bool

  /// Nil if elastic.
  init?(_ attenuation: SimulationOptions.Attenuation) {
    switch attenuation {
    case .elastic: return nil
    case .coarseGrained(let band):
      spectrum = RelaxationSpectrum(band: band, mechanisms: 8, isCoarseGrained: true)
      isCoarseGrained = true
    case .full(let band, let mechanisms):
      spectrum = RelaxationSpectrum(band: band, mechanisms: max(1, mechanisms))
      isCoarseGrained = false
    }
  }

  /// Sets the kernels' arguments; the buffers must live as long as they do.
  func fill(
    _ g: inout wk_grid,
    grid: SimulationGrid,
    timeStep: Double,
    lanes: Int = 1
  ) throws(SimulationError) -> (memory: AlignedBuffer, tables: AlignedBuffer) {
    let count = spectrum.relaxationTimes.count
    let variables = 6 * grid.pointCount * (isCoarseGrained ? 1 : count) * lanes
    guard let memory = AlignedBuffer(count: variables), let tables = AlignedBuffer(count: 3 * count)
    else { throw .outOfMemory(bytes: 4 * variables) }
    let share = isCoarseGrained ? 8.0 : 1.0
    for (l, tau) in spectrum.relaxationTimes.enumerated() {
      let decay = exp(-timeStep / tau)
      tables.pointer[l] = Float(decay)
      tables.pointer[count + l] = Float((1 - decay) * share * spectrum.weights[l])
      tables.pointer[2 * count + l] = Float((1 - decay) * share * spectrum.secondWeights[l])
    }
    g.memory = memory.pointer
    g.mechanisms = Int32(isCoarseGrained ? 1 : count)
    g.parities = isCoarseGrained ? 8 : 1
    g.decay = UnsafePointer(tables.pointer)
    g.weight = UnsafePointer(tables.pointer + count)
    g.weight2 = UnsafePointer(tables.pointer + 2 * count)
    return (memory, tables)
  }
}
