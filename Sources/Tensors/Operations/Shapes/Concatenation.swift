import NumericalRuntime

extension Tensor {
  /// Tensors one after another along an axis; their other extents must agree.
  ///
  /// Blocks of channels stay blocks where they are joined between blocks.
  public static func concatenated(_ parts: [Tensor], axis: Int) -> Tensor {
    require(!parts.isEmpty, "concatenated: there is nothing to join")
    let first = parts[0]
    let axis = first.normalizedAxis(axis, "concatenated")
    require(first.rank > 0, "concatenated: shape [] has no axis; use stacked")
    for part in parts {
      var like = part.shape
      if like.count == first.rank { like[axis] = first.shape[axis] }
      require(
        like == first.shape && part.scalarType == first.scalarType,
        "concatenated: \(first.scalarType) \(first.shape) and \(part.scalarType) \(part.shape)"
          + " do not fit along axis \(axis)"
      )
    }
    guard parts.count > 1 else { return first }
    let extents = parts.map { $0.shape[axis] }
    let whole = joined(parts.map(\.detached), extents: extents, axis: axis)
    let isNeeded = parts.map(\.isTracked)
    return recorded(whole, from: parts) { g in
      let starts = Self.starts(extents)
      return parts.indices.map { index in
        guard isNeeded[index] else { return nil }
        return g.part(axis: axis, from: starts[index], to: starts[index] + extents[index])
      }
    }
  }

  /// Tensors of one shape joined along a new axis; -1 puts it at the end.
  public static func stacked(_ parts: [Tensor], axis: Int = 0) -> Tensor {
    for part in parts {
      require(
        part.shape == parts[0].shape,
        "stacked: shapes \(parts[0].shape) and \(part.shape) differ"
      )
    }
    return concatenated(parts.map { $0.unsqueezed(axis: axis) }, axis: axis)
  }

  /// This tensor cut along an axis into parts of the given extents.
  ///
  /// All parts are one entry on the tape: their gradients are put together once into one tensor, so that taking
  /// all steps of a sequence costs as much as copying it. Parts share memory where each is one run of it.
  public func split(_ extents: [Int], axis: Int) -> [Tensor] {
    let axis = normalizedAxis(axis, "split")
    require(
      rank > 0 && extents.reduce(0, +) == shape[axis] && extents.allSatisfy { $0 >= 0 },
      "split: axis \(axis) of shape \(shape) does not fall into parts of \(extents)"
    )
    let parts = zip(Self.starts(extents), extents).map { start, extent in
      part(axis: axis, from: start, to: start + extent)
    }
    let shapes = parts.map(\.shape)
    let type = scalarType
    return Self.recorded(parts, from: [self]) { gradients in
      let present = zip(gradients, shapes).map { $0 ?? Tensor(zeros: $1, type) }
      return [Self.joined(present, extents: extents, axis: axis)]
    }
  }

  /// This tensor cut along an axis into `count` equal parts, like ``split(_:axis:)``.
  public func chunked(into count: Int, axis: Int) -> [Tensor] {
    let axis = normalizedAxis(axis, "chunked")
    require(
      rank > 0 && count > 0 && shape[axis] % count == 0,
      "chunked: axis \(axis) of shape \(shape) does not fall into \(count) equal parts"
    )
    return split([Int](repeating: shape[axis] / count, count: count), axis: axis)
  }

  /// The parts of this tensor at each index of an axis, without that axis, like ``split(_:axis:)``.
  public func unstacked(axis: Int) -> [Tensor] {
    let axis = normalizedAxis(axis, "unstacked")
    require(rank > 0, "unstacked: shape [] has no axis")
    var shape = shape
    let extent = shape.remove(at: axis)
    return split([Int](repeating: 1, count: extent), axis: axis).map { $0.reshaped(shape) }
  }

  /// Where each of several parts begins.
  private static func starts(_ extents: [Int]) -> [Int] {
    extents.dropLast().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// Tensors one after another along an axis, off the tape.
  private static func joined(_ parts: [Tensor], extents: [Int], axis: Int) -> Tensor {
    var shape = parts[0].shape
    shape[axis] = extents.reduce(0, +)
    let isBlocked =
      parts.contains { $0.layout == .channelBlocks } && (axis == 0 || axis == 1)
      && parts.allSatisfy { $0.shape[1] % 16 == 0 }
    let layout: MemoryLayoutOrder = isBlocked ? .channelBlocks : .rowMajor
    var whole = Tensor(uninitialized: shape, parts[0].scalarType, layout: layout)
    for (start, part) in zip(starts(extents), parts) {
      whole.setPart(axis: axis, from: start, part.inLayout(of: whole))
    }
    return whole
  }
}
