import NumericalRuntime
import Tensors

/// How windows are read and multiplied, block by block.
extension LinearForecast {
  /// Y w for several w, frame by frame: [row, 1, 3, …] each.
  func frames(
    _ superpositions: [[Double]],
    _ progress: (Double) throws -> Void
  ) throws -> [Tensor] {
    let first = try columns.targets(0..<1)
    let (count, rows, frames) = (columns.count, superpositions.count, first.shape[1])
    let shape = [rows, 1] + first.shape[2...]
    var sums = [Tensor](repeating: Tensor(zeros: shape), count: frames)
    for block in Self.blocks(count, Self.bytes(first), blockBytes) {
      let known = try columns.targets(block)
      let shares = Tensor(
        superpositions.flatMap { row in row[block].map(Float.init) },
        shape: [rows, block.count]
      )
      for frame in 0..<frames {
        let part = known.sliced(axis: 1, from: frame, to: frame + 1)
        let flat = part.reshaped([block.count, part.count / block.count])
        sums[frame] = sums[frame] + shares.matmul(flat).reshaped(shape)
      }
      try progress(Double(block.upperBound) / Double(count))
    }
    return sums
  }

  /// XᵀX of all weighted windows, block by block.
  static func products(
    _ columns: any TrainingColumns,
    _ weights: Tensor,
    _ blockBytes: Int,
    _ progress: (Double) throws -> Void
  ) throws -> [Double] {
    let count = columns.count
    guard count > 0 else {
      throw ForecastingError.unusableInput(reason: "there is no training window")
    }
    var gram = [Double](repeating: 0, count: count * count)
    let blocks = blocks(count, bytes(try columns.inputs(0..<1)), blockBytes)
    var done = 0
    for (number, block) in blocks.enumerated() {
      let one = weighted(try columns.inputs(block), weights)
      for other in blocks[...number] {
        let two = other == block ? one : weighted(try columns.inputs(other), weights)
        let part = products(one, two)
        for (i, row) in block.enumerated() {
          for (j, column) in other.enumerated() {
            gram[row * count + column] = part[i * other.count + j]
            gram[column * count + row] = part[i * other.count + j]
          }
        }
        done += 1
        try progress(Double(done) / Double(blocks.count * (blocks.count + 1) / 2))
      }
    }
    return gram
  }

  /// All products of windows [a, T, …] with windows [b, T, …], row-major [a, b]; singles within a frame, doubles over
  /// frames.
  static func products(_ one: Tensor, _ two: Tensor) -> [Double] {
    var sums = [Double](repeating: 0, count: one.shape[0] * two.shape[0])
    for frame in 0..<one.shape[1] {
      func flat(_ windows: Tensor) -> Tensor {
        let part = windows.sliced(axis: 1, from: frame, to: frame + 1)
        return part.reshaped([windows.shape[0], part.count / windows.shape[0]])
      }
      let part = flat(one).matmul(flat(two), transposeOther: true).floats
      for i in sums.indices { sums[i] += Double(part[i]) }
    }
    return sums
  }

  static func weighted(_ windows: Tensor, _ weights: Tensor) -> Tensor {
    require(
      Array(windows.shape.suffix(weights.rank)) == weights.shape,
      "LinearForecast: windows \(windows.shape) and weights \(weights.shape)"
    )
    return windows * weights
  }

  /// The sum of squares of each sample.
  static func squares(_ frames: Tensor) -> [Double] {
    frames.squared().sum(axes: Array(1..<frames.rank)).doubles
  }

  static func bytes(_ window: Tensor) -> Int {
    window.count / window.shape[0] * MemoryLayout<Float>.size
  }

  /// Ranges of windows that take no more than so many bytes, one at least.
  static func blocks(_ count: Int, _ bytes: Int, _ limit: Int) -> [Range<Int>] {
    let size = max(1, limit / max(bytes, 1))
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
