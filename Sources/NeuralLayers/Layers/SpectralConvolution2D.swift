public import NumericalRuntime
public import Tensors

/// A periodic convolution that is learned as its lowest wave numbers: the layer of the Fourier neural operator.
///
///     let layer = SpectralConvolution2D(inputs: 64, outputs: 64, modes: (32, 32), using: &generator)
///     let y = layer(x)    // [n, 64, h, w] → [n, 64, h, w]
///
/// With m vertical and n horizontal modes, coefficients of the rows 0 … m−1 and −m … −1 and the columns 0 … n−1 of
/// the orthonormal real transform are each mixed over the channels by a complex matrix of their own.
///
/// Parameters: `weights1` (rows from 0) and `weights2` (rows up to −1), complex numbers as pairs. In checkpoints
/// they are [inputs, outputs, m, n, 2]; here modes are outermost, [m, n, inputs, outputs, 2], so that each
/// matrix is one run of memory. They begin uniform over 0 … 1/(inputs · outputs), both parts, as published.
///
/// - Reference: Li et al. (2021), Fourier neural operator for parametric partial differential equations, ICLR.
public struct SpectralConvolution2D: Module {
  /// The matrices of the rows 0 … m−1, [m, n, inputs, outputs, 2].
  public var lowWeights: Tensor
  /// The matrices of the rows −m … −1, [m, n, inputs, outputs, 2].
  public var highWeights: Tensor

  /// A layer with random parameters.
  public init(
    inputs: Int,
    outputs: Int,
    modes: (rows: Int, columns: Int),
    using generator: inout SeededGenerator
  ) {
    let shape = [modes.rows, modes.columns, inputs, outputs, 2]
    let range = 0..<(1 / Double(inputs * outputs))
    lowWeights = Tensor(uniform: shape, in: range, using: &generator)
    highWeights = Tensor(uniform: shape, in: range, using: &generator)
  }

  /// The convolution of `x` [n, inputs, h, w], added to `other` [n, outputs, h, w] at no further cost.
  public func callAsFunction(_ x: Tensor, adding other: Tensor? = nil) -> Tensor {
    x.spectralConvolution2D(lowWeights, highWeights, adding: other)
  }

  /// Names and shapes as in the published code.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weights1", &lowWeights, storedAs: Self.published)
    walk.parameter("weights2", &highWeights, storedAs: Self.published)
  }

  private static let published = PublishedForm(
    publish: { $0.transposed([2, 3, 0, 1, 4]) },
    hold: { $0.transposed([2, 3, 0, 1, 4]) }
  )
}
