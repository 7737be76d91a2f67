import NumericalRuntime

extension Tensor {
  /// The 2-D convolution of images (cross-correlation: the kernel is not turned round).
  ///
  ///     y[n, o, i, j] = b[o] + Σ w[o, c, p, q] x[n, c, i·stride + p - padding, j·stride + q - padding]
  ///
  /// with zeros outside the image; with groups, the output channels of a group see its input channels only.
  ///
  /// - Shapes: self `[n, ci, h, w]`, `weight` `[co, ci / groups, kh, kw]`, `bias` `[co]`, result
  ///   `[n, co, (h + 2·padding - kh) / stride + 1, (w + 2·padding - kw) / stride + 1]`.
  /// - Precision: 3 × 3 kernels with stride 1 and padding 1 use Winograd's method where it is there, whose
  ///   rounding errors are about ten times those of plain sums (relative 1e-6).
  public func convolution2D(
    _ weight: Tensor,
    bias: Tensor? = nil,
    stride: Int = 1,
    padding: Int = 0,
    groups: Int = 1
  ) -> Tensor {
    convolved(
      with: weight,
      bias: bias,
      geometry: ConvolutionGeometry(stride: (stride, stride), padding: (padding, padding), groups)
    )
  }

  /// The 2-D convolution with strides and paddings of rows and columns apart.
  public func convolution2D(
    _ weight: Tensor,
    bias: Tensor? = nil,
    strides: (rows: Int, columns: Int),
    paddings: (rows: Int, columns: Int),
    groups: Int = 1
  ) -> Tensor {
    convolved(
      with: weight,
      bias: bias,
      geometry: ConvolutionGeometry(stride: strides, padding: paddings, groups)
    )
  }

  private func convolved(
    with weight: Tensor,
    bias: Tensor?,
    geometry: ConvolutionGeometry
  ) -> Tensor {
    let shape = ConvolutionShape(convolving: self, weight, bias, geometry)
    let inputs = [self, weight] + (bias.map { [$0] } ?? [])
    guard self.shape[0] > 0 else {
      let size = shape.outputSize
      return Self.noImages([shape.outputChannels, size.height, size.width], from: inputs)
    }
    let convolution = ImageConvolution(shape, samples: self.shape[0], like: self)
    let x = convolution.prepared(input: detached)
    let w = weight.detached.rowMajor
    let wanted = (x: isTracked, weight: weight.isTracked, bias: bias?.isTracked ?? false)
    let kept = wanted.weight ? x : nil
    let y = convolution.output(x, w, bias?.detached)
    return Self.recorded(y, from: inputs) { gradient in
      let dy = convolution.prepared(outputGradient: gradient)
      let dx = wanted.x ? convolution.inputGradient(dy, w) : nil
      let dw = kept.map { convolution.weightGradient($0, dy) }
      let db = wanted.bias ? convolution.biasGradient(dy) : nil
      return Array([dx, dw, db].prefix(inputs.count))
    }
  }
}

extension Tensor {
  /// What a convolution makes of an empty batch: a batch [0, …] of images, whose gradients are zeros.
  static func noImages(_ image: [Int], from inputs: [Tensor]) -> Tensor {
    let (shapes, type) = (inputs.map(\.shape), inputs[0].scalarType)
    return recorded(Tensor(zeros: [0] + image, type), from: inputs) { _ in
      shapes.map { Tensor(zeros: $0, type) }
    }
  }
}

/// Strides, paddings and groups of a convolution as the caller gave them.
struct ConvolutionGeometry {
  var stride: ImageExtent
  var padding: ImageExtent
  var groups: Int

  init(stride: (Int, Int), padding: (Int, Int), _ groups: Int) {
    self.stride = ImageExtent(height: stride.0, width: stride.1)
    self.padding = ImageExtent(height: padding.0, width: padding.1)
    self.groups = groups
    require(
      stride.0 > 0 && stride.1 > 0 && padding.0 >= 0 && padding.1 >= 0 && groups > 0,
      "convolution: stride \(stride), padding \(padding) and groups \(groups) make no sense"
    )
  }
}

extension ConvolutionShape {
  /// The shape of a convolution of images; stops with both shapes where they do not fit.
  fileprivate init(
    convolving x: Tensor,
    _ weight: Tensor,
    _ bias: Tensor?,
    _ geometry: ConvolutionGeometry
  ) {
    func sentence() -> String { "convolution2D: input \(x.shape) and weight \(weight.shape)" }
    require(x.rank == 4 && weight.rank == 4, sentence() + " must have four axes")
    Tensor.requireOnePrecision("convolution2D", x, weight)
    require(
      x.shape[1] == weight.shape[1] * geometry.groups && weight.shape[0] % geometry.groups == 0
        && x.shape[1] > 0 && weight.shape[0] > 0,
      sentence() + " do not fit with \(geometry.groups) groups"
    )
    require(
      bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "convolution2D: bias \(bias?.shape ?? []) and weight \(weight.shape) do not fit"
    )
    self.init(
      inputChannels: x.shape[1],
      outputChannels: weight.shape[0],
      size: ImageExtent(height: x.shape[2], width: x.shape[3]),
      kernel: ImageExtent(height: weight.shape[2], width: weight.shape[3]),
      stride: geometry.stride,
      padding: geometry.padding,
      groups: geometry.groups
    )
    require(
      size.height + 2 * padding.height >= kernel.height
        && size.width + 2 * padding.width >= kernel.width,
      sentence() + ": the kernel is larger than the padded image"
    )
  }
}
