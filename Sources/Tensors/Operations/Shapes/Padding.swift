import NumericalRuntime

/// What stands around a tensor after ``Tensor/padded(_:_:)``.
public enum PaddingMode: Hashable, Sendable {
  /// The same number everywhere.
  case constant(Double)
  /// The mirror image, whose mirror is the outermost element: 3 2 | 1 2 3 | 2 1.
  case reflect
  /// The outermost element: 1 1 | 1 2 3 | 3 3.
  case replicate
  /// The elements of the other end: 2 3 | 1 2 3 | 1 2.
  case circular
}

extension Tensor {
  /// This tensor with elements put before and after those along its last `amounts.count` axes, in their order.
  public func padded(_ mode: PaddingMode, _ amounts: [(before: Int, after: Int)]) -> Tensor {
    require(
      amounts.count <= rank && amounts.allSatisfy { $0.before >= 0 && $0.after >= 0 },
      "padded: amounts \(amounts) do not fit shape \(shape)"
    )
    let firstAxis = rank - amounts.count
    if case .constant(let number) = mode { return padded(with: number, amounts, firstAxis) }
    return amounts.indices.reduce(self) { padded, index in
      let (before, after) = amounts[index]
      guard before + after > 0 else { return padded }
      let extent = shape[firstAxis + index]
      let limit = mode == .reflect ? extent - 1 : mode == .circular ? extent : Int.max
      require(
        before <= limit && after <= limit && extent > 0,
        "padded: \(mode) by (\(before), \(after)) needs more than axis \(firstAxis + index)"
          + " of shape \(shape) has"
      )
      let places = (-before..<(extent + after)).map { mode.place($0, extent: extent) }
      return AxisMix(places: places, extent: extent)(padded, axis: firstAxis + index)
    }
  }

  private func padded(
    with number: Double,
    _ amounts: [(before: Int, after: Int)],
    _ firstAxis: Int
  ) -> Tensor {
    var target = shape
    for (index, amount) in amounts.enumerated() {
      target[firstAxis + index] += amount.before + amount.after
    }
    guard target != shape else { return self }
    let steps = rowMajorSteps(target)
    let start = zip(amounts, steps[firstAxis...]).reduce(0) { $0 + $1.0.before * $1.1 }
    var whole = Tensor(filling: target, with: number, scalarType)
    whole.write(detached.rowMajor, steps: steps, start: start)
    let inside = shape
    return Self.recorded(whole, from: [self]) { g in
      [g.rowMajor.strided(inside, steps: steps, start: start)]
    }
  }
}

extension PaddingMode {
  /// Which of `extent` elements stands at a place that may lie outside.
  fileprivate func place(_ index: Int, extent: Int) -> Int {
    switch self {
    case .constant: return index
    case .reflect: return index < 0 ? -index : index < extent ? index : 2 * (extent - 1) - index
    case .replicate: return min(max(index, 0), extent - 1)
    case .circular: return (index + extent) % extent
    }
  }
}
