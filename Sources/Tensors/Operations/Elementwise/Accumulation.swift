import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// Adds a tensor of the same shape to this one, in place where nobody shares its memory; off the tape.
  mutating func accumulate(_ other: Tensor) {
    require(
      shape == other.shape && scalarType == other.scalarType,
      "accumulate: shapes \(shape) and \(other.shape) differ"
    )
    let addend = other.detached.inLayout(of: self)
    switch scalarType {
    case .float32:
      let count = count
      withMutablePointer(Float.self) { sum in
        addend.withPointer(Float.self) { x in
          nonisolated(unsafe) let (sum, x) = (sum, x)
          forChunks(of: count) { ctk_accumulate($0.count, x + $0.lowerBound, sum + $0.lowerBound) }
        }
      }
    case .float64:
      let count = count
      withMutablePointer(Double.self) { sum in
        addend.withPointer(Double.self) { x in
          for i in 0..<count { sum[i] += x[i] }
        }
      }
    }
  }
}

extension Tensor {
  /// Sets every number to zero, in whatever layout, in place where nobody shares its memory.
  mutating func fillWithZeros() {
    let count = count
    switch scalarType {
    case .float32: withMutablePointer(Float.self) { $0.update(repeating: 0, count: count) }
    case .float64: withMutablePointer(Double.self) { $0.update(repeating: 0, count: count) }
    }
  }
}
