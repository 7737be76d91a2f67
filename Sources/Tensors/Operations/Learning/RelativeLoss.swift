import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// The mean over the first axis of ‖p − t‖₂ / ‖t‖₂, this tensor being p, in one pass over both.
  ///
  /// Where p = t for a whole example its gradient is zero.
  package func meanRelativeDistance(to target: Tensor) -> Tensor {
    require(
      shape == target.shape && scalarType == target.scalarType && rank > 0 && shape[0] > 0,
      "relativeL2Loss: prediction of shape \(shape), target of shape \(target.shape)"
    )
    let (p, t) = (rowMajor, target.detached.rowMajor)
    let plain = p.detached
    let distances = (0..<shape[0]).map { plain.distance(to: t, example: $0) }
    let examples = Double(shape[0])
    let value = distances.reduce(0) { $0 + $1.error / $1.size } / examples
    return Tensor.recorded(Tensor(value, scalarType), from: [p]) { g in
      let factors = distances.map { distance in
        let scale = distance.error * distance.size * examples
        return scale > 0 ? g.item / scale : 0
      }
      return [plain.scaledDifference(to: t, factors)]
    }
  }

  private func distance(to target: Tensor, example: Int) -> (error: Double, size: Double) {
    let size = count / shape[0]
    let start = example * size
    switch scalarType {
    case .float32:
      return withPointer(Float.self) { p in
        target.withPointer(Float.self) { t in
          nonisolated(unsafe) let (p, t) = (p + start, t + start)
          let error = orderedSum(of: size) {
            ctk_squared_error($0.count, 0, p + $0.lowerBound, t + $0.lowerBound)
          }
          let norm = orderedSum(of: size) {
            ctk_dot($0.count, t + $0.lowerBound, t + $0.lowerBound)
          }
          return (error.squareRoot(), norm.squareRoot())
        }
      }
    case .float64:
      return withPointer(Double.self) { p in
        target.withPointer(Double.self) { t in
          let range = start..<(start + size)
          let error = range.reduce(0) { $0 + (p[$1] - t[$1]) * (p[$1] - t[$1]) }
          return (error.squareRoot(), range.reduce(0) { $0 + t[$1] * t[$1] }.squareRoot())
        }
      }
    }
  }

  /// (p − t) times one factor for each example.
  private func scaledDifference(to target: Tensor, _ factors: [Double]) -> Tensor {
    let size = count / shape[0]
    switch scalarType {
    case .float32:
      return withPointer(Float.self) { p in
        target.withPointer(Float.self) { t in
          Tensor.make(shape) { (to: UnsafeMutablePointer<Float>) in
            nonisolated(unsafe) let (p, t, to) = (p, t, to)
            for (example, factor) in factors.enumerated() {
              forChunks(of: size) {
                let i = example * size + $0.lowerBound
                // The slope of e² is 2 e.
                ctk_squared_error_gradient($0.count, 0, Float(factor / 2), p + i, t + i, to + i)
              }
            }
          }
        }
      }
    case .float64:
      return withPointer(Double.self) { p in
        target.withPointer(Double.self) { t in
          Tensor.make(shape) { (to: UnsafeMutablePointer<Double>) in
            for i in 0..<count { to[i] = factors[i / size] * (p[i] - t[i]) }
          }
        }
      }
    }
  }
}
