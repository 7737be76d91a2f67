import NumericalRuntime

extension Tensor {
  /// The sum of all numbers, of shape `[]`; 0 if there are none.
  public func sum() -> Tensor { sum(axes: Array(0..<rank)) }

  /// The sum over some axes, which disappear, or keep the extent 1 if `keepingDimensions`.
  ///
  /// Single precision is summed in blocks whose partial sums are gathered, in an order that depends on the shape
  /// only.
  public func sum(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    let axes = normalizedAxes(axes, "sum")
    let kept = shape(reducing: axes, keepingDimensions: true)
    let result = keepingDimensions ? kept : shape(reducing: axes, keepingDimensions: false)
    let full = shape
    let total = detached.summed(over: axes).reshaped(result)
    return Self.recorded(total, from: [self]) { g in
      [g.rowMajor.reshaped(kept).expanded(to: full)]
    }
  }

  /// The mean of all numbers, of shape `[]`; NaN if there are none.
  public func mean() -> Tensor { mean(axes: Array(0..<rank)) }

  /// The mean over some axes, which disappear, or keep the extent 1 if `keepingDimensions`.
  public func mean(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    let number = normalizedAxes(axes, "mean").reduce(1) { $0 * shape[$1] }
    return sum(axes: axes, keepingDimensions: keepingDimensions) / Double(number)
  }

  /// The variance of all numbers, of shape `[]`.
  public func variance(correction: Int = 0) -> Tensor {
    variance(axes: Array(0..<rank), correction: correction)
  }

  /// The variance over some axes: Σ (x - mean)² / (n - correction), so that a correction of 1 is unbiased.
  public func variance(
    axes: [Int],
    keepingDimensions: Bool = false,
    correction: Int = 0
  ) -> Tensor {
    let axes = normalizedAxes(axes, "variance")
    let number = axes.reduce(1) { $0 * shape[$1] }
    let kept = shape(reducing: axes, keepingDimensions: true)
    let x = detached
    let deviation = x - x.mean(axes: axes, keepingDimensions: true)
    let freedom = Double(number - correction)
    let result = shape(reducing: axes, keepingDimensions: keepingDimensions)
    let value = deviation.squared().sum(axes: axes).reshaped(result) / freedom
    return Self.recorded(value, from: [self]) { g in
      [deviation * (g.rowMajor.reshaped(kept) * (2 / freedom))]
    }
  }

  /// The largest number over some axes; the gradient is shared evenly among equal largest ones.
  public func maximum(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    extreme(axes, keepingDimensions, "maximum") { $0.maximum($1) }
  }

  /// The smallest number over some axes; the gradient is shared evenly among equal smallest ones.
  public func minimum(axes: [Int], keepingDimensions: Bool = false) -> Tensor {
    extreme(axes, keepingDimensions, "minimum") { $0.minimum($1) }
  }

  /// Halves each axis until one element is left, by the elementwise function `fold`.
  private func extreme(
    _ axes: [Int],
    _ keepingDimensions: Bool,
    _ name: String,
    _ fold: (Tensor, Tensor) -> Tensor
  ) -> Tensor {
    let axes = normalizedAxes(axes, name)
    let kept = shape(reducing: axes, keepingDimensions: true)
    let x = detached.rowMajor
    var best = x
    for axis in axes {
      require(shape[axis] > 0, "\(name): axis \(axis) of shape \(shape) is empty")
      while best.shape[axis] > 1 {
        let (extent, half) = (best.shape[axis], (best.shape[axis] + 1) / 2)
        best = fold(
          best.sliced(axis: axis, from: 0, to: half),
          best.sliced(axis: axis, from: extent - half, to: extent)
        )
      }
    }
    let result = shape(reducing: axes, keepingDimensions: keepingDimensions)
    return Self.recorded(best.reshaped(result), from: [self]) { g in
      let mask = PairFunction.equal(x, best)
      return [mask * (g.rowMajor.reshaped(kept) / mask.sum(axes: axes, keepingDimensions: true))]
    }
  }
}
