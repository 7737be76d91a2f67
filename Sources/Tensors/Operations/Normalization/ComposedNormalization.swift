// Normalisation put together from other operations: what double precision uses, and the check of the fused one.

extension Tensor {
  /// Mean and variance of each group, with every axis kept.
  func composedMoments(_ grouping: NormalizationPieces.Grouping) -> (
    mean: Tensor, variance: Tensor
  ) {
    let axes = (grouping == .channel ? [0] : []) + Array(2..<rank)
    let mean = mean(axes: axes, keepingDimensions: true)
    return (mean, (self - mean).squared().mean(axes: axes, keepingDimensions: true))
  }

  /// (x − mean) / √(variance + ε) · scale + shift; statistics and parameters may be [c].
  func composed(
    _ grouping: NormalizationPieces.Grouping,
    _ statistics: (mean: Tensor, variance: Tensor),
    _ scale: Tensor?,
    _ shift: Tensor?,
    _ epsilon: Double
  ) -> Tensor {
    let perChannel = [1, shape[1]] + [Int](repeating: 1, count: rank - 2)
    func spread(_ tensor: Tensor) -> Tensor {
      tensor.rank == rank ? tensor : tensor.reshaped(perChannel)
    }
    var y = (self - spread(statistics.mean)) / (spread(statistics.variance) + epsilon).sqrt()
    if let scale { y = y * spread(scale) }
    if let shift { y = y + spread(shift) }
    return y
  }
}
