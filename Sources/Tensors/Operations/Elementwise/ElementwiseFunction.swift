/// A function of one number with its gradient, in both precisions.
struct ElementwiseFunction: Sendable {
  /// What the gradient is worked out from.
  enum Kept { case input, output }

  /// The number of numbers, x, and where f(x) goes.
  typealias Kernel = @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  /// The number of numbers, x or f(x) as `kept` says, the gradient of f(x), and where that of x goes.
  typealias GradientKernel =
    @Sendable (
      Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void

  var kept: Kept
  var kernel: Kernel
  var gradientKernel: GradientKernel
  var value: @Sendable (Double) -> Double
  /// From x or f(x) and the gradient of f(x) to that of x.
  var gradient: @Sendable (_ kept: Double, _ gradient: Double) -> Double
}

extension Tensor {
  /// A function of every number, on the tape.
  func mapped(_ function: ElementwiseFunction) -> Tensor {
    let x = detached
    let y = function.value(of: x)
    let kept = function.kept == .input ? x : y
    return Self.recorded(y, from: [self]) { g in
      [function.gradient(of: kept, g.inLayout(of: kept))]
    }
  }
}

extension ElementwiseFunction {
  fileprivate func value(of x: Tensor) -> Tensor {
    let count = x.count
    switch x.scalarType {
    case .float32:
      return Tensor.make(x.shape, layout: x.layout) { (y: UnsafeMutablePointer<Float>) in
        x.withPointer(Float.self) { x in
          nonisolated(unsafe) let (x, y) = (x, y)
          forChunks(of: count) { kernel($0.count, x + $0.lowerBound, y + $0.lowerBound) }
        }
      }
    case .float64:
      return Tensor.make(x.shape) { (y: UnsafeMutablePointer<Double>) in
        x.withPointer(Double.self) { x in for i in 0..<count { y[i] = value(x[i]) } }
      }
    }
  }

  fileprivate func gradient(of kept: Tensor, _ g: Tensor) -> Tensor {
    let count = kept.count
    switch kept.scalarType {
    case .float32:
      return Tensor.make(kept.shape, layout: kept.layout) { (dx: UnsafeMutablePointer<Float>) in
        kept.withPointer(Float.self) { kept in
          g.withPointer(Float.self) { g in
            nonisolated(unsafe) let (kept, g, dx) = (kept, g, dx)
            forChunks(of: count) {
              let i = $0.lowerBound
              gradientKernel($0.count, kept + i, g + i, dx + i)
            }
          }
        }
      }
    case .float64:
      return Tensor.make(kept.shape) { (dx: UnsafeMutablePointer<Double>) in
        kept.withPointer(Double.self) { kept in
          g.withPointer(Double.self) { g in
            for i in 0..<count { dx[i] = gradient(kept[i], g[i]) }
          }
        }
      }
    }
  }
}
