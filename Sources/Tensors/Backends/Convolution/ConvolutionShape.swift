/// Two extents of an image or a kernel: rows and columns.
struct ImageExtent: Hashable, Sendable {
  var height: Int
  var width: Int

  var area: Int { height * width }
}

/// What a 2-D convolution of one image is, whatever its batch.
///
/// - Shapes: input `[inputChannels, size]`, weights `[outputChannels, inputChannels / groups, kernel]`, output
///   `[outputChannels, outputSize]`.
struct ConvolutionShape: Hashable, Sendable {
  var inputChannels: Int
  var outputChannels: Int
  var size: ImageExtent
  var kernel: ImageExtent
  var stride = ImageExtent(height: 1, width: 1)
  var padding = ImageExtent(height: 0, width: 0)
  var groups = 1

  /// The size of the output, without the rows and columns that a stride leaves over.
  var outputSize: ImageExtent {
    ImageExtent(
      height: (size.height + 2 * padding.height - kernel.height) / stride.height + 1,
      width: (size.width + 2 * padding.width - kernel.width) / stride.width + 1
    )
  }

  /// The input channels of one group.
  var groupInputs: Int { inputChannels / groups }
  /// The output channels of one group.
  var groupOutputs: Int { outputChannels / groups }
  /// The shape of the weights.
  var weightShape: [Int] { [outputChannels, groupInputs, kernel.height, kernel.width] }

  /// Whether it is a 3 × 3 convolution that keeps the size of the image: what Winograd's method is for.
  var isSame3x3: Bool {
    kernel == ImageExtent(height: 3, width: 3) && stride == ImageExtent(height: 1, width: 1)
      && padding == ImageExtent(height: 1, width: 1)
  }

  /// Every number of it, to tell derived weights apart.
  var numbers: [Int] {
    [
      inputChannels, outputChannels, size.height, size.width, kernel.height, kernel.width,
      stride.height, stride.width, padding.height, padding.width, groups,
    ]
  }
}
