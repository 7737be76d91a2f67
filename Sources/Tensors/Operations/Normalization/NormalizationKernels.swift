import CTensorKernels
import NumericalRuntime

// Sums and maps over the pieces of a tensor that is normalised; single precision.

extension NormalizationPieces {
  /// The mean and the mean squared deviation from it of each group.
  func moments(of x: Tensor, _ grouping: Grouping) -> (mean: [Double], variance: [Double]) {
    let partial = sums(of: x) { piece, x, first, second in
      if width == 1 {
        ctk_plane_moments(piece.rows, x, first, second)
      } else {
        ctk_column_moments(piece.rows, width, x, first, second)
      }
    }
    var (counts, mean, squares) = zeros(grouping)
    join(partial, grouping) { group, rows, partMean, partSquares in
      // Chan, Golub & LeVeque (1983), eq. 2.1.
      let total = counts[group] + rows
      let difference = partMean - mean[group]
      mean[group] += difference * rows / total
      squares[group] += partSquares + difference * difference * counts[group] * rows / total
      counts[group] = total
    }
    return (mean, zip(squares, counts).map { $0 / max(1, $1) })
  }

  /// For each group Σ g and Σ g (x − mean).
  func gradientSums(
    _ g: Tensor,
    _ x: Tensor,
    mean: [Float],
    _ grouping: Grouping
  ) -> (sum: [Double], product: [Double]) {
    let partial = g.withPointer(Float.self) { g in
      nonisolated(unsafe) let g = g
      return sums(of: x) { piece, x, first, second in
        mean.withUnsafeBufferPointer { mean in
          guard let mean = mean.baseAddress.map({ $0 + group(of: piece, grouping) }) else { return }
          let g = g + piece.offset
          if width == 1 {
            ctk_plane_gradient_sums(piece.rows, mean[0], g, x, first, second)
          } else {
            ctk_column_gradient_sums(piece.rows, width, mean, g, x, first, second)
          }
        }
      }
    }
    var (_, sum, product) = zeros(grouping)
    join(partial, grouping) { group, _, s, p in
      sum[group] += s
      product[group] += p
    }
    return (sum, product)
  }

  /// (x − mean) · scale + shift, with one of each for a group.
  func normalized(
    _ x: Tensor,
    mean: [Float],
    scale: [Float],
    shift: [Float],
    _ grouping: Grouping
  ) -> Tensor {
    let table = mean + scale + shift
    return x.withPointer(Float.self) { from in
      Tensor.make(x.shape, layout: x.layout) { (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        forEach { _, piece in
          table.withUnsafeBufferPointer { table in
            guard let mean = table.baseAddress.map({ $0 + group(of: piece, grouping) }) else {
              return
            }
            let (scale, shift) = (mean + groupCount(grouping), mean + 2 * groupCount(grouping))
            let (x, y) = (from + piece.offset, to + piece.offset)
            if width == 1 {
              ctk_plane_normalize(piece.rows, mean[0], scale[0], shift[0], x, y)
            } else {
              ctk_column_normalize(piece.rows, width, mean, scale, shift, x, y)
            }
          }
        }
      }
    }
  }

  /// a · g + b · (x − mean) + c, with `table` holding mean, a, b, c for all groups one after another.
  func gradient(_ g: Tensor, _ x: Tensor, table: [Float], _ grouping: Grouping) -> Tensor {
    let groups = groupCount(grouping)
    return g.withPointer(Float.self) { g in
      x.withPointer(Float.self) { from in
        Tensor.make(x.shape, layout: x.layout) { (to: UnsafeMutablePointer<Float>) in
          nonisolated(unsafe) let (g, from, to) = (g, from, to)
          forEach { _, piece in
            table.withUnsafeBufferPointer { table in
              guard let first = table.baseAddress.map({ $0 + group(of: piece, grouping) }) else {
                return
              }
              let (g, x, dx) = (g + piece.offset, from + piece.offset, to + piece.offset)
              if width == 1 {
                ctk_plane_gradient(piece.rows, first, groups, g, x, dx)
              } else {
                ctk_column_gradient(piece.rows, width, first, groups, g, x, dx)
              }
            }
          }
        }
      }
    }
  }

  /// Two sums for every column of every piece: [2, pieces, width].
  private func sums(
    of x: Tensor,
    _ body:
      @Sendable (
        Piece, UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
      ) -> Void
  ) -> Tensor {
    x.withPointer(Float.self) { x in
      Tensor.make([2, count, width]) { (partial: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (x, partial) = (x, partial)
        forEach { index, piece in
          let first = partial + index * width
          body(piece, x + piece.offset, first, first + count * width)
        }
      }
    }
  }

  /// Shows the two sums of every column of every piece with its group and the piece's rows, in order.
  private func join(
    _ partial: Tensor,
    _ grouping: Grouping,
    _ body: (_ group: Int, _ rows: Double, _ first: Double, _ second: Double) -> Void
  ) {
    partial.withPointer(Float.self) { partial in
      for index in 0..<count {
        let piece = piece(index)
        let group = group(of: piece, grouping)
        for j in 0..<width {
          let k = index * width + j
          body(
            group + j,
            Double(piece.rows),
            Double(partial[k]),
            Double(partial[count * width + k])
          )
        }
      }
    }
  }

  private func zeros(_ grouping: Grouping) -> ([Double], [Double], [Double]) {
    let zeros = [Double](repeating: 0, count: groupCount(grouping))
    return (zeros, zeros, zeros)
  }
}
