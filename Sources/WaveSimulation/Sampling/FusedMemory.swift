import Foundation

/// How much memory a fused run takes, and whether the machine has it.
struct FusedMemory {
  let grid: SimulationGrid
  let options: SimulationOptions
  let lanes: Int

  /// An estimate in bytes: fields, absorbing layers, memory variables, material, records and output.
  func bytes(channels: Int, sampling: ReceiverSampling) -> Int {
    let halo = 2 * Wavefield.halo
    let padded = (grid.nx + Wavefield.halo) * (grid.ny + halo) * (grid.nz + halo)
    let n = options.absorption == .pml ? grid.absorbingNodes : 0
    let sides = 2 * grid.nz * (n * grid.nx + (n == 0 ? 0 : n + 1) * grid.ny)
    let layers = 6 * (sides + n * grid.nx * grid.ny)
    let variables =
      switch options.attenuation {
      case .elastic: 0
      case .coarseGrained: 6
      case .full(_, let mechanisms): 6 * mechanisms
      }
    let state = 9 * padded + layers + variables * grid.pointCount
    let samples = 2 * channels * sampling.count
    return 4 * (lanes * (state + samples) + 14 * grid.pointCount)
  }

  /// Refuses a run that does not fit into the memory that is free now.
  func check(channels: Int, sampling: ReceiverSampling) throws(SimulationError) {
    let needed = bytes(channels: channels, sampling: sampling)
    if let free = Self.availableBytes, needed > free { throw .outOfMemory(bytes: needed) }
  }

  /// What Linux reports as `MemAvailable:  12345 kB`; nil elsewhere.
  private static var availableBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
}
