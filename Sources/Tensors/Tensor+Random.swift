public import NumericalRuntime

extension Tensor {
  /// Independent numbers of the uniform distribution over a range.
  ///
  /// Takes one position of the generator for each number; the same numbers whatever the number of threads.
  public init(
    uniform shape: [Int],
    in range: Range<Double> = 0..<1,
    _ scalarType: ScalarType = .float32,
    using generator: inout SeededGenerator
  ) {
    let (low, width) = (range.lowerBound, range.upperBound - range.lowerBound)
    self.init(shape, scalarType, positions: 1, using: &generator) { low + width * $0.uniform() }
  }

  /// Independent numbers of a normal distribution.
  ///
  /// Takes two positions of the generator for each number; the same numbers whatever the number of threads.
  public init(
    normal shape: [Int],
    mean: Double = 0,
    deviation: Double = 1,
    _ scalarType: ScalarType = .float32,
    using generator: inout SeededGenerator
  ) {
    self.init(shape, scalarType, positions: 2, using: &generator) {
      mean + deviation * $0.gaussian()
    }
  }

  /// Number i is `draw` of the generator advanced by i times `positions`.
  private init(
    _ shape: [Int],
    _ scalarType: ScalarType,
    positions: UInt64,
    using generator: inout SeededGenerator,
    draw: @Sendable (inout SeededGenerator) -> Double
  ) {
    let start = generator
    switch scalarType {
    case .float32:
      self = Tensor.make(shape) { (to: UnsafeMutablePointer<Float>) in
        Self.fill(to, shape, start, positions: positions, draw)
      }
    case .float64:
      self = Tensor.make(shape) { (to: UnsafeMutablePointer<Double>) in
        Self.fill(to, shape, start, positions: positions, draw)
      }
    }
    generator.position &+= positions * UInt64(count)
  }

  private static func fill<Scalar: TensorScalar>(
    _ numbers: UnsafeMutablePointer<Scalar>,
    _ shape: [Int],
    _ start: SeededGenerator,
    positions: UInt64,
    _ draw: @Sendable (inout SeededGenerator) -> Double
  ) {
    nonisolated(unsafe) let numbers = numbers
    forChunks(of: shape.reduce(1, *), size: 1 << 12) { range in
      var generator = start
      generator.position &+= positions * UInt64(range.lowerBound)
      for i in range { numbers[i] = Scalar(draw(&generator)) }
    }
  }
}

extension Tensor {
  /// Zeros with probability `rate`, else 1 / (1 − rate); takes one position of the generator for each.
  package init(
    dropoutMask shape: [Int],
    rate: Double,
    _ scalarType: ScalarType,
    using generator: inout SeededGenerator
  ) {
    let kept = 1 / (1 - rate)
    self.init(shape, scalarType, positions: 1, using: &generator) {
      $0.uniform() < rate ? 0 : kept
    }
  }
}
