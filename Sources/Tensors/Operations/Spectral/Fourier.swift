import NumericalRuntime

/// Where the factor 1/n of a discrete Fourier transform of n numbers goes.
public enum FourierNorm: Sendable {
  /// To the inverse transform alone.
  case backward
  /// 1/√n to both, which makes the transform orthogonal.
  case ortho
  /// To the forward transform alone.
  case forward

  /// The factor of a forward or an inverse transform of `count` numbers.
  func factor(count: Int, isForward: Bool) -> Double {
    switch self {
    case .backward: isForward ? 1 : 1 / Double(count)
    case .ortho: 1 / Double(count).squareRoot()
    case .forward: isForward ? 1 / Double(count) : 1
    }
  }
}

extension Tensor {
  /// The one-sided spectrum of real numbers over the last axis.
  ///
  ///     X_k = Σ_j x_j exp(−2πi jk/n),   k = 0 … n/2
  ///
  /// - Shapes: `[…, n]` to `[…, n/2 + 1, 2]`, the last axis being (real, imaginary).
  public func rfft(norm: FourierNorm = .backward) -> Tensor {
    require(rank >= 1 && count > 0, "rfft: at least one number is needed, shape \(shape)")
    return analysed(axes: 1, norm: norm)
  }

  /// The real numbers of a one-sided spectrum over the last axis but one; undoes ``rfft(norm:)``.
  ///
  /// The imaginary parts of coefficient 0 and, where n is even, of coefficient n/2 have no effect.
  ///
  /// The spectrum alone does not tell n = `count`; if left out it is 2(k − 1) for k coefficients.
  ///
  /// - Shapes: `[…, n/2 + 1, 2]` to `[…, n]`.
  public func irfft(count n: Int? = nil, norm: FourierNorm = .backward) -> Tensor {
    require(
      rank >= 2 && shape[rank - 1] == 2 && count > 0,
      "irfft: a spectrum [..., n/2 + 1, 2] is needed, not shape \(shape)"
    )
    return synthesised(axes: 1, columns: n, norm: norm)
  }

  /// The one-sided spectrum of real images over the last two axes.
  ///
  /// - Shapes: `[…, h, w]` to `[…, h, w/2 + 1, 2]`; vertical wave numbers 0, 1, …, −1.
  public func rfft2(norm: FourierNorm = .backward) -> Tensor {
    require(rank >= 2 && count > 0, "rfft2: an image is needed, not shape \(shape)")
    return analysed(axes: 2, norm: norm)
  }

  /// The real images of one-sided spectra; undoes ``rfft2(norm:)``.
  ///
  /// The spectrum alone does not tell w = `columns`; if left out it is 2(k − 1) for k columns.
  ///
  /// - Shapes: `[…, h, w/2 + 1, 2]` to `[…, h, w]`.
  public func irfft2(columns: Int? = nil, norm: FourierNorm = .backward) -> Tensor {
    require(
      rank >= 3 && shape[rank - 1] == 2 && count > 0,
      "irfft2: a spectrum [..., h, w/2 + 1, 2] is needed, not shape \(shape)"
    )
    return synthesised(axes: 2, columns: columns, norm: norm)
  }

  private func analysed(axes: Int, norm: FourierNorm) -> Tensor {
    let x = rowMajor
    let transform = SpectralTransform(samples: x.shape, axes: axes)
    let factor = norm.factor(count: transform.sampleCount, isForward: true)
    return Self.recorded(transform.spectrum(of: x.detached, times: factor), from: [x]) { g in
      // dx_j = Σ_k Re(g_k exp(2πi jk/n)) over the one side: halves where the inverse transform counts twice.
      [transform.samples(of: g.rowMajor, times: factor, inner: 0.5)]
    }
  }

  private func synthesised(axes: Int, columns: Int?, norm: FourierNorm) -> Tensor {
    let spectrum = rowMajor
    let given = shape[rank - 2]
    let columns = columns ?? 2 * (given - 1)
    require(
      columns > 0 && columns / 2 + 1 == given,
      "irfft: \(columns) numbers do not have the \(given) coefficients of shape \(shape)"
    )
    let transform = SpectralTransform(samples: shape.dropLast(2) + [columns], axes: axes)
    let factor = norm.factor(count: transform.sampleCount, isForward: false)
    let output = transform.samples(of: spectrum.detached, times: factor, inner: 1)
    return Self.recorded(output, from: [spectrum]) { g in
      [transform.spectrum(of: g.rowMajor, times: factor, inner: 2)]
    }
  }
}
