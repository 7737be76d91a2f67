import CTensorKernels

extension Tensor {
  /// 1 where this tensor is greater than another, else 0; spread like `+`; no gradient flows.
  public func isGreater(than other: Tensor) -> Tensor { PairFunction.greater(self, other) }

  /// 1 where this tensor is greater than a number, else 0; no gradient flows.
  public func isGreater(than number: Double) -> Tensor { PairFunction.greater(self, number) }

  /// 1 where this tensor is less than another, else 0; spread like `+`; no gradient flows.
  public func isLess(than other: Tensor) -> Tensor { PairFunction.greater(other, self) }

  /// 1 where this tensor is less than a number, else 0; no gradient flows.
  public func isLess(than number: Double) -> Tensor { PairFunction.greater(number, self) }

  /// 1 where this tensor equals another, else 0; spread like `+`; no gradient flows.
  public func isEqual(to other: Tensor) -> Tensor { PairFunction.equal(self, other) }

  /// 1 where this tensor equals a number, else 0; no gradient flows.
  public func isEqual(to number: Double) -> Tensor { PairFunction.equal(self, number) }

  /// The numbers of `a` where `mask` is not 0, those of `b` elsewhere; all three are spread like `+`.
  ///
  /// What is not taken has no influence, not even as NaN or through its gradient.
  public static func selected(where mask: Tensor, _ a: Tensor, otherwise b: Tensor) -> Tensor {
    let shape = BroadcastPlan.commonShape(
      "selected",
      BroadcastPlan.commonShape("selected", mask.shape, a.shape),
      b.shape
    )
    let isTaken = mask.detached
    let (x, y) = (a.detached.expanded(to: shape), b.detached.expanded(to: shape))
    let chosen = PairFunction.keep(isTaken, x).merged(PairFunction.drop(isTaken, y))
    let (shapeA, shapeB) = (a.isTracked ? a.shape : nil, b.isTracked ? b.shape : nil)
    return recorded(chosen, from: [a, b]) { g in
      [
        shapeA.map { PairFunction.keep(isTaken, g).summed(to: $0) },
        shapeB.map { PairFunction.drop(isTaken, g).summed(to: $0) },
      ]
    }
  }

  /// The sum with a tensor of the same shape, of which one is zero everywhere.
  private func merged(_ other: Tensor) -> Tensor { PairFunction.add(self, other) }
}

extension PairFunction {
  /// 1 where the first is greater, else 0.
  fileprivate static let greater = PairFunction(
    name: "isGreater",
    kernel: { ctk_greater($0, $1, $2, $3) },
    value: { $0 > $1 ? 1 : 0 }
  )

  /// The second where the first is not 0, else 0.
  fileprivate static let keep = PairFunction(
    name: "selected",
    kernel: { ctk_keep($0, $1, $2, $3) },
    value: { $0 != 0 ? $1 : 0 }
  )

  /// The second where the first is 0, else 0.
  fileprivate static let drop = PairFunction(
    name: "selected",
    kernel: { ctk_drop($0, $1, $2, $3) },
    value: { $0 != 0 ? 0 : $1 }
  )
}
