public import Tensors

/// How ground motion in m/s becomes the numbers that a forecaster works on, and back.
///
///     x = v / (s a)
///
/// with s the standard deviation of each component at each grid point over the training events, or at each station of a
/// fixed list, and a, where the shape
/// is scaled by window, the root mean square of v / s over the input of each window. Means of ground velocity over an
/// event are displacements over its duration, far below s: they are left where they are, so that zero stays zero.
public struct ForecasterScaling: Sendable {
  /// s in m/s, [3, h, w].
  public var deviations: Tensor
  /// Whether each window is divided by the root mean square of its input.
  public var isByWindow: Bool

  /// A scaling; deviations are positive.
  public init(deviations: Tensor, isByWindow: Bool) {
    self.deviations = deviations
    self.isByWindow = isByWindow
  }

  /// The scale of each window, [n, 1, 1, 1, 1], or [n, 1, 1, 1] for records of stations.
  ///
  /// - Parameters:
  ///   - input: v / s, [n, T, 3, h, w], or [n, T, 3, stations] with s those of the stations.
  ///   - mask: ones where values count, [n, h, w] or [n, stations]; nil where all do.
  /// - Returns: a, or one for a window without motion.
  public func amplitudes(ofNormalized input: Tensor, mask: Tensor? = nil) -> Tensor {
    let samples = input.shape[0]
    let axes = Array(1..<input.rank)
    let ones = Tensor(ones: [samples] + axes.map { _ in 1 })
    guard isByWindow else { return ones }
    var squares = input.squared()
    var share = ones
    if let mask {
      let wide = mask.reshaped([samples, 1, 1] + mask.shape[1...])
      squares = squares * wide
      share = wide.mean(axes: axes, keepingDimensions: true).maximum(Tensor(1e-9))
    }
    let mean = squares.mean(axes: axes, keepingDimensions: true) / share
    let amplitudes = mean.sqrt()
    return Tensor.selected(
      where: amplitudes.isGreater(than: 0.0),
      amplitudes,
      otherwise: ones
    )
  }
}
