/// Convolutions for recurrent cells: off the tape, on tensors in channel blocks, 3 × 3 or any odd kernel with the
/// padding that keeps the size of the image.
///
/// Tensors may be slices of larger ones along the first axis: they share memory.

/// y = w * x + b.
///
/// - Shapes: `x` `[n, ci, h, w]`, `weight` `[co, ci, kh, kw]`, `bias` `[co]`, result `[n, co, h, w]`, all but the
///   weights in channel blocks.
func convolveForward(_ x: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
  let convolution = BlockedConvolution(sameSize: x, weight, samples: x.shape[0])
  let packed = convolution.packed(weight)
  return x.withPointer(Float.self) { from in
    Tensor.make([x.shape[0], weight.shape[0], x.shape[2], x.shape[3]], layout: .channelBlocks) {
      (to: UnsafeMutablePointer<Float>) in
      guard let bias else { return convolution.output(from, weights: packed, to: to) }
      bias.withPointer(Float.self) { bias in
        convolution.output(from, weights: packed, bias: bias, to: to)
      }
    }
  }
}

/// Adds w * x to samples of `y` from `first` on, in place.
func convolveForward(_ x: Tensor, _ weight: Tensor, addingTo y: inout Tensor, first: Int = 0) {
  let convolution = BlockedConvolution(sameSize: x, weight, samples: x.shape[0])
  let packed = convolution.packed(weight)
  let start = first * y.shape[1] * y.shape[2] * y.shape[3]
  precondition(
    y.layout == .channelBlocks && y.shape[1] == weight.shape[0]
      && first + x.shape[0] <= y.shape[0],
    "convolveForward: \(x.shape) convolved with \(weight.shape) does not fit \(y.shape)"
  )
  x.withPointer(Float.self) { from in
    y.withMutablePointer(Float.self) { to in
      convolution.output(from, weights: packed, to: to + start, adding: true)
    }
  }
}

/// The gradient with respect to x of y = w * x from that with respect to y, `[n, co, h, w]`.
func convolveBackwardData(_ dy: Tensor, _ weight: Tensor) -> Tensor {
  var dx = Tensor(
    uninitialized: [dy.shape[0], weight.shape[1], dy.shape[2], dy.shape[3]],
    layout: .channelBlocks
  )
  convolveBackwardData(dy, weight, to: &dx, adding: false)
  return dx
}

/// The same, written or added to samples of `dx` from `first` on, in place.
func convolveBackwardData(
  _ dy: Tensor,
  _ weight: Tensor,
  to dx: inout Tensor,
  first: Int = 0,
  adding: Bool
) {
  let start = first * dx.shape[1] * dx.shape[2] * dx.shape[3]
  precondition(
    dx.layout == .channelBlocks && dx.shape[1] == weight.shape[1]
      && first + dy.shape[0] <= dx.shape[0],
    "convolveBackwardData: \(dy.shape) through \(weight.shape) does not fit \(dx.shape)"
  )
  let convolution = BlockedConvolution(sameSize: dx, weight, samples: dy.shape[0])
  dy.withPointer(Float.self) { from in
    dx.withMutablePointer(Float.self) { to in
      convolution.inputGradient(from, weights: weight, to: to + start, adding: adding)
    }
  }
}

/// The gradient with respect to w of y = w * x, `[co, ci, kh, kw]` row-major, summed over the batch.
func convolveBackwardWeights(_ x: Tensor, _ dy: Tensor, kernel: (Int, Int) = (3, 3)) -> Tensor {
  let weightShape = [dy.shape[1], x.shape[1], kernel.0, kernel.1]
  precondition(
    x.shape[0] == dy.shape[0] && dy.layout == .channelBlocks,
    "convolveBackwardWeights: \(x.shape) and \(dy.shape) do not fit"
  )
  let shape = ConvolutionShape(sameSize: x.shape, weightShape)
  let convolution = BlockedConvolution(shape, samples: x.shape[0])
  return x.withPointer(Float.self) { x in
    dy.withPointer(Float.self) { dy in convolution.weightGradient(x, dy) }
  }
}

/// The gradient with respect to b of y = w * x + b, `[co]`, summed over the batch and all places.
func convolveBackwardBias(_ dy: Tensor) -> Tensor {
  let shape = ConvolutionShape(sameSize: dy.shape, [dy.shape[1], dy.shape[1], 1, 1])
  let convolution = BlockedConvolution(shape, samples: dy.shape[0])
  return dy.withPointer(Float.self) { convolution.biasGradient($0) }
}

extension BlockedConvolution {
  fileprivate init(sameSize x: Tensor, _ weight: Tensor, samples: Int) {
    precondition(
      x.layout == .channelBlocks && weight.rank == 4 && x.shape[1] == weight.shape[1]
        && weight.shape[0] % ChannelSlices.block == 0,
      "convolution: images \(x.shape) in channel blocks and weights \(weight.shape) do not fit"
    )
    self.init(ConvolutionShape(sameSize: x.shape, weight.shape), samples: samples)
  }
}

extension ConvolutionShape {
  fileprivate init(sameSize image: [Int], _ weight: [Int]) {
    self.init(
      inputChannels: weight[1],
      outputChannels: weight[0],
      size: ImageExtent(height: image[2], width: image[3]),
      kernel: ImageExtent(height: weight[2], width: weight[3]),
      padding: ImageExtent(height: weight[2] / 2, width: weight[3] / 2)
    )
  }
}
