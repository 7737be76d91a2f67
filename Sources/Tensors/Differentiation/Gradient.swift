import NumericalRuntime

/// The value of a scalar function of tensors and its gradient with respect to each.
///
///     let (loss, gradients) = valueAndGradient(at: [w, b]) { p in (x.matmul(p[0]) + p[1]).squared().mean() }
///
/// - Parameters:
///   - inputs: where the gradient is taken.
///   - function: gives a tensor with one number from watched copies of `inputs`.
/// - Returns: the value, off the tape, and one gradient for each input, of its shape; zeros where the value does
///   not depend on it.
public func valueAndGradient(
  at inputs: [Tensor],
  of function: ([Tensor]) throws -> Tensor
) rethrows -> (value: Tensor, gradients: [Tensor]) {
  let (values, gradients) = try valuesAndGradient(at: inputs) {
    [try function($0)]
  } seeds: { values in
    require(
      values[0].count == 1,
      "valueAndGradient: the function must give one number, not shape \(values[0].shape)"
    )
    return [Tensor(ones: values[0].shape, values[0].scalarType)]
  }
  return (values[0], gradients)
}

/// The values of a function and the gradient of Σᵢ ⟨seedᵢ, valueᵢ⟩ with respect to each input.
///
/// `seeds` gives from the values, off the tape, one weight tensor for each, of its shape.
public func valuesAndGradient(
  at inputs: [Tensor],
  of function: ([Tensor]) throws -> [Tensor],
  seeds: ([Tensor]) throws -> [Tensor]
) rethrows -> (values: [Tensor], gradients: [Tensor]) {
  let tape = Tape()
  defer { tape.clear() }
  let watched = inputs.map { tape.watching($0.detached) }
  let outputs = try function(watched)
  let values = outputs.map(\.detached)
  let gradients = tape.gradients(of: watched, seeds: Array(zip(outputs, try seeds(values))))
  return (
    values,
    zip(inputs, gradients).map { input, gradient in
      gradient?.rowMajor ?? Tensor(zeros: input.shape, input.scalarType)
    }
  )
}
