import NumericalRuntime

extension Tensor {
  /// The results of a function of a few leading rows at a time, joined along the first axis; off the tape.
  ///
  /// For applying a trained model to more than fits in memory at once: only one group's intermediate results
  /// exist at a time, and the joined result is written as it comes.
  ///
  /// - Parameters:
  ///   - size: how many rows (indices of the first axis) a group holds; the last may hold fewer.
  ///   - function: gives as many rows as it gets, of one shape for all groups.
  /// - Returns: what the function of the whole tensor gives, if each row's result depends on that row alone.
  public func mapped(inGroupsOf size: Int, _ function: (Tensor) -> Tensor) -> Tensor {
    require(rank > 0 && shape[0] > 0 && size > 0, "mapped: shape \(shape) in groups of \(size)")
    var whole: Tensor?
    for first in stride(from: 0, to: shape[0], by: size) {
      let rows = min(size, shape[0] - first)
      let part = function(detached.rows(first, rows)).detached.rowMajor
      let shape = [self.shape[0]] + part.shape.dropFirst()
      let result = whole ?? Tensor(uninitialized: shape, part.scalarType)
      require(
        part.shape == [rows] + result.shape.dropFirst() && part.scalarType == result.scalarType,
        "mapped: the function gave shape \(part.shape) for \(rows) rows of \(result.shape)"
      )
      result.write(part, row: first)
      whole = result
    }
    return whole ?? self
  }

  /// Consecutive indices of the first axis, without a copy, off the tape and in the same layout.
  func rows(_ first: Int, _ count: Int) -> Tensor {
    let row = shape.dropFirst().reduce(1, *)
    return Tensor(
      viewOf: self,
      shape: [count] + shape.dropFirst(),
      offset: offset + first * row,
      layout: layout
    )
  }

  /// Copies a tensor of the same layout to rows of this one, whose memory the caller alone owns.
  func write(_ part: Tensor, row: Int) {
    require(
      part.layout == layout && part.scalarType == scalarType,
      "write: one layout and precision"
    )
    let width = scalarType.byteCount
    let target = UnsafeMutableRawPointer(mutating: rawBase) + row * (count / shape[0]) * width
    target.copyMemory(from: part.rawBase, byteCount: part.count * width)
    withExtendedLifetime((self, part)) {}
  }

  private var rawBase: UnsafeRawPointer {
    scalarType == .float32
      ? UnsafeRawPointer(unsafeBase(Float.self)) : UnsafeRawPointer(unsafeBase(Double.self))
  }
}
