import CTensorKernels
import NumericalRuntime

/// How two operands are walked through together to fill a result of their common shape.
///
/// Shapes are aligned at their last axes; an extent of 1 is spread over the other's. Axes that both operands walk
/// through in the same way are merged, so that most pairs come down to one or two.
struct BroadcastPlan {
  /// A merged axis: its extent, and the step of each operand along it, 0 where it stands still.
  struct Axis {
    var extent: Int
    var a: Int
    var b: Int
  }

  /// The common shape.
  let shape: [Int]
  /// How the result lies in memory.
  let layout: Tensor.MemoryLayoutOrder
  /// The operands in the layouts that the steps are for, off the tape.
  let a: Tensor
  let b: Tensor
  /// Slowest first; never empty.
  private(set) var axes: [Axis] = []

  init(_ operation: String, _ a: Tensor, _ b: Tensor) {
    require(
      a.scalarType == b.scalarType,
      "\(operation): \(a.scalarType) and \(b.scalarType) do not mix; cast one of them"
    )
    let shape = Self.commonShape(operation, a.shape, b.shape)
    let isBlocked = [a, b].contains { $0.layout == .channelBlocks && $0.shape == shape }
    self.shape = shape
    layout = isBlocked ? .channelBlocks : .rowMajor
    self.a = Self.prepared(a.detached, in: shape, layout)
    self.b = Self.prepared(b.detached, in: shape, layout)
    let extents = layout == .rowMajor ? shape : [shape[0], shape[1] / 16, shape[2], shape[3], 16]
    let stepsOfA = Self.steps(self.a.shape, in: shape, layout)
    let stepsOfB = Self.steps(self.b.shape, in: shape, layout)
    for i in extents.indices {
      append(Axis(extent: extents[i], a: stepsOfA[i], b: stepsOfB[i]))
    }
    if axes.isEmpty { axes = [Axis(extent: 1, a: 0, b: 0)] }
  }

  /// The shape that both spread to.
  static func commonShape(_ operation: String, _ a: [Int], _ b: [Int]) -> [Int] {
    let rank = max(a.count, b.count)
    let (p, q) = (aligned(a, to: rank), aligned(b, to: rank))
    return zip(p, q).map { x, y in
      require(
        x == y || x == 1 || y == 1,
        "\(operation): shapes \(a) and \(b) do not fit together"
      )
      return x == 1 ? y : x
    }
  }

  /// The shape with leading ones up to a rank.
  static func aligned(_ shape: [Int], to rank: Int) -> [Int] {
    [Int](repeating: 1, count: max(0, rank - shape.count)) + shape
  }

  private static func prepared(
    _ operand: Tensor,
    in shape: [Int],
    _ layout: Tensor.MemoryLayoutOrder
  ) -> Tensor {
    guard layout == .channelBlocks else { return operand.rowMajor }
    let own = aligned(operand.shape, to: 4)
    guard own[1] == shape[1], own[2] * own[3] > 1 else { return operand.rowMajor.reshaped(own) }
    return operand.shape.count == 4
      ? operand.channelBlocks : operand.rowMajor.reshaped(own).channelBlocks
  }

  /// The steps in memory along each axis of the result, 0 where the operand has but one element.
  private static func steps(
    _ own: [Int],
    in shape: [Int],
    _ layout: Tensor.MemoryLayoutOrder
  ) -> [Int] {
    let extents = aligned(own, to: shape.count)
    let dense = rowMajorSteps(extents)
    guard layout == .channelBlocks else {
      return zip(extents, dense).map { $0 == 1 ? 0 : $1 }
    }
    let image = extents[2] * extents[3]
    let steps =
      extents[1] == 1
      ? [dense[0], 0, dense[2], dense[3], 0]
      : [dense[0], image * 16, extents[3] * 16, 16, 1]
    let isStill = [extents[0] == 1, false, extents[2] == 1, extents[3] == 1, false]
    return zip(isStill, steps).map { $0 ? 0 : $1 }
  }

  private mutating func append(_ axis: Axis) {
    guard axis.extent != 1 else { return }
    guard let last = axes.last, last.a == axis.a * axis.extent, last.b == axis.b * axis.extent
    else {
      axes.append(axis)
      return
    }
    axes[axes.count - 1] = Axis(extent: last.extent * axis.extent, a: axis.a, b: axis.b)
  }
}

/// The steps in memory of a dense row-major array.
func rowMajorSteps(_ shape: [Int]) -> [Int] {
  var steps = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    steps[axis] = steps[axis + 1] * shape[axis + 1]
  }
  return steps
}

extension BroadcastPlan {
  /// Works on rows of pairs: steps, both operands and the result.
  typealias RowKernel<Scalar> =
    @Sendable (
      ctk_rows, UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>
    ) -> Void

  /// The result of `kernel` on all rows, shared among threads.
  @inline(__always)
  func result<Scalar: TensorScalar>(_ kernel: RowKernel<Scalar>) -> Tensor {
    Tensor.make(shape, layout: layout) { (y: UnsafeMutablePointer<Scalar>) in
      a.withPointer(Scalar.self) { a in
        b.withPointer(Scalar.self) { b in
          run(Operands(a: a, b: b, y: y), kernel)
        }
      }
    }
  }

  /// Where both operands and the result begin.
  struct Operands<Scalar>: @unchecked Sendable {
    var a: UnsafePointer<Scalar>
    var b: UnsafePointer<Scalar>
    var y: UnsafeMutablePointer<Scalar>
  }

  private func run<Scalar>(_ operands: Operands<Scalar>, _ kernel: RowKernel<Scalar>) {
    let inner = axes.dropFirst().reduce(1) { $0 * $1.extent }
    guard inner > 0 else { return }
    let first = axes[0]
    forChunks(of: first.extent, size: max(1, (1 << 15) / inner)) { part in
      let start = part.lowerBound
      var piece = operands
      piece.a += start * first.a
      piece.b += start * first.b
      piece.y += start * inner
      walk(piece, axis: 0, extent: part.count, size: inner * part.count, kernel)
    }
  }

  /// Runs the kernel over `extent` elements of an axis and all of those after it, `size` numbers in all.
  private func walk<Scalar>(
    _ operands: Operands<Scalar>,
    axis: Int,
    extent: Int,
    size: Int,
    _ kernel: RowKernel<Scalar>
  ) {
    let step = axes[axis]
    if axis == axes.count - 1 {
      let rows = ctk_rows(
        rows: 1,
        n: extent,
        a_row: 0,
        a_column: step.a,
        b_row: 0,
        b_column: step.b
      )
      kernel(rows, operands.a, operands.b, operands.y)
    } else if axis == axes.count - 2 {
      let last = axes[axis + 1]
      let rows = ctk_rows(
        rows: extent,
        n: last.extent,
        a_row: step.a,
        a_column: last.a,
        b_row: step.b,
        b_column: last.b
      )
      kernel(rows, operands.a, operands.b, operands.y)
    } else {
      let inner = size / extent
      var piece = operands
      for _ in 0..<extent {
        walk(piece, axis: axis + 1, extent: axes[axis + 1].extent, size: inner, kernel)
        piece.a += step.a
        piece.b += step.b
        piece.y += inner
      }
    }
  }
}
