import CTensorKernels
import NumericalRuntime

// What optimisers do to tensors: in place, off the tape, one pass over the memory.

/// The numbers of one step of stochastic gradient descent.
package struct DescentStep: Sendable {
  /// The learning rate.
  package var rate: Double
  /// What is kept of the last moves.
  package var momentum: Double
  /// One less the damping of the gradient.
  package var undamped: Double
  /// The factor of the parameter that is added to its gradient.
  package var decay: Double
  /// Whether the gradient is looked at where momentum leads.
  package var isNesterov: Bool

  package init(
    rate: Double,
    momentum: Double,
    undamped: Double,
    decay: Double,
    isNesterov: Bool
  ) {
    self.rate = rate
    self.momentum = momentum
    self.undamped = undamped
    self.decay = decay
    self.isNesterov = isNesterov
  }
}

/// The numbers of one step of Adam.
package struct AdamStep: Sendable {
  /// The learning rate, divided by the bias 1 − β₁ᵗ of the mean.
  package var rate: Double
  /// The factor of the parameter that is added to its gradient.
  package var decay: Double
  /// What remains of the parameter under decoupled weight decay.
  package var shrink: Double
  /// How much of the mean is kept.
  package var beta1: Double
  /// How much of the mean square is kept.
  package var beta2: Double
  /// 1/√(1 − β₂ᵗ), which undoes the bias of the mean square.
  package var root: Double
  /// What is added to the root of the mean square.
  package var epsilon: Double

  package init(
    rate: Double,
    decay: Double,
    shrink: Double,
    betas: (Double, Double),
    root: Double,
    epsilon: Double
  ) {
    self.rate = rate
    self.decay = decay
    self.shrink = shrink
    (beta1, beta2) = betas
    self.root = root
    self.epsilon = epsilon
  }
}

extension Tensor {
  /// p ← p − rate · (g + decay · p).
  package mutating func descend(_ gradient: Tensor, _ step: DescentStep) {
    let gradient = fitting(gradient, "descend")
    let (count, constants) = (count, step.kernelConstants)
    switch scalarType {
    case .float32:
      withPointers(Float.self, gradient) { p, g in
        nonisolated(unsafe) let (p, g) = (p, g)
        forChunks(of: count) { chunk in
          let i = chunk.lowerBound
          ctk_sgd(chunk.count, constants, g + i, p + i)
        }
      }
    case .float64:
      withPointers(Double.self, gradient) { p, g in
        for i in 0..<count { p[i] -= step.rate * (g[i] + step.decay * p[i]) }
      }
    }
  }

  /// The same with momentum, whose memory is `buffer`.
  package mutating func descend(_ gradient: Tensor, _ step: DescentStep, buffer: inout Tensor) {
    let gradient = fitting(gradient, "descend")
    let (count, constants) = (count, step.kernelConstants)
    switch scalarType {
    case .float32:
      withPointers(Float.self, gradient) { p, g in
        buffer.withMutablePointer(Float.self) { b in
          nonisolated(unsafe) let (p, g, b) = (p, g, b)
          forChunks(of: count) { chunk in
            let i = chunk.lowerBound
            ctk_sgd_momentum(chunk.count, constants, g + i, p + i, b + i)
          }
        }
      }
    case .float64:
      withPointers(Double.self, gradient) { p, g in
        buffer.withMutablePointer(Double.self) { b in
          for i in 0..<count {
            let direction = g[i] + step.decay * p[i]
            b[i] = step.momentum * b[i] + step.undamped * direction
            p[i] -= step.rate * (step.isNesterov ? direction + step.momentum * b[i] : b[i])
          }
        }
      }
    }
  }

  /// One step of Adam with the running mean and mean square of the gradients.
  package mutating func adam(
    _ gradient: Tensor,
    _ step: AdamStep,
    mean: inout Tensor,
    square: inout Tensor
  ) {
    let gradient = fitting(gradient, "adam")
    let (count, constants) = (count, step.kernelConstants)
    switch scalarType {
    case .float32:
      withPointers(Float.self, gradient) { p, g in
        mean.withMutablePointer(Float.self) { m in
          square.withMutablePointer(Float.self) { v in
            nonisolated(unsafe) let (p, g, m, v) = (p, g, m, v)
            forChunks(of: count) { chunk in
              let i = chunk.lowerBound
              ctk_adam(chunk.count, constants, g + i, p + i, m + i, v + i)
            }
          }
        }
      }
    case .float64:
      withPointers(Double.self, gradient) { p, g in
        mean.withMutablePointer(Double.self) { m in
          square.withMutablePointer(Double.self) { v in
            for i in 0..<count { step.apply(g[i], &p[i], &m[i], &v[i]) }
          }
        }
      }
    }
  }

  /// The gradient in row-major order, checked against this tensor.
  private func fitting(_ gradient: Tensor, _ operation: String) -> Tensor {
    require(
      shape == gradient.shape && scalarType == gradient.scalarType && layout == .rowMajor,
      "\(operation): a gradient of shape \(gradient.shape) for a parameter of shape \(shape)"
    )
    return gradient.detached.rowMajor
  }

  @inline(__always)
  private mutating func withPointers<Scalar: TensorScalar>(
    _: Scalar.Type,
    _ other: Tensor,
    _ body: (UnsafeMutablePointer<Scalar>, UnsafePointer<Scalar>) -> Void
  ) {
    withMutablePointer(Scalar.self) { mine in
      other.withPointer(Scalar.self) { theirs in body(mine, theirs) }
    }
  }
}

extension DescentStep {
  fileprivate var kernelConstants: ctk_sgd_constants {
    ctk_sgd_constants(
      rate: Float(rate),
      decay: Float(decay),
      momentum: Float(momentum),
      undamped: Float(undamped),
      nesterov: isNesterov ? 1 : 0
    )
  }
}

extension AdamStep {
  fileprivate var kernelConstants: ctk_adam_constants {
    ctk_adam_constants(
      rate: Float(rate),
      decay: Float(decay),
      shrink: Float(shrink),
      fresh1: Float(1 - beta1),
      keep2: Float(beta2),
      fresh2: Float(1 - beta2),
      root: Float(root),
      epsilon: Float(epsilon)
    )
  }

  fileprivate func apply(_ g: Double, _ p: inout Double, _ m: inout Double, _ v: inout Double) {
    let direction = g + decay * p
    m += (1 - beta1) * (direction - m)
    v = beta2 * v + (1 - beta2) * direction * direction
    p = shrink * p - rate * m / (root * v.squareRoot() + epsilon)
  }
}
