public import NumericalRuntime
public import Tensors

/// The transpose of a convolution of images, which makes them larger.
///
///     let layer = TransposedConvolution2D(inputs: 144, outputs: 144, kernel: 4, stride: 2, padding: 1, using: &generator)
///
/// Parameters: `weight` [inputs, outputs / groups, kernel, kernel], `bias` [outputs], which begin
/// as in PyTorch. Outputs have (h − 1) stride − 2 padding + kernel + outputPadding rows.
public struct TransposedConvolution2D: Module {
  /// The kernels [i, o / groups, k, k].
  public var weight: Tensor
  /// What is added to each output channel [o].
  public var bias: Tensor?
  /// The step from the place of one input to the next, in output pixels.
  public let stride: Int
  /// The pixels that are cut off all around.
  public let padding: Int
  /// The pixels that are added below and to the right.
  public let outputPadding: Int
  /// Into how many groups both channels are divided.
  public let groups: Int

  /// A layer with random parameters.
  public init(
    inputs: Int,
    outputs: Int,
    kernel: Int,
    stride: Int = 1,
    padding: Int = 0,
    outputPadding: Int = 0,
    groups: Int = 1,
    hasBias: Bool = true,
    using generator: inout SeededGenerator
  ) {
    requireGroups("TransposedConvolution2D", groups, dividing: [inputs, outputs])
    let shape = [inputs, outputs / groups, kernel, kernel]
    weight = Initializer.fanInUniform.tensor(shape, using: &generator)
    bias = hasBias ? initialBias(outputs, besideWeight: shape, using: &generator) : nil
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
    self.groups = groups
  }

  /// The transposed convolution of `x` [n, inputs, h, w].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.transposedConvolution2D(
      weight,
      bias: bias,
      stride: stride,
      padding: padding,
      outputPadding: outputPadding,
      groups: groups
    )
  }

  /// Names as in PyTorch's `nn.ConvTranspose2d`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}
