import NumericalRuntime

extension Tensor {
  /// The transposed 2-D convolution of images: the linear map that is the transpose of a convolution's.
  ///
  ///     y[n, o, i·stride + p - padding, j·stride + q - padding] += w[c, o, p, q] x[n, c, i, j]
  ///
  /// - Shapes: self `[n, ci, h, w]`, `weight` `[ci, co / groups, kh, kw]`, `bias` `[co]`, result
  ///   `[n, co, (h - 1)·stride - 2·padding + kh + outputPadding, …]`.
  /// - Parameters:
  ///   - weight: the kernel, as of the convolution that this one transposes.
  ///   - bias: one number for each output channel.
  ///   - stride: the distance of neighbouring input pixels in the output.
  ///   - padding: how many rows and columns are cut off at each side.
  ///   - outputPadding: how many rows and columns are added at the end; less than the stride.
  ///   - groups: into how many groups both channels are divided.
  /// - Returns: the images.
  public func transposedConvolution2D(
    _ weight: Tensor,
    bias: Tensor? = nil,
    stride: Int = 1,
    padding: Int = 0,
    outputPadding: Int = 0,
    groups: Int = 1
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      stride: (stride, stride),
      padding: (padding, padding),
      groups
    )
    let shape = ConvolutionShape(transposing: self, weight, bias, geometry, outputPadding)
    let inputs = [self, weight] + (bias.map { [$0] } ?? [])
    guard self.shape[0] > 0 else {
      let image = [shape.inputChannels, shape.size.height, shape.size.width]
      return Self.noImages(image, from: inputs)
    }
    let convolution = ImageConvolution(shape, samples: self.shape[0], like: self)
    let x = convolution.prepared(outputGradient: detached)
    let w = weight.detached.rowMajor
    let wanted = (x: isTracked, weight: weight.isTracked, bias: bias?.isTracked ?? false)
    let kept = wanted.weight ? x : nil
    var y = convolution.inputGradient(x, w)
    if let bias { y.addChannels(bias.detached) }
    return Self.recorded(y, from: inputs) { gradient in
      let dy = convolution.prepared(input: gradient)
      let dx = wanted.x ? convolution.output(dy, w, nil) : nil
      let dw = kept.map { convolution.weightGradient(dy, $0) }
      let db = wanted.bias ? gradient.channelSums() : nil
      return Array([dx, dw, db].prefix(inputs.count))
    }
  }

  /// Adds one number to all places of each channel of images, in place.
  private mutating func addChannels(_ bias: Tensor) {
    if scalarType == .float32 {
      addChannels(bias, Float.self)
    } else {
      addChannels(bias, Double.self)
    }
  }

  private mutating func addChannels<Scalar: TensorScalar>(_ bias: Tensor, _: Scalar.Type) {
    let (planes, channels, area) = (shape[0] * shape[1], shape[1], shape[2] * shape[3])
    let isBlocked = layout == .channelBlocks
    withMutablePointer(Scalar.self) { y in
      bias.withPointer(Scalar.self) { bias in
        nonisolated(unsafe) let (y, bias) = (y, bias)
        if isBlocked {
          parallelFor(planes / 16) { block in
            let start = y + block * 16 * area
            let numbers = bias + block % (channels / 16) * 16
            for place in 0..<area {
              for lane in 0..<16 { start[place * 16 + lane] += numbers[lane] }
            }
          }
        } else {
          parallelFor(planes) { plane in
            let (start, number) = (y + plane * area, bias[plane % channels])
            for place in 0..<area { start[place] += number }
          }
        }
      }
    }
  }

  /// The sums of images [n, c, h, w] over samples and places: `[c]`.
  private func channelSums() -> Tensor {
    let none = ImageExtent(height: 1, width: 1)
    let shape = ConvolutionShape(
      inputChannels: shape[1],
      outputChannels: shape[1],
      size: ImageExtent(height: shape[2], width: shape[3]),
      kernel: none
    )
    let sums = ImageConvolution(shape, samples: self.shape[0], like: self)
    return sums.biasGradient(sums.prepared(outputGradient: detached))
  }
}

extension ConvolutionShape {
  /// The convolution whose transpose is asked for: from the images that come out to those that go in.
  fileprivate init(
    transposing x: Tensor,
    _ weight: Tensor,
    _ bias: Tensor?,
    _ geometry: ConvolutionGeometry,
    _ outputPadding: Int
  ) {
    func sentence() -> String {
      "transposedConvolution2D: input \(x.shape) and weight \(weight.shape)"
    }
    require(x.rank == 4 && weight.rank == 4, sentence() + " must have four axes")
    Tensor.requireOnePrecision("transposedConvolution2D", x, weight)
    require(
      x.shape[1] == weight.shape[0] && weight.shape[0] % geometry.groups == 0
        && x.shape[1] > 0 && weight.shape[1] > 0,
      sentence() + " do not fit with \(geometry.groups) groups"
    )
    let outputs = weight.shape[1] * geometry.groups
    require(
      bias.map { $0.shape == [outputs] } ?? true,
      "transposedConvolution2D: bias \(bias?.shape ?? []) and weight \(weight.shape) do not fit"
    )
    require(
      outputPadding >= 0 && outputPadding < max(geometry.stride.height, geometry.stride.width),
      "transposedConvolution2D: output padding \(outputPadding) is not less than the stride"
    )
    let (stride, padding) = (geometry.stride, geometry.padding)
    let height = (x.shape[2] - 1) * stride.height - 2 * padding.height + weight.shape[2]
    let width = (x.shape[3] - 1) * stride.width - 2 * padding.width + weight.shape[3]
    require(height > 0 && width > 0, sentence() + ": the padding leaves nothing")
    self.init(
      inputChannels: outputs,
      outputChannels: x.shape[1],
      size: ImageExtent(height: height + outputPadding, width: width + outputPadding),
      kernel: ImageExtent(height: weight.shape[2], width: weight.shape[3]),
      stride: stride,
      padding: padding,
      groups: geometry.groups
    )
  }
}
