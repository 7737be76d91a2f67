public import NeuralLayers
public import NumericalRuntime
public import Tensors

/// Makes frames out of latent images.
///
/// The dense form: a transposed convolution 4 × 4 of stride 2, a leaky ReLU, a pixel shuffle and a convolution 3 × 3. The
/// ablation form has the last two alone.
public struct FrameDecoder: Module {
  /// Enlarges by 2 in the dense form.
  public var upscale: TransposedConvolution2D?
  /// By how much the pixel shuffle enlarges.
  public let shuffle: Int
  /// Paints the frames.
  public var head: Convolution2D

  /// A decoder of the given shape.
  public init(_ shape: ForecasterShape, using generator: inout SeededGenerator) {
    let isTransposed = shape.decoder == .transposed
    let channels = isTransposed ? shape.decoderChannels ?? shape.channels : shape.channels
    if isTransposed {
      upscale = TransposedConvolution2D(
        inputs: shape.channels,
        outputs: channels,
        kernel: 4,
        stride: 2,
        padding: 1,
        using: &generator
      )
    }
    shuffle = isTransposed ? shape.reduction / 2 : shape.reduction
    head = Convolution2D(
      inputs: channels / (shuffle * shuffle),
      outputs: 3 * shape.framesPerStep,
      kernel: 3,
      padding: 1,
      using: &generator
    )
  }

  /// The frames [n, 3 · frames a step, h · r, w · r] of latent images [n, channels, h, w].
  public func callAsFunction(_ states: Tensor) -> Tensor {
    let enlarged = upscale.map { $0(states).leakyReLU(slope: 0.01) } ?? states
    return head(shuffle > 1 ? enlarged.pixelShuffled(factor: shuffle) : enlarged)
  }

  /// `upscale`, `head`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("upscale", &upscale)
    walk.module("head", &head)
  }
}
