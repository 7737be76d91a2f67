public import NumericalRuntime
public import Tensors

/// A convolution of images [n, c, h, w] (cross-correlation, as everywhere in this field).
///
///     let layer = Convolution2D(inputs: 3, outputs: 36, kernel: 4, stride: 2, padding: 1, using: &generator)
///
/// Parameters: `weight` [outputs, inputs / groups, kernel, kernel], `bias` [outputs], which begin
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
    inputs: Int,
    outputs: Int,
    kernel: Int,
    stride: Int = 1,
    padding: Int = 0,
    groups: Int = 1,
    hasBias: Bool = true,
    using generator: inout SeededGenerator
  ) {
    requireGroups("Convolution2D", groups, dividing: [inputs, outputs])
    let shape = [outputs, inputs / groups, kernel, kernel]
    weight = Initializer.fanInUniform.tensor(shape, using: &generator)
    bias = hasBias ? initialBias(outputs, besideWeight: shape, using: &generator) : nil
    self.stride = stride
    self.padding = padding
    self.groups = groups
  }

  /// The convolution of `x` [n, inputs, h, w].
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.convolution2D(weight, bias: bias, stride: stride, padding: padding, groups: groups)
  }

  /// Names as in PyTorch's `nn.Conv2d`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
  }
}

/// Stops unless both numbers of channels of a convolution are multiples of its groups.
func requireGroups(_ layer: String, _ groups: Int, dividing channels: [Int]) {
  require(
    groups > 0 && channels.allSatisfy { $0 % groups == 0 },
    "\(layer): \(groups) groups do not divide \(channels[0]) and \(channels[1]) channels"
  )
}
