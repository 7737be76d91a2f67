import CWaveKernels
import Foundation
import NumericalRuntime
import Seismology

/// Buoyancy, stiffness and loss on the staggered grid, one record a row.
///
/// A row of the grid is `[term][nx]` floats with 3 buoyancies, 9 stiffnesses and, if visco-elastic, 2 losses.
/// Equal neighbouring rows share their record: a layered model holds one record a plane, which stays in the
/// cache, and only what varies costs memory and bandwidth.
final class Medium {
  private let buffer: AlignedBuffer
  private let rows: RowTable
  private let stiffnessRows: RowTable
  private let lossRows: RowTable?
  private let nx: Int
  private let ny: Int

  /// Number of different rows that are stored.
  let storedRows: Int
  /// Terms a row.
  let terms: Int
  /// The largest P velocity (unrelaxed) and the smallest S velocity above zero, in m/s.
  let maximumVelocity: Double
  let minimumVelocity: Double

  /// Buoyancy and stiffness are divided by h; ``scale(by:)`` then multiplies them with the time step, which is
  /// known only when the largest velocity is.
  init(
    model: any VelocityModel,
    grid: SimulationGrid,
    spectrum: RelaxationSpectrum?,
    averaging: SimulationOptions.MediumAveraging,
    threads: Int
  ) throws {
    terms = spectrum == nil ? 12 : 14
    (nx, ny) = (grid.nx, grid.ny)
    let builder = MediumBuilder(
      model: model,
      grid: grid,
      conversion: MaterialConversion(spectrum: spectrum),
      averaging: averaging,
      threads: threads,
      terms: terms
    )
    let record = terms * grid.nx
    let layered = model.isLaterallyHomogeneous
    let capacity = record * grid.nz * (layered ? 1 : grid.ny)
    guard let buffer = AlignedBuffer(count: capacity) else {
      throw SimulationError.outOfMemory(bytes: 4 * capacity)
    }
    self.buffer = buffer
    var rows: [UnsafePointer<Float>] = []
    rows.reserveCapacity(grid.nz * grid.ny)
    var used = 0
    if layered {
      try builder.buildColumn(into: buffer.pointer)
      for k in 0..<grid.nz {
        rows.append(
          contentsOf: repeatElement(UnsafePointer(buffer.pointer + k * record), count: grid.ny)
        )
      }
      used = grid.nz
    } else {
      try builder.buildPlanes { plane in
        for j in 0..<grid.ny {
          let new = plane + j * record
          let bytes = record * MemoryLayout<Float>.stride
          if let last = rows.last, memcmp(last, new, bytes) == 0 {
            rows.append(last)
          } else if rows.count >= grid.ny, memcmp(rows[rows.count - grid.ny], new, bytes) == 0 {
            rows.append(rows[rows.count - grid.ny])
          } else {
            let slot = buffer.pointer + used * record
            memcpy(slot, new, bytes)
            rows.append(UnsafePointer(slot))
            used += 1
          }
        }
      }
    }
    storedRows = used
    let nx = grid.nx
    self.rows = RowTable(rows)
    stiffnessRows = RowTable(rows.map { $0 + 3 * nx })
    lossRows = terms > 12 ? RowTable(rows.map { $0 + 12 * nx }) : nil
    maximumVelocity = builder.range.maximum
    minimumVelocity = builder.range.minimum
  }

  /// Bytes of the stored rows and of the tables that point at them.
  var allocatedBytes: Int {
    storedRows * terms * nx * 4 + rows.count * 8 * (lossRows == nil ? 2 : 3)
  }

  /// Multiplies buoyancy and stiffness with the time step in seconds.
  func scale(by timeStep: Double) {
    let factor = Float(timeStep)
    for n in 0..<storedRows {
      let record = buffer.pointer + n * terms * nx
      for m in 0..<12 * nx { record[m] *= factor }
    }
  }

  /// Hands the row tables to the kernels; they live as long as this object.
  func fill(_ g: inout wk_grid) {
    g.buoyancy = rows.pointer
    g.stiffness = stiffnessRows.pointer
    g.loss = lossRows?.pointer
  }

  /// Calls `body` with every seventh stored value.
  func forEachStoredValue(_ body: (Float) -> Void) {
    for n in stride(from: 0, to: storedRows * terms * nx, by: 7) { body(buffer.pointer[n]) }
  }

  /// A term of a node: 0–2 buoyancy, 3–11 stiffness, 12–13 loss.
  func value(term: Int, i: Int, j: Int, k: Int) -> Float {
    rows.pointer[k * ny + j].map { $0[term * nx + i] } ?? .nan
  }
}

/// A table of row addresses at a stable place.
private final class RowTable {
  let pointer: UnsafePointer<UnsafePointer<Float>?>
  let count: Int

  init(_ rows: [UnsafePointer<Float>]) {
    let storage = UnsafeMutablePointer<UnsafePointer<Float>?>.allocate(capacity: rows.count)
    for (n, row) in rows.enumerated() { (storage + n).initialize(to: row) }
    pointer = UnsafePointer(storage)
    count = rows.count
  }

  deinit { pointer.deallocate() }
}
