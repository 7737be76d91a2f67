public import Tensors

/// A limit that gradients are brought below before a step.
public enum GradientClipping: Hashable, Sendable {
  /// All gradients together are scaled so that their Euclidean norm is at most this (PyTorch's `clip_grad_norm_`).
  case norm(Double)
  /// Every number is brought into -limit...limit (PyTorch's `clip_grad_value_`).
  case value(Double)

  /// Applies the limit in place and returns the Euclidean norm that the gradients had.
  @discardableResult
  public func apply(to gradients: inout [Tensor]) -> Double {
    let norm = euclideanNorm(of: gradients)
    switch self {
    case .norm(let limit):
      let factor = limit / (norm + 1e-6)
      if factor < 1 {
        for index in gradients.indices { gradients[index].scale(by: factor) }
      }
    case .value(let limit):
      for index in gradients.indices { gradients[index].clampInPlace(to: limit) }
    }
    return norm
  }
}

/// The Euclidean norm of all numbers of all tensors together.
public func euclideanNorm(of tensors: [Tensor]) -> Double {
  tensors.reduce(0) { $0 + $1.dot($1) }.squareRoot()
}
