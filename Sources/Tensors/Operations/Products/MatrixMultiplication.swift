import NumericalRuntime

extension Tensor {
  /// The matrix product with another tensor over the last two axes.
  ///
  ///     let scores = queries.matmul(keys, transposeOther: true)   // [b, n, d] · [b, m, d]ᵀ = [b, n, m]
  ///
  /// - Shapes: op(self) `[…, m, k]`, op(other) `[…, k, n]`, result `[…, m, n]`; the axes before the last two
  ///   are broadcast against each other. An operand that is to be transposed is given as `[…, k, m]` or
  ///   `[…, n, k]`; nothing is copied for it.
  public func matmul(
    _ other: Tensor,
    transposeSelf: Bool = false,
    transposeOther: Bool = false
  ) -> Tensor {
    let (a, b) = (rowMajor, other.rowMajor)
    let (x, y) = (a.detached, b.detached)
    let (wantsA, wantsB) = (a.isTracked, b.isTracked)
    let product = BatchedProduct(x, y, transposeSelf, transposeOther)
    return Self.recorded(product.result(), from: [a, b]) { gradient in
      let g = gradient.rowMajor
      let toA =
        transposeSelf
        ? BatchedProduct(y, g, transposeOther, true) : BatchedProduct(g, y, false, !transposeOther)
      let toB =
        transposeOther
        ? BatchedProduct(g, x, true, transposeSelf) : BatchedProduct(x, g, !transposeSelf, false)
      return [
        wantsA ? toA.result(summedTo: x.shape) : nil,
        wantsB ? toB.result(summedTo: y.shape) : nil,
      ]
    }
  }

  /// x Wᵀ + b over the last axis.
  ///
  /// - Shapes: x `[…, in]`, `weight` `[out, in]`, `bias` `[out]`, result `[…, out]`.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    require(
      rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1],
      "linear: input \(shape) and weight \(weight.shape) do not fit"
    )
    let rows = shape.dropLast().reduce(1, *)
    let flat = Self.viewed(rowMajor, as: [rows, weight.shape[1]])
    let product = flat.affine(weight.rowMajor, bias?.rowMajor)
    return Self.viewed(product, as: Array(shape.dropLast()) + [weight.shape[0]])
  }

  /// x Wᵀ + b for x `[rows, in]`.
  private func affine(_ weight: Tensor, _ bias: Tensor?) -> Tensor {
    guard let bias else { return matmul(weight, transposeOther: true) }
    require(
      bias.shape == [weight.shape[0]],
      "linear: bias \(bias.shape) and weight \(weight.shape) do not fit"
    )
    let (x, w, b) = (detached, weight.detached, bias.detached)
    let wanted = (x: isTracked, weight: weight.isTracked, bias: bias.isTracked)
    let output = BatchedProduct(x, w, false, true).result(startingFrom: b)
    return Self.recorded(output, from: [self, weight, bias]) { gradient in
      let g = gradient.rowMajor
      return [
        wanted.x ? BatchedProduct(g, w, false, false).result() : nil,
        wanted.weight ? BatchedProduct(g, x, true, false).result() : nil,
        wanted.bias ? g.columnSums() : nil,
      ]
    }
  }

  /// The same numbers under another shape.
  private static func viewed(_ tensor: Tensor, as shape: [Int]) -> Tensor {
    guard tensor.shape != shape else { return tensor }
    let original = tensor.shape
    let view = Tensor(viewOf: tensor, shape: shape, offset: tensor.offset, layout: .rowMajor)
    return recorded(view, from: [tensor]) { gradient in
      let g = gradient.rowMajor
      return [Tensor(viewOf: g, shape: original, offset: g.offset, layout: .rowMajor)]
    }
  }
}
