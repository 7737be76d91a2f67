import NumericalRuntime

/// A convolution of a batch of images by whichever method suits it, off the tape.
///
/// Blocked images go to oneDNN, padded with channels of zeros where they have to be; 1 × 1 kernels on row-major
/// images are matrix products; few channels have kernels of their own; everything else goes through columns.
struct ImageConvolution: Sendable {
  let shape: ConvolutionShape
  let samples: Int
  let threads: Int
  let method: Method

  enum Method: Sendable {
    case blocked
    case small
    case columns
  }

  private let scalarType: ScalarType

  /// A convolution of images of the precision and in the layout of `x`.
  init(
    _ shape: ConvolutionShape,
    samples: Int,
    like x: Tensor,
    threads: Int = ThreadBudget.available
  ) {
    self.shape = shape
    self.samples = samples
    self.threads = threads
    scalarType = x.scalarType
    let isPointwise = shape.kernel.area == 1 && shape.stride.area == 1
    let fitsBlocks =
      shape.groups == 1 || (shape.groupInputs % 16 == 0 && shape.groupOutputs % 16 == 0)
    let isProduct = isPointwise && x.layout == .rowMajor && shape.groups == 1
    let canBlock = x.scalarType == .float32 && OutputPlan.isUsable
    if x.scalarType == .float32, SmallConvolution.fits(shape) {
      method = .small
    } else {
      method = canBlock && fitsBlocks && !isProduct ? .blocked : .columns
    }
  }

  /// The input as the other functions want it; once made it serves the output and the gradients.
  func prepared(input x: Tensor) -> Tensor {
    method != .blocked || takesPlainInput ? x.rowMajor : x.paddedToBlocks()
  }

  /// The output's gradient as the other functions want it.
  func prepared(outputGradient dy: Tensor) -> Tensor {
    method != .blocked ? dy.rowMajor : dy.paddedToBlocks()
  }

  /// y = w * x + b for a prepared x.
  func output(_ x: Tensor, _ weights: Tensor, _ bias: Tensor?) -> Tensor {
    check(input: x)
    if method == .small { return small.output(x, weights, bias) }
    guard method == .blocked else {
      return scalarType == .float32
        ? plain(Float.self).output(x, weights, bias) : plain(Double.self).output(x, weights, bias)
    }
    let padded = paddedShape
    let blocked = BlockedConvolution(
      padded,
      samples: samples,
      isPlainInput: takesPlainInput,
      threads: threads
    )
    let full = weights.paddedWeights(outputs: padded.outputChannels, inputs: padded.groupInputs)
    let paddedBias = bias.map { $0.padded(to: padded.outputChannels) }
    let size = shape.outputSize
    let y = x.withPointer(Float.self) { x in
      Tensor.make(
        [samples, padded.outputChannels, size.height, size.width],
        layout: .channelBlocks
      ) { (y: UnsafeMutablePointer<Float>) in
        withOptionalPointer(paddedBias) { blocked.output(x, weights: full, bias: $0, to: y) }
      }
    }
    return y.withoutPadding(channels: shape.outputChannels)
  }

  /// The gradient with respect to x for a prepared gradient of y.
  func inputGradient(_ dy: Tensor, _ weights: Tensor) -> Tensor {
    check(outputGradient: dy)
    if method == .small { return small.inputGradient(dy, weights) }
    guard method == .blocked else {
      return scalarType == .float32
        ? plain(Float.self).inputGradient(dy, weights)
        : plain(Double.self).inputGradient(dy, weights)
    }
    let padded = fullyPaddedShape
    let blocked = BlockedConvolution(padded, samples: samples, threads: threads)
    let full = weights.paddedWeights(outputs: padded.outputChannels, inputs: padded.groupInputs)
    let dx = dy.withPointer(Float.self) { dy in
      Tensor.make(
        [samples, padded.inputChannels, shape.size.height, shape.size.width],
        layout: .channelBlocks
      ) { (dx: UnsafeMutablePointer<Float>) in blocked.inputGradient(dy, weights: full, to: dx) }
    }
    return dx.withoutPadding(channels: shape.inputChannels)
  }

  /// The gradient with respect to w for a prepared x and gradient of y.
  func weightGradient(_ x: Tensor, _ dy: Tensor) -> Tensor {
    check(input: x)
    check(outputGradient: dy)
    guard samples > 0 else { return Tensor(zeros: shape.weightShape, scalarType) }
    if method == .small { return small.weightGradient(x, dy) }
    guard method == .blocked else {
      return scalarType == .float32
        ? plain(Float.self).weightGradient(x, dy) : plain(Double.self).weightGradient(x, dy)
    }
    let blocked = BlockedConvolution(
      paddedShape,
      samples: samples,
      isPlainInput: takesPlainInput,
      threads: threads
    )
    return x.withPointer(Float.self) { x in
      dy.withPointer(Float.self) { dy in blocked.weightGradient(x, dy) }
    }.withoutPadding(outputs: shape.outputChannels, inputs: shape.groupInputs)
  }

  /// The gradient with respect to b for a prepared gradient of y.
  func biasGradient(_ dy: Tensor) -> Tensor {
    check(outputGradient: dy)
    guard method == .blocked else {
      return scalarType == .float32
        ? plain(Float.self).biasGradient(dy) : plain(Double.self).biasGradient(dy)
    }
    let blocked = BlockedConvolution(paddedShape, samples: samples, threads: threads)
    let sums = dy.withPointer(Float.self) { blocked.biasGradient($0) }
    return Tensor(viewOf: sums, shape: [shape.outputChannels], offset: 0, layout: .rowMajor)
  }

  private var small: SmallConvolution {
    SmallConvolution(shape: shape, samples: samples, threads: threads)
  }

  /// Stops unless a tensor is what ``prepared(input:)`` gives.
  private func check(input x: Tensor) {
    let channels = method == .blocked ? paddedShape.inputChannels : shape.inputChannels
    let isBlocked = method == .blocked && !takesPlainInput
    require(
      x.shape == [samples, channels, shape.size.height, shape.size.width]
        && (x.layout == .channelBlocks) == isBlocked,
      "convolution: input \(x.shape) is not prepared"
    )
  }

  /// Stops unless a tensor is what ``prepared(outputGradient:)`` gives.
  private func check(outputGradient dy: Tensor) {
    let channels = method == .blocked ? paddedShape.outputChannels : shape.outputChannels
    let size = shape.outputSize
    require(
      dy.shape == [samples, channels, size.height, size.width]
        && (dy.layout == .channelBlocks) == (method == .blocked),
      "convolution: gradient \(dy.shape) is not prepared"
    )
  }

  private func plain<Scalar: MatrixScalar>(_: Scalar.Type) -> PlainConvolution<Scalar> {
    PlainConvolution(shape: shape, samples: samples, threads: threads)
  }

  // MARK: - Padding of channels

  /// Whether the input stays row-major: oneDNN has kernels for images of one to three channels.
  private var takesPlainInput: Bool {
    method == .blocked && shape.groups == 1 && shape.inputChannels <= 3
  }

  private var fullyPaddedShape: ConvolutionShape {
    var padded = shape
    padded.inputChannels = Self.rounded(shape.inputChannels)
    padded.outputChannels = Self.rounded(shape.outputChannels)
    return padded
  }

  private var paddedShape: ConvolutionShape {
    var padded = fullyPaddedShape
    if takesPlainInput { padded.inputChannels = shape.inputChannels }
    return padded
  }

  private static func rounded(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }
}

/// Runs `body` with the numbers of a tensor, or nil without one.
private func withOptionalPointer<Result>(
  _ tensor: Tensor?,
  _ body: (UnsafePointer<Float>?) -> Result
) -> Result {
  guard let tensor else { return body(nil) }
  return tensor.withPointer(Float.self) { body($0) }
}

extension Tensor {
  /// A vector with zeros behind it.
  fileprivate func padded(to count: Int) -> Tensor {
    guard shape[0] != count else { return self }
    return derived("padded", [count]) {
      var padded = Tensor(zeros: [count])
      withPointer(Float.self) { from in
        padded.withMutablePointer(Float.self) { $0.update(from: from, count: shape[0]) }
      }
      return padded
    }
  }
}
