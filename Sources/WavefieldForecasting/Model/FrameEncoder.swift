public import NeuralLayers
public import NumericalRuntime
public import Tensors

/// Makes latent images out of frames: stages of a convolution 4 × 4 of stride 2, a normalisation and a leaky ReLU.
public struct FrameEncoder: Module {
  /// The stages; each halves the extents.
  public var stages: [Stage]

  /// One stage.
  public struct Stage: Module {
    /// Halves the extents.
    public var convolution: Convolution2D
    /// Batch normalisation, if any.
    public var normalization: BatchNormalization?

    /// The stage's images for `x` [n, inputs, h, w].
    public func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
      let sums = convolution(x)
      return (normalization?(sums, pass) ?? sums).leakyReLU(slope: 0.01)
    }

    /// `convolution`, `normalization`.
    public mutating func walk(_ walk: ParameterWalk) {
      walk.module("convolution", &convolution)
      walk.module("normalization", &normalization)
    }
  }

  /// An encoder of the given shape.
  public init(_ shape: ForecasterShape, using generator: inout SeededGenerator) {
    self.init(
      channels: [shape.inputChannels] + shape.stages,
      normalization: shape.normalization,
      using: &generator
    )
  }

  /// An encoder with these channels before, between and after its stages.
  init(
    channels: [Int],
    normalization: ForecasterShape.StageNormalization,
    using generator: inout SeededGenerator
  ) {
    stages = []
    for (inputs, outputs) in zip(channels, channels.dropFirst()) {
      let convolution = Convolution2D(
        inputs: inputs,
        outputs: outputs,
        kernel: 4,
        stride: 2,
        padding: 1,
        using: &generator
      )
      let norm = normalization == .batch ? BatchNormalization(channels: outputs) : nil
      stages.append(Stage(convolution: convolution, normalization: norm))
    }
  }

  /// The latent images [n, channels, h / 2ˢ, w / 2ˢ] of s stages for frames [n, inputs, h, w].
  public func callAsFunction(_ frames: Tensor, _ pass: ForwardPass) -> Tensor {
    stages.reduce(frames) { $1($0, pass) }
  }

  /// The stages by their numbers.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.modules("stages", &stages)
  }
}
