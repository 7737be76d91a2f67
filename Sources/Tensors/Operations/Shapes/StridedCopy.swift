import CTensorKernels
import NumericalRuntime

/// Numbers to be copied from one box in memory to another: extents and the steps of both along each axis.
///
/// Slices, permutations, spreading, padding and joining all come down to it. The order of the axes does not matter.
struct StridedCopy {
  private struct Axis {
    var extent: Int
    var from: Int
    var to: Int
  }

  private var axes: [Axis] = []
  private let isEmpty: Bool

  init(extents: [Int], from: [Int], to: [Int]) {
    isEmpty = extents.contains(0)
    for i in extents.indices where extents[i] != 1 {
      let axis = Axis(extent: extents[i], from: from[i], to: to[i])
      if let last = axes.last, last.from == axis.from * axis.extent,
        last.to == axis.to * axis.extent
      {
        axes[axes.count - 1].extent *= axis.extent
        axes[axes.count - 1].from = axis.from
        axes[axes.count - 1].to = axis.to
      } else {
        axes.append(axis)
      }
    }
    // The axis along which the source runs goes next to the last: both then pass through the cache in tiles.
    if let runs = axes.dropLast().lastIndex(where: { $0.from == 1 }), axes.last?.from != 1 {
      axes.insert(axes.remove(at: runs), at: axes.count - 1)
    }
    if axes.isEmpty { axes = [Axis(extent: 1, from: 1, to: 1)] }
  }

  /// Copies, shared among threads.
  func run<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>
  ) {
    guard !isEmpty else { return }
    let first = axes[0]
    let inner = axes.dropFirst().reduce(1) { $0 * $1.extent }
    nonisolated(unsafe) let (from, to) = (from, to)
    forChunks(of: first.extent, size: max(1, (1 << 15) / inner)) { part in
      walk(
        from + part.lowerBound * first.from,
        to + part.lowerBound * first.to,
        axis: 0,
        extent: part.count
      )
    }
  }

  private func walk<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>,
    axis: Int,
    extent: Int
  ) {
    let step = axes[axis]
    if axis == axes.count - 1 {
      line(from, to, step, extent)
    } else if axis == axes.count - 2, step.from == 1, axes[axis + 1].from != 1 {
      tiles(from, to, rows: extent, step, axes[axis + 1])
    } else {
      for i in 0..<extent {
        walk(
          from + i * step.from,
          to + i * step.to,
          axis: axis + 1,
          extent: axes[axis + 1].extent
        )
      }
    }
  }

  private func line<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>,
    _ step: Axis,
    _ extent: Int
  ) {
    if step.from == 1, step.to == 1 {
      to.update(from: from, count: extent)
    } else if step.from == 0, step.to == 1 {
      to.update(repeating: from[0], count: extent)
    } else {
      for i in 0..<extent { to[i * step.to] = from[i * step.from] }
    }
  }

  /// Rows run in the source, columns in the destination.
  private func tiles<Scalar: TensorScalar>(
    _ from: UnsafePointer<Scalar>,
    _ to: UnsafeMutablePointer<Scalar>,
    rows: Int,
    _ row: Axis,
    _ column: Axis
  ) {
    guard Scalar.self != Float.self || column.to != 1 else {
      ctk_transpose(
        column.extent,
        rows,
        UnsafeRawPointer(from).assumingMemoryBound(to: Float.self),
        column.from,
        UnsafeMutableRawPointer(to).assumingMemoryBound(to: Float.self),
        row.to
      )
      return
    }
    for i in 0..<rows {
      let (source, target) = (from + i, to + i * row.to)
      for j in 0..<column.extent { target[j * column.to] = source[j * column.from] }
    }
  }
}

extension Tensor {
  /// A new tensor of a shape whose numbers are read from this row-major one along other steps, off the tape.
  func strided(_ shape: [Int], steps: [Int], start: Int = 0) -> Tensor {
    let copy = StridedCopy(extents: shape, from: steps, to: rowMajorSteps(shape))
    switch scalarType {
    case .float32:
      return withPointer(Float.self) { from in
        Tensor.make(shape) { (to: UnsafeMutablePointer<Float>) in copy.run(from + start, to) }
      }
    case .float64:
      return withPointer(Double.self) { from in
        Tensor.make(shape) { (to: UnsafeMutablePointer<Double>) in copy.run(from + start, to) }
      }
    }
  }

  /// Writes a row-major tensor into this row-major one along its steps from `start`; off the tape.
  mutating func write(_ part: Tensor, steps: [Int], start: Int) {
    let copy = StridedCopy(extents: part.shape, from: rowMajorSteps(part.shape), to: steps)
    switch scalarType {
    case .float32:
      withMutablePointer(Float.self) { to in
        part.withPointer(Float.self) { copy.run($0, to + start) }
      }
    case .float64:
      withMutablePointer(Double.self) { to in
        part.withPointer(Double.self) { copy.run($0, to + start) }
      }
    }
  }
}
