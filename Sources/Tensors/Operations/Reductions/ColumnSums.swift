import NumericalRuntime

extension Tensor {
  /// The sums of the columns of `[rows, n]`: `[n]`.
  ///
  /// Rows are added within pieces of fixed extent and then over the pieces, in the same order for any number
  /// of threads.
  func columnSums() -> Tensor {
    scalarType == .float32 ? columnSums(Float.self) : columnSums(Double.self)
  }

  private func columnSums<Scalar: TensorScalar>(_: Scalar.Type) -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    let extent = 512
    let pieces = max(1, (rows + extent - 1) / extent)
    let partial = withPointer(Scalar.self) { from in
      nonisolated(unsafe) let from = from
      return Tensor.make([pieces, columns]) { (to: UnsafeMutablePointer<Scalar>) in
        nonisolated(unsafe) let to = to
        parallelFor(pieces) { piece in
          let sum = to + piece * columns
          sum.update(repeating: 0, count: columns)
          for row in (piece * extent)..<min(rows, (piece + 1) * extent) {
            addRow(from + row * columns, count: columns, to: sum)
          }
        }
      }
    }
    return partial.withPointer(Scalar.self) { from in
      Tensor.make([columns]) { (to: UnsafeMutablePointer<Scalar>) in
        to.update(repeating: 0, count: columns)
        for piece in 0..<pieces { addRow(from + piece * columns, count: columns, to: to) }
      }
    }
  }
}

/// Adds a row of numbers to sums.
@inline(__always)
private func addRow<Scalar: TensorScalar>(
  _ row: UnsafePointer<Scalar>,
  count: Int,
  to sum: UnsafeMutablePointer<Scalar>
) {
  for j in 0..<count { sum[j] += row[j] }
}
