public import Tensors
public import Testing

/// Expects two tensors of one shape to differ nowhere by more than `tolerance` times the largest entry of `b`.
public func expectClose(
  _ a: Tensor,
  _ b: Tensor,
  within tolerance: Double = 1e-4,
  _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard a.shape == b.shape else {
    Issue.record("shapes \(a.shape) and \(b.shape) differ", sourceLocation: sourceLocation)
    return
  }
  let (x, y) = (a.doubles, b.doubles)
  let scale = y.reduce(0) { max($0, abs($1)) }
  let worst = x.indices.max { abs(x[$0] - y[$0]) < abs(x[$1] - y[$1]) }
  guard let worst else { return }
  let difference = abs(x[worst] - y[worst])
  if !(x + y).allSatisfy(\.isFinite) || difference > tolerance * max(scale, 1e-30) {
    Issue.record(
      """
      \(comment.map { "\($0): " } ?? "")entry \(worst) is \(x[worst]), not \(y[worst]): \
      \(difference / scale) of the largest
      """,
      sourceLocation: sourceLocation
    )
  }
}
