import CTensorKernels
import NumericalRuntime

// Arithmetic on parameters and gradients, off the tape: in place, or to one number in double precision.

extension Tensor {
  /// Multiplies every number by `factor`.
  package mutating func scale(by factor: Double) {
    let count = count
    switch scalarType {
    case .float32:
      withMutablePointer(Float.self) { x in
        nonisolated(unsafe) let x = x
        forChunks(of: count) { ctk_scale($0.count, Float(factor), x + $0.lowerBound) }
      }
    case .float64:
      withMutablePointer(Double.self) { x in for i in 0..<count { x[i] *= factor } }
    }
  }

  /// Adds `factor` times another tensor.
  package mutating func add(_ other: Tensor, times factor: Double) {
    change(with: other, "add") { count, x, y in
      ctk_add_scaled(count, Float(factor), x, y)
    } double: { x, y in
      y += factor * x
    }
  }

  /// Moves every number by the share `fraction` of the way to that of another tensor.
  package mutating func approach(_ other: Tensor, by fraction: Double) {
    change(with: other, "approach") { count, x, y in
      ctk_approach(count, Float(fraction), x, y)
    } double: { x, y in
      y += fraction * (x - y)
    }
  }

  /// Brings every number into -limit...limit; NaN stays NaN.
  package mutating func clampInPlace(to limit: Double) {
    let count = count
    switch scalarType {
    case .float32:
      withMutablePointer(Float.self) { x in
        nonisolated(unsafe) let x = x
        forChunks(of: count) { ctk_clamp_in_place($0.count, Float(limit), x + $0.lowerBound) }
      }
    case .float64:
      withMutablePointer(Double.self) { x in
        for i in 0..<count { x[i] = x[i].isNaN ? x[i] : min(max(x[i], -limit), limit) }
      }
    }
  }

  /// The sum of the products with another tensor of this shape, in double precision.
  ///
  /// Pieces of a fixed size are summed on all threads and added in order: the same bytes for any number of them.
  package func dot(_ other: Tensor) -> Double {
    require(
      shape == other.shape && scalarType == other.scalarType,
      "dot: shapes \(shape) and \(other.shape) differ"
    )
    let (a, b) = (detached, other.detached.inLayout(of: self))
    switch scalarType {
    case .float32:
      return a.withPointer(Float.self) { x in
        b.withPointer(Float.self) { y in
          nonisolated(unsafe) let (x, y) = (x, y)
          return orderedSum(of: a.count) { ctk_dot($0.count, x + $0.lowerBound, y + $0.lowerBound) }
        }
      }
    case .float64:
      return a.withPointer(Double.self) { x in
        b.withPointer(Double.self) { y in (0..<a.count).reduce(0) { $0 + x[$1] * y[$1] } }
      }
    }
  }

  private mutating func change(
    with other: Tensor,
    _ operation: String,
    float: @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
    double: (Double, inout Double) -> Void
  ) {
    require(
      shape == other.shape && scalarType == other.scalarType,
      "\(operation): shapes \(shape) and \(other.shape) differ"
    )
    let source = other.detached.inLayout(of: self)
    let count = count
    switch scalarType {
    case .float32:
      withMutablePointer(Float.self) { y in
        source.withPointer(Float.self) { x in
          nonisolated(unsafe) let (x, y) = (x, y)
          forChunks(of: count) { float($0.count, x + $0.lowerBound, y + $0.lowerBound) }
        }
      }
    case .float64:
      withMutablePointer(Double.self) { y in
        source.withPointer(Double.self) { x in for i in 0..<count { double(x[i], &y[i]) } }
      }
    }
  }
}
