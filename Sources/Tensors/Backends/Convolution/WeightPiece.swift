/// The weights between some input and some output channels of one group.
struct WeightPiece: Sendable {
  /// Which output and input channels of the group.
  var outputs: Range<Int>
  var inputs: Range<Int>
  /// Their first channels, counted over all groups.
  var firstOutput: Int
  var firstInput: Int

  /// All pieces by group, outputs and inputs.
  static func all(groups: Int, outputs: ChannelSlices, inputs: ChannelSlices) -> [WeightPiece] {
    let (o, i) = (outputs.ranges.last?.upperBound ?? 0, inputs.ranges.last?.upperBound ?? 0)
    return (0..<groups).flatMap { group in
      outputs.ranges.flatMap { rows in
        inputs.ranges.map { columns in
          WeightPiece(
            outputs: rows,
            inputs: columns,
            firstOutput: group * o + rows.lowerBound,
            firstInput: group * i + columns.lowerBound
          )
        }
      }
    }
  }

  /// Where pieces begin that are packed for primitives, at multiples of 64 bytes, and behind them the total.
  static func offsets(_ packers: [ConvolutionPrimitive]) -> [Int] {
    var total = 0
    return [0]
      + packers.map { packer in
        total += (packer.weightCount + 15) / 16 * 16
        return total
      }
  }

  /// Weights [co, ci / groups, kh, kw] with each piece in the layout that its packer wants.
  static func packed(
    _ weights: Tensor,
    _ pieces: [WeightPiece],
    packers: [ConvolutionPrimitive],
    threads: Int
  ) -> Tensor {
    let offsets = offsets(packers)
    let (rowLength, area) = (weights.shape[1], weights.shape[2] * weights.shape[3])
    let largest = pieces.map { $0.outputs.count * $0.inputs.count * area }.max() ?? 0
    return weights.withPointer(Float.self) { plain in
      Tensor.make([offsets[pieces.count]]) { (packed: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (plain, packed) = (plain, packed)
        forEachTask(pieces.count, scratch: largest, threads: threads) { index, dense in
          let piece = pieces[index]
          let run = piece.inputs.count * area
          for row in 0..<piece.outputs.count {
            let start = (piece.firstOutput + row) * rowLength + piece.inputs.lowerBound
            (dense + row * run).update(from: plain + start * area, count: run)
          }
          packers[index].pack(dense, to: packed + offsets[index])
        }
      }
    }
  }

  /// Weights [co, ci, kh, kw] turned by half a turn with inputs and outputs exchanged within each group: those of
  /// the convolution that gives the input's gradient.
  static func reversed(_ weights: Tensor, groups: Int) -> Tensor {
    let (o, i) = (weights.shape[0] / groups, weights.shape[1])
    let area = weights.shape[2] * weights.shape[3]
    return weights.withPointer(Float.self) { from in
      Tensor.make([i * groups, o] + weights.shape[2...]) { (to: UnsafeMutablePointer<Float>) in
        for group in 0..<groups {
          let start = group * o * i * area
          for row in 0..<o {
            for column in 0..<i {
              let source = from + start + (row * i + column) * area
              let target = to + start + (column * o + row) * area
              for tap in 0..<area { target[tap] = source[area - 1 - tap] }
            }
          }
        }
      }
    }
  }
}
