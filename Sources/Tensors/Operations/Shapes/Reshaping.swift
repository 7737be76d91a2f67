import NumericalRuntime

extension Tensor {
  /// The same numbers in row-major order under another shape; one extent may be -1, which is worked out.
  ///
  /// Memory is shared.
  public func reshaped(_ target: [Int]) -> Tensor {
    let newShape = completed(target)
    guard newShape != shape else { return self }
    let oldShape = shape
    let plain = detached.rowMajor
    let view = Tensor(viewOf: plain, shape: newShape, offset: plain.offset, layout: .rowMajor)
    return Self.recorded(view, from: [self]) { [$0.rowMajor.reshaped(oldShape)] }
  }

  /// The axes from `axis` on merged into one.
  public func flattened(from axis: Int = 0) -> Tensor {
    reshaped(Array(shape.prefix(axis)) + [shape.dropFirst(axis).reduce(1, *)])
  }

  /// The same tensor without an axis of extent 1.
  public func squeezed(axis: Int) -> Tensor {
    let axis = normalizedAxis(axis, "squeezed")
    require(shape[axis] == 1, "squeezed: axis \(axis) of shape \(shape) is not 1")
    return reshaped(Array(shape[..<axis] + shape[(axis + 1)...]))
  }

  /// The same tensor with an axis of extent 1 put in at `axis`; -1 puts it at the end.
  public func unsqueezed(axis: Int) -> Tensor {
    let at = axis < 0 ? axis + rank + 1 : axis
    require((0...rank).contains(at), "unsqueezed: shape \(shape) has no place \(axis)")
    return reshaped(Array(shape[..<at]) + [1] + Array(shape[at...]))
  }

  /// This tensor spread over a shape: extents of 1 are repeated, axes may be put in front; the gradient is summed.
  public func expanded(to target: [Int]) -> Tensor {
    guard target != shape else { return self }
    require(
      BroadcastPlan.commonShape("expanded", shape, target) == target,
      "expanded: shape \(shape) does not spread to \(target)"
    )
    let plain = detached.rowMajor
    let own = BroadcastPlan.aligned(shape, to: target.count)
    let steps = zip(own, rowMajorSteps(own)).map { $0 == 1 ? 0 : $1 }
    let ownShape = shape
    return Self.recorded(plain.strided(target, steps: steps), from: [self]) { g in
      [g.summed(to: ownShape)]
    }
  }

  /// The axes in another order: axis `i` of the result is axis `permutation[i]` of this tensor.
  public func transposed(_ permutation: [Int]) -> Tensor {
    let order = permutation.map { normalizedAxis($0, "transposed") }
    require(
      order.sorted() == Array(0..<rank),
      "transposed: \(permutation) is no permutation of the axes of shape \(shape)"
    )
    guard order != Array(0..<rank) else { return self }
    let plain = detached.rowMajor
    let own = rowMajorSteps(shape)
    let result = plain.strided(order.map { shape[$0] }, steps: order.map { own[$0] })
    var inverse = order
    for (new, old) in order.enumerated() { inverse[old] = new }
    return Self.recorded(result, from: [self]) { [$0.rowMajor.transposed(inverse)] }
  }

  /// The last two axes exchanged.
  public func transposed() -> Tensor {
    require(rank >= 2, "transposed: shape \(shape) has no two axes")
    return transposed(Array(0..<(rank - 2)) + [rank - 1, rank - 2])
  }

  /// The order of the elements along some axes turned round.
  public func flipped(axes: [Int]) -> Tensor {
    let axes = normalizedAxes(axes, "flipped")
    guard count > 0 else { return self }
    let plain = detached.rowMajor
    var steps = rowMajorSteps(shape)
    var start = 0
    for axis in axes {
      start += (shape[axis] - 1) * steps[axis]
      steps[axis] = -steps[axis]
    }
    return Self.recorded(plain.strided(shape, steps: steps, start: start), from: [self]) {
      [$0.flipped(axes: axes)]
    }
  }

  /// The target shape with its -1 worked out.
  private func completed(_ target: [Int]) -> [Int] {
    let known = target.filter { $0 != -1 }.reduce(1, *)
    let open = target.filter { $0 == -1 }.count
    let fits = open == 0 ? known == count : open == 1 && known > 0 && count % known == 0
    require(fits, "reshaped: shape \(shape) has no form \(target)")
    return target.map { $0 == -1 ? count / known : $0 }
  }
}
