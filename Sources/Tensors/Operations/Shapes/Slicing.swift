import NumericalRuntime

extension Tensor {
  /// The part of this tensor from index `from` up to, not including, `to` along an axis.
  ///
  /// Memory is shared where the part is one run of it, that is, where all axes before have extent 1; else it is
  /// copied. The gradient of each slice is as large as this tensor: to take many parts of one tensor, such as the
  /// steps of a sequence, use ``unstacked(axis:)`` or ``chunked(into:axis:)``, whose gradient is put together once.
  public func sliced(axis: Int, from: Int, to: Int) -> Tensor {
    let axis = normalizedAxis(axis, "sliced")
    require(
      rank > 0 && 0 <= from && from <= to && to <= shape[axis],
      "sliced: axis \(axis) of shape \(shape) has no part \(from)..<\(to)"
    )
    guard to - from != shape[axis] else { return self }
    let full = shape
    let type = scalarType
    return Self.recorded(part(axis: axis, from: from, to: to), from: [self]) { g in
      var whole = Tensor(zeros: full, type)
      whole.setPart(axis: axis, from: from, g)
      return [whole]
    }
  }

  /// The part of this tensor with indices of `range` along an axis, like ``sliced(axis:from:to:)``.
  public subscript(axis axis: Int, range: Range<Int>) -> Tensor {
    sliced(axis: axis, from: range.lowerBound, to: range.upperBound)
  }

  /// The part of this tensor with one index along an axis, which disappears.
  public subscript(axis axis: Int, index: Int) -> Tensor {
    sliced(axis: axis, from: index, to: index + 1).squeezed(axis: axis)
  }

  /// A slice off the tape; blocks of channels stay blocks where they are cut between blocks.
  func part(axis: Int, from: Int, to: Int) -> Tensor {
    let x = keepsBlocks(axis: axis, [from, to]) ? detached : detached.rowMajor
    var partShape = shape
    partShape[axis] = to - from
    let (outer, extent, inner) = extents(around: axis)
    if outer == 1 || partShape.contains(0) {
      return Tensor(
        viewOf: x,
        shape: partShape,
        offset: x.offset + (outer == 1 ? from * inner : 0),
        layout: x.layout
      )
    }
    let flat = Tensor(viewOf: x, shape: [x.count], offset: x.offset, layout: .rowMajor)
    let copy = flat.strided(
      [outer, (to - from) * inner],
      steps: [extent * inner, 1],
      start: from * inner
    )
    return Tensor(viewOf: copy, shape: partShape, offset: copy.offset, layout: x.layout)
  }

  /// Writes a part from an index on along an axis, off the tape; both must be in compatible layouts.
  mutating func setPart(axis: Int, from: Int, _ part: Tensor) {
    guard part.count > 0 else { return }
    let (outer, extent, inner) = extents(around: axis)
    let run = part.shape[axis] * inner
    let source = layout == .rowMajor ? part.detached.rowMajor : part.detached
    let flat = Tensor(
      viewOf: source,
      shape: [outer, run],
      offset: source.offset,
      layout: .rowMajor
    )
    write(flat, steps: [extent * inner, 1], start: from * inner)
  }

  /// Whether cutting along an axis at some indices leaves whole blocks of channels.
  func keepsBlocks(axis: Int, _ cuts: [Int]) -> Bool {
    layout == .rowMajor || axis == 0 || (axis == 1 && cuts.allSatisfy { $0 % 16 == 0 })
  }
}
