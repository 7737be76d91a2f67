import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// The sums over some axes, off the tape and row-major; the extents of those axes are 1 afterwards.
  func summed(over axes: [Int]) -> Tensor {
    let target = shape(reducing: axes, keepingDimensions: true)
    guard count > 0 else { return Tensor(zeros: target, scalarType) }
    var reduced = shape.indices.map { axes.contains($0) }
    var extents = shape
    var current = detached
    if layout == .channelBlocks, reduced[2], reduced[3] {
      extents = [shape[0], shape[1] / 16, shape[2] * shape[3], 16]
      reduced = [reduced[0], reduced[1], true, reduced[1]]
    } else {
      current = current.rowMajor
    }
    current = Tensor(viewOf: current, shape: extents, offset: current.offset, layout: .rowMajor)
    while let last = reduced.lastIndex(of: true) {
      let first = (reduced[..<last].lastIndex(of: false) ?? -1) + 1
      let outer = extents[..<first].reduce(1, *)
      let inner = extents[(last + 1)...].reduce(1, *)
      let middle = extents[first...last].reduce(1, *)
      current = current.middleSummed(outer: outer, middle: middle, inner: inner)
      for axis in first...last {
        reduced[axis] = false
        extents[axis] = 1
      }
    }
    return Tensor(viewOf: current, shape: target, offset: current.offset, layout: .rowMajor)
  }

  /// The sums over the middle axis of [outer, middle, inner], of shape [outer, inner].
  private func middleSummed(outer: Int, middle: Int, inner: Int) -> Tensor {
    let x = self
    guard middle > 1 else {
      return Tensor(viewOf: x, shape: [outer, inner], offset: x.offset, layout: .rowMajor)
    }
    switch scalarType {
    case .float64: return x.middleSummedPlainly(outer: outer, middle: middle, inner: inner)
    case .float32:
      if inner == 1 { return x.rowsSummed(rows: outer, length: middle) }
      return x.columnsSummed(outer: outer, rows: middle, columns: inner)
    }
  }

  private func middleSummedPlainly(outer: Int, middle: Int, inner: Int) -> Tensor {
    withPointer(Double.self) { x in
      Tensor.make([outer, inner]) { (y: UnsafeMutablePointer<Double>) in
        y.update(repeating: 0, count: outer * inner)
        for o in 0..<outer {
          for m in 0..<middle {
            let row = x + (o * middle + m) * inner
            for i in 0..<inner { y[o * inner + i] += row[i] }
          }
        }
      }
    }
  }

  /// The sum of each row of [rows, length]; long rows are cut into pieces for several threads.
  private func rowsSummed(rows: Int, length: Int) -> Tensor {
    let piece = 1 << 16
    guard rows < 8, length > piece else {
      return withPointer(Float.self) { x in
        Tensor.make([rows]) { (y: UnsafeMutablePointer<Float>) in
          nonisolated(unsafe) let (x, y) = (x, y)
          forChunks(of: rows, size: max(1, (1 << 15) / length)) {
            ctk_sum_rows($0.count, length, x + $0.lowerBound * length, y + $0.lowerBound)
          }
        }
      }
    }
    let pieces = (length + piece - 1) / piece
    let partial = withPointer(Float.self) { x in
      Tensor.make([rows, pieces]) { (y: UnsafeMutablePointer<Double>) in
        nonisolated(unsafe) let (x, y) = (x, y)
        parallelFor(rows * pieces) { task in
          let (row, start) = (task / pieces, task % pieces * piece)
          y[task] = ctk_sum(min(piece, length - start), x + row * length + start)
        }
      }
    }
    return partial.middleSummedPlainly(outer: rows, middle: pieces, inner: 1).cast(to: .float32)
  }

  /// The sums of the columns of [outer, rows, columns]: wide ones are shared out by columns, others by blocks of
  /// rows whose sums are summed again.
  private func columnsSummed(outer: Int, rows: Int, columns: Int) -> Tensor {
    let width = columns >= 4096 ? 2048 : columns
    let height = columns >= 4096 ? rows : min(512, max(16, (1 << 15) / columns))
    let (across, down) = ((columns + width - 1) / width, (rows + height - 1) / height)
    let partial = withPointer(Float.self) { x in
      Tensor.make([outer * down, columns]) { (y: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (x, y) = (x, y)
        parallelFor(outer * down * across) { task in
          let (block, column) = (task / across, task % across * width)
          let (o, row) = (block / down, block % down * height)
          ctk_sum_columns(
            min(height, rows - row),
            min(width, columns - column),
            columns,
            x + (o * rows + row) * columns + column,
            y + block * columns + column
          )
        }
      }
    }
    return down == 1
      ? partial : partial.middleSummed(outer: outer, middle: down, inner: columns)
  }
}
