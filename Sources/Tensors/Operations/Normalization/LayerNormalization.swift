import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// Each row with mean 0 and variance 1, the last axes of shape `scale.shape` being taken as one.
  ///
  ///     y = (x − μ) / √(σ² + ε) · scale + shift
  ///
  /// - Precondition: `scale` and `shift` have the shape of the last axes of this tensor.
  /// - Reference: Ba, Kiros & Hinton (2016), arXiv 1607.06450.
  package func layerNormalized(scale: Tensor, shift: Tensor, epsilon: Double) -> Tensor {
    require(
      scale.shape == shift.shape && shape.suffix(scale.rank) == scale.shape[...],
      "layerNormalized: shapes \(shape), \(scale.shape) and \(shift.shape) do not fit"
    )
    let x = rowMajor
    guard scalarType == .float32 else { return x.composedLayer(scale, shift, epsilon) }
    let rows = LayerRows(x: x.detached, scale: scale.detached, shift: shift.detached)
    let (output, moments) = rows.normalized(epsilon: epsilon)
    return Tensor.recorded(output, from: [x, scale, shift]) { g in
      rows.gradients(g.rowMajor, moments: moments)
    }
  }

  private func composedLayer(_ scale: Tensor, _ shift: Tensor, _ epsilon: Double) -> Tensor {
    let axes = Array((rank - scale.rank)..<rank)
    let centred = self - mean(axes: axes, keepingDimensions: true)
    let variance = centred.squared().mean(axes: axes, keepingDimensions: true)
    return centred / (variance + epsilon).sqrt() * scale + shift
  }
}

/// The rows of a layer normalisation.
private struct LayerRows: Sendable {
  let x: Tensor
  let scale: Tensor
  let shift: Tensor

  private var length: Int { scale.count }
  private var rows: Int { x.count / max(1, length) }
  /// The rows that are taken together; their shares of the parameters' gradients are added in order.
  private var rowsPerPiece: Int { max(1, (1 << 15) / max(1, length)) }

  /// The output, and the mean and inverse deviation of each row [rows, 2].
  func normalized(epsilon: Double) -> (output: Tensor, moments: Tensor) {
    var moments = Tensor(uninitialized: [rows, 2])
    let (rows, length) = (rows, length)
    let output = Tensor.make(x.shape) { (y: UnsafeMutablePointer<Float>) in
      moments.withMutablePointer(Float.self) { moments in
        withInputs { x, scale, shift in
          nonisolated(unsafe) let (x, scale, shift, y, moments) = (x, scale, shift, y, moments)
          forChunks(of: rows, size: rowsPerPiece) { range in
            let (r, i) = (range.lowerBound, range.lowerBound * length)
            ctk_layer_normalize(
              range.count,
              length,
              Float(epsilon),
              x + i,
              scale,
              shift,
              y + i,
              moments + 2 * r
            )
          }
        }
      }
    }
    return (output, moments)
  }

  /// The gradients of x, scale and shift.
  func gradients(_ g: Tensor, moments: Tensor) -> [Tensor?] {
    let (rows, length, size) = (rows, length, rowsPerPiece)
    let pieces = (rows + size - 1) / size
    var partial = Tensor(zeros: [pieces, 2, length])
    let dx = Tensor.make(x.shape) { (dx: UnsafeMutablePointer<Float>) in
      partial.withMutablePointer(Float.self) { partial in
        g.withPointer(Float.self) { g in
          moments.withPointer(Float.self) { moments in
            withInputs { x, scale, _ in
              nonisolated(unsafe) let (x, scale, g, dx) = (x, scale, g, dx)
              nonisolated(unsafe) let (moments, partial) = (moments, partial)
              forChunks(of: rows, size: size) { range in
                let (r, i) = (range.lowerBound, range.lowerBound * length)
                let sums = partial + r / size * 2 * length
                ctk_layer_gradient(
                  range.count,
                  length,
                  g + i,
                  x + i,
                  moments + 2 * r,
                  scale,
                  dx + i,
                  sums,
                  sums + length
                )
              }
            }
          }
        }
      }
    }
    return [dx] + parameterGradients(partial, pieces: pieces)
  }

  private func parameterGradients(_ partial: Tensor, pieces: Int) -> [Tensor] {
    let length = length
    return partial.withPointer(Float.self) { partial in
      [0, 1].map { which in
        Tensor.make(scale.shape) { (sum: UnsafeMutablePointer<Float>) in
          sum.update(repeating: 0, count: length)
          for piece in 0..<pieces {
            ctk_accumulate(length, partial + (2 * piece + which) * length, sum)
          }
        }
      }
    }
  }

  private func withInputs(
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    x.withPointer(Float.self) { x in
      scale.withPointer(Float.self) { scale in
        shift.withPointer(Float.self) { shift in body(x, scale, shift) }
      }
    }
  }
}
