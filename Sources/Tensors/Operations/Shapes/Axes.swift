import NumericalRuntime

extension Tensor {
  /// An axis counted from the front; negative ones count from the back.
  func normalizedAxis(_ axis: Int, _ operation: String) -> Int {
    let fromFront = axis < 0 ? axis + max(rank, 1) : axis
    require(
      (0..<max(rank, 1)).contains(fromFront),
      "\(operation): shape \(shape) has no axis \(axis)"
    )
    return fromFront
  }

  /// Different axes counted from the front, in order.
  func normalizedAxes(_ axes: [Int], _ operation: String) -> [Int] {
    let sorted = axes.map { normalizedAxis($0, operation) }.sorted()
    require(
      zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 },
      "\(operation): axes \(axes) of shape \(shape) are not all different"
    )
    return rank == 0 ? [] : sorted
  }

  /// The extents before, at and after an axis, as products.
  func extents(around axis: Int) -> (outer: Int, extent: Int, inner: Int) {
    guard rank > 0 else { return (1, 1, 1) }
    return (
      shape[..<axis].reduce(1, *), shape[axis], shape[(axis + 1)...].reduce(1, *)
    )
  }

  /// The shape that is left when axes are summed over.
  func shape(reducing axes: [Int], keepingDimensions: Bool) -> [Int] {
    let reduced = Set(axes)
    if keepingDimensions { return shape.indices.map { reduced.contains($0) ? 1 : shape[$0] } }
    return shape.indices.filter { !reduced.contains($0) }.map { shape[$0] }
  }
}
