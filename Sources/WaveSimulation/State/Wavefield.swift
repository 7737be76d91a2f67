import NumericalRuntime

/// Velocities and stresses on the grid, with a halo of four nodes (sixteen floats at the start of a row).
///
/// x is fastest, then y, then z. The halo is zero: a rigid box outside the absorbing layers. In a fused run each
/// value is ``lanes`` floats, one an event; places are then still counted in nodes.
struct Wavefield {
  static let halo = 4
  static let rowPadding = 16

  let nx, ny, nz: Int
  /// Floats from one row to the next, and from one plane to the next.
  let row, plane: Int
  /// Events that share the grid.
  let lanes: Int
  private let buffers: [AlignedBuffer]

  init(grid: SimulationGrid, lanes: Int = 1) throws(SimulationError) {
    self.lanes = lanes
    nx = grid.nx
    ny = grid.ny
    nz = grid.nz
    row = nx + (lanes == 1 ? Self.rowPadding : Self.halo)
    plane = row * (ny + 2 * Self.halo)
    var buffers: [AlignedBuffer] = []
    for _ in WavefieldComponent.allCases {
      let count = (plane * (nz + 2 * Self.halo) + Self.rowPadding) * lanes
      guard let buffer = AlignedBuffer(count: count) else {
        throw .outOfMemory(bytes: 9 * 4 * count)
      }
      buffers.append(buffer)
    }
    self.buffers = buffers
  }

  /// The address of a component (of its first lane) at node (0, 0, 0).
  func pointer(_ component: WavefieldComponent) -> UnsafeMutablePointer<Float> {
    buffers[component.rawValue].pointer + offsetOfFirstNode
  }

  /// Distance in nodes from node (0, 0, 0) to node (i, j, k); a node is ``lanes`` floats.
  func index(_ i: Int, _ j: Int, _ k: Int) -> Int { k * plane + j * row + i }

  /// The whole storage of each component, halo included, for checkpoints.
  var storage: [AlignedBuffer] { buffers }

  var allocatedBytes: Int { buffers.reduce(0) { $0 + $1.allocatedBytes } }

  private var offsetOfFirstNode: Int {
    (Self.halo * plane + Self.halo * row + Self.rowPadding) * lanes
  }
}
