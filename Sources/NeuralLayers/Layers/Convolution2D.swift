public import NumericalRuntime
public import Tensors

/// A convolution of images [n, c, h, w] (cross-correlation, as everywhere in this field).
///
///     let layer = Convolution2D(inputChannels: 3, outputChannels: 36, kernel: 4, stride: 2, padding: 1, using: &generator)
///
/// Parameters: `weight` [outputChannels, inputChannels / groups, kernel, kernel], `bias` [outputChannels], which begin
/// uniform over ±1/√fan-in as in PyTorch. Outputs have ⌊(h + 2 padding − kernel) / stride⌋ + 1 rows.
public struct Convolution2D: Module {
  /// The kernels [o, i / groups, k, k].
  public var weight: Tensor
  /// What is added to each output channel [o].
  public var bias: Tensor?
  /// The step from one output to the next, in pixels.
  public let stride: Int
  /// The zeros around the image, in pixels.
  public let padding: Int
  /// How many sets the channels are divided into; each output sees one.
  public let groups: Int

  /// A layer with random parameters.
  public init(
    inputChannels: Int,
    outputChannels: Int,
    kernel: Int,
    stride: Int = 1,
    padding: Int = 0,
    groups: Int = 1,
    hasBias: Bool = true,
    using generator: inout SeededGenerator
  ) {
    require(
      inputChannels % groups == 0 && outputChannels % groups == 0,
      "Convolution2D: \(groups) groups do not divide \(inputChannels) and \(outputChannels) channels"
    )
    let shape = [outputChannels, inputChannels / groups, kernel, kernel]
    weight = Initializer.fanInUniform.tensor(shape, using: &generator)
    bias = hasBias ? initialBias(outputChannels, besideWeight: shape, using: &generator) : nil
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  /// The convolution of `x` [n, inputChannels, h, w].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.convolution2D(weight, bias: bias, stride: stride, padding: padding, groups: groups)
  }

  /// Names as in PyTorch's `nn.Conv2d`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}
