import CTensorKernels
import RealModule

extension Tensor {
  /// eˣ divided by its sum along an axis; NaN where all numbers are minus infinity.
  public func softmax(axis: Int = -1) -> Tensor {
    alongRows("softmax", axis) { x in
      x.mappedByRows(
        RowFunction(
          kernel: { ctk_softmax($0, $1, $2, $3) },
          gradientKernel: { ctk_softmax_gradient($0, $1, $2, $3, $4) },
          value: { row in
            let top = row.max() ?? 0
            let powers = row.map { Double.exp($0 - top) }
            let sum = powers.reduce(0, +)
            return powers.map { $0 / sum }
          },
          gradient: { y, g in
            let product = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
            return zip(y, g).map { $0 * ($1 - product) }
          }
        )
      )
    }
  }

  /// The logarithm of ``softmax(axis:)``, exact also where that is nearly zero.
  public func logSoftmax(axis: Int = -1) -> Tensor {
    alongRows("logSoftmax", axis) { x in
      x.mappedByRows(
        RowFunction(
          kernel: { ctk_log_softmax($0, $1, $2, $3) },
          gradientKernel: { ctk_log_softmax_gradient($0, $1, $2, $3, $4) },
          value: { row in
            let top = row.max() ?? 0
            let sum = row.reduce(0) { $0 + Double.exp($1 - top) }
            return row.map { $0 - top - Double.log(sum) }
          },
          gradient: { y, g in
            let sum = g.reduce(0, +)
            return zip(y, g).map { $1 - Double.exp($0) * sum }
          }
        )
      )
    }
  }

  /// Applies a function of rows along any axis, by bringing that axis to the end and back.
  private func alongRows(_ name: String, _ axis: Int, _ function: (Tensor) -> Tensor) -> Tensor {
    let axis = normalizedAxis(axis, name)
    guard rank > 1, axis != rank - 1 else { return function(self) }
    var order = Array(0..<rank)
    order.swapAt(axis, rank - 1)
    return function(transposed(order)).transposed(order)
  }

  private func mappedByRows(_ function: RowFunction) -> Tensor {
    let y = function.value(of: detached.rowMajor)
    return Self.recorded(y, from: [self]) { g in [function.gradient(of: y, g.rowMajor)] }
  }
}

/// A function of each row of numbers, and its gradient from the result.
private struct RowFunction: Sendable {
  /// The numbers of rows and columns, x, and where f(x) goes.
  var kernel: @Sendable (Int, Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  /// The numbers of rows and columns, f(x), its gradient, and where that of x goes.
  var gradientKernel:
    @Sendable (
      Int, Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void
  var value: @Sendable ([Double]) -> [Double]
  var gradient: @Sendable (_ result: [Double], _ gradient: [Double]) -> [Double]

  func value(of x: Tensor) -> Tensor {
    let (rows, columns) = x.rowsAndColumns
    guard x.scalarType == .float32 else {
      return Tensor(elements: rowwise([x], columns) { value($0[0]) }, shape: x.shape)
    }
    return Tensor.make(x.shape) { (y: UnsafeMutablePointer<Float>) in
      x.withPointer(Float.self) { x in
        nonisolated(unsafe) let (x, y) = (x, y)
        forChunks(of: rows, size: max(1, (1 << 14) / max(1, columns))) {
          let start = $0.lowerBound * columns
          kernel($0.count, columns, x + start, y + start)
        }
      }
    }
  }

  func gradient(of y: Tensor, _ g: Tensor) -> Tensor {
    let (rows, columns) = y.rowsAndColumns
    guard y.scalarType == .float32 else {
      return Tensor(elements: rowwise([y, g], columns) { gradient($0[0], $0[1]) }, shape: y.shape)
    }
    return Tensor.make(y.shape) { (dx: UnsafeMutablePointer<Float>) in
      y.withPointer(Float.self) { y in
        g.withPointer(Float.self) { g in
          nonisolated(unsafe) let (y, g, dx) = (y, g, dx)
          forChunks(of: rows, size: max(1, (1 << 14) / max(1, columns))) {
            let start = $0.lowerBound * columns
            gradientKernel($0.count, columns, y + start, g + start, dx + start)
          }
        }
      }
    }
  }

  private func rowwise(
    _ tensors: [Tensor],
    _ columns: Int,
    _ body: ([[Double]]) -> [Double]
  ) -> [Double] {
    let numbers = tensors.map(\.doubles)
    return stride(from: 0, to: numbers[0].count, by: max(1, columns)).flatMap { start in
      body(numbers.map { Array($0[start..<(start + columns)]) })
    }
  }
}

extension Tensor {
  /// This tensor as rows of its last axis.
  fileprivate var rowsAndColumns: (rows: Int, columns: Int) {
    let columns = shape.last ?? 1
    return (columns == 0 ? 0 : count / columns, columns)
  }
}
