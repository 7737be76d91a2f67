import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// The same tensor in row-major order; itself if it is so already.
  public var rowMajor: Tensor {
    guard layout != .rowMajor else { return self }
    return Self.recorded(reordered(to: .rowMajor), from: [self]) { [$0] }
  }

  /// The same images [n, c, h, w] with channels stored in blocks of 16, the layout in which convolutions are
  /// quickest; row-major where c is not a multiple of 16 or the tensor is not single precision.
  public var channelBlocks: Tensor {
    guard layout == .rowMajor, rank == 4, shape[1] % 16 == 0, scalarType == .float32 else {
      return self
    }
    return Self.recorded(reordered(to: .channelBlocks), from: [self]) { [$0] }
  }

  /// This tensor in the layout of another, so that both can be walked through in memory order.
  func inLayout(of other: Tensor) -> Tensor {
    other.layout == .channelBlocks ? channelBlocks : rowMajor
  }

  private func reordered(to target: MemoryLayoutOrder) -> Tensor {
    let blocks = shape[0] * shape[1] / 16
    let area = shape[2] * shape[3]
    return withPointer(Float.self) { source in
      Tensor.make(shape, layout: target) { (destination: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let from = source
        nonisolated(unsafe) let to = destination
        parallelFor(blocks) { block in
          let start = block * area * 16
          if target == .channelBlocks {
            transpose(from + start, rows: 16, columns: area, to: to + start)
          } else {
            transpose(from + start, rows: area, columns: 16, to: to + start)
          }
        }
      }
    }
  }
}

/// Writes a row-major matrix by columns.
func transpose(
  _ from: UnsafePointer<Float>,
  rows: Int,
  columns: Int,
  to: UnsafeMutablePointer<Float>
) {
  ctk_transpose(rows, columns, from, columns, to, rows)
}
