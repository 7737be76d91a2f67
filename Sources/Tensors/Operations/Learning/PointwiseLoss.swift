import CTensorKernels
import NumericalRuntime

/// A loss that is a sum of a function of single errors e = p − t.
package enum PointwiseLoss: Hashable, Sendable {
  /// e².
  case squared
  /// |e|.
  case absolute
  /// e² / (2 δ) + δ / 2 where |e| ≤ δ, |e| elsewhere.
  case huber(delta: Double)

  /// What the loss is called where it is used.
  fileprivate var name: String {
    switch self {
    case .squared: "meanSquaredError"
    case .absolute: "meanAbsoluteError"
    case .huber: "huberLoss"
    }
  }
}

extension Tensor {
  /// The sum of a loss over all pairs of this tensor and `target`, times `factor`, in one pass over both; the
  /// gradient takes one more.
  package func loss(_ kind: PointwiseLoss, to target: Tensor, times factor: Double) -> Tensor {
    require(
      shape == target.shape && scalarType == target.scalarType,
      "\(kind.name): prediction of shape \(shape), target of shape \(target.shape)"
    )
    let (p, t) = (detached, target.detached.inLayout(of: self))
    let value = Tensor(factor * p.lossSum(kind, t), scalarType)
    let (needsPrediction, needsTarget) = (isTracked, target.isTracked)
    return Tensor.recorded(value, from: [self, target]) { g in
      let slope = p.lossGradient(kind, t, times: factor * g.item)
      return [needsPrediction ? slope : nil, needsTarget ? -slope : nil]
    }
  }

  private func lossSum(_ kind: PointwiseLoss, _ target: Tensor) -> Double {
    let count = count
    switch scalarType {
    case .float32:
      return withPointer(Float.self) { p in
        target.withPointer(Float.self) { t in
          nonisolated(unsafe) let (p, t) = (p, t)
          return orderedSum(of: count) { kind.sum($0.count, p + $0.lowerBound, t + $0.lowerBound) }
        }
      }
    case .float64:
      return withPointer(Double.self) { p in
        target.withPointer(Double.self) { t in
          (0..<count).reduce(0) { $0 + kind.value(p[$1] - t[$1]) }
        }
      }
    }
  }

  private func lossGradient(_ kind: PointwiseLoss, _ target: Tensor, times factor: Double)
    -> Tensor
  {
    let count = count
    switch scalarType {
    case .float32:
      return withPointer(Float.self) { p in
        target.withPointer(Float.self) { t in
          Tensor.make(shape, layout: layout) { (to: UnsafeMutablePointer<Float>) in
            nonisolated(unsafe) let (p, t, to) = (p, t, to)
            forChunks(of: count) {
              let i = $0.lowerBound
              kind.gradient($0.count, Float(factor), p + i, t + i, to + i)
            }
          }
        }
      }
    case .float64:
      return withPointer(Double.self) { p in
        target.withPointer(Double.self) { t in
          Tensor.make(shape) { (to: UnsafeMutablePointer<Double>) in
            for i in 0..<count { to[i] = factor * kind.slope(p[i] - t[i]) }
          }
        }
      }
    }
  }
}

extension PointwiseLoss {
  fileprivate func value(_ e: Double) -> Double {
    switch self {
    case .squared: e * e
    case .absolute: abs(e)
    case .huber(let delta): abs(e) <= delta ? e * e / (2 * delta) + delta / 2 : abs(e)
    }
  }

  fileprivate func slope(_ e: Double) -> Double {
    let sign = e > 0 ? 1 : e < 0 ? -1 : e
    return switch self {
    case .squared: 2 * e
    case .absolute: sign
    case .huber(let delta): abs(e) <= delta ? e / delta : sign
    }
  }

  fileprivate func sum(_ n: Int, _ p: UnsafePointer<Float>, _ t: UnsafePointer<Float>) -> Double {
    switch self {
    case .squared: ctk_squared_error(n, 0, p, t)
    case .absolute: ctk_absolute_error(n, 0, p, t)
    case .huber(let delta): ctk_huber_error(n, Float(delta), p, t)
    }
  }

  fileprivate func gradient(
    _ n: Int,
    _ factor: Float,
    _ p: UnsafePointer<Float>,
    _ t: UnsafePointer<Float>,
    _ to: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .squared: ctk_squared_error_gradient(n, 0, factor, p, t, to)
    case .absolute: ctk_absolute_error_gradient(n, 0, factor, p, t, to)
    case .huber(let delta): ctk_huber_error_gradient(n, Float(delta), factor, p, t, to)
    }
  }
}
