/// A convolution of stride 1 that keeps the extents, with one weight for many time steps; off the tape.
///
/// Inputs may be slices of larger tensors along the first axis. Results come in the layout of what they are made
/// from.
struct RecurrentConvolution: Sendable {
  /// [outputs, inputs, kh, kw] with odd kh and kw.
  let weight: Tensor
  /// [outputs].
  let bias: Tensor

  /// weight * x + bias.
  func applied(to x: Tensor) -> Tensor {
    let convolution = convolution(of: x)
    return convolution.output(convolution.prepared(input: x), weight, bias).inLayout(of: x)
  }

  /// The gradient with respect to x from that of the result.
  func inputGradient(_ gradient: Tensor) -> Tensor {
    let convolution = convolution(of: gradient)
    let prepared = convolution.prepared(outputGradient: gradient)
    return convolution.inputGradient(prepared, weight).inLayout(of: gradient)
  }

  /// The gradients with respect to weight and bias from x and the gradient of the result, summed over samples.
  func weightGradient(_ x: Tensor, _ gradient: Tensor) -> (weight: Tensor, bias: Tensor) {
    let convolution = convolution(of: x)
    let prepared = convolution.prepared(outputGradient: gradient)
    return (
      convolution.weightGradient(convolution.prepared(input: x), prepared),
      convolution.biasGradient(prepared)
    )
  }

  private func convolution(of images: Tensor) -> ImageConvolution {
    let kernel = ImageExtent(height: weight.shape[2], width: weight.shape[3])
    let shape = ConvolutionShape(
      inputChannels: weight.shape[1],
      outputChannels: weight.shape[0],
      size: ImageExtent(height: images.shape[2], width: images.shape[3]),
      kernel: kernel,
      padding: ImageExtent(height: kernel.height / 2, width: kernel.width / 2)
    )
    return ImageConvolution(shape, samples: images.shape[0], like: images)
  }
}
