/// Moves samples by a number of samples that need not be whole, by eight-point Lagrange interpolation.
struct FractionalShift {
  /// Whole samples, and the weights of samples −3…4 about the place between two samples.
  private let whole: Int
  private let weights: [Double]

  /// A shift by `lag` samples; positive is later.
  init(_ lag: Double) {
    // Sample i of the result stands at i − lag of the source, between samples i − whole and the next.
    let position = -lag
    let floor = position.rounded(.down)
    whole = -Int(floor)
    let fraction = position - floor
    weights =
      fraction == 0
      ? []
      : (-3...4).map { node in
        (-3...4).reduce(1) { product, other in
          other == node
            ? product : product * (fraction - Double(other)) / Double(node - other)
        }
      }
  }

  /// `count` moved samples, the first of which stood at index `start` before.
  ///
  /// - Precondition: the source has the samples that the shift needs, four more at both ends.
  func samples(of source: [Double], from start: Int, count: Int) -> [Double] {
    let first = start - whole
    guard !weights.isEmpty else { return Array(source[first..<first + count]) }
    return (0..<count).map { i in
      var sum = 0.0
      for (offset, weight) in weights.enumerated() {
        sum += weight * source[first + i + offset - 3]
      }
      return sum
    }
  }
}
