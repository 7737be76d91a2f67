public import NeuralLayers
public import NumericalRuntime
public import Tensors

/// Makes latent images out of the records of a fixed list of stations.
///
/// Two fully connected layers, each followed by a leaky ReLU and then a batch normalisation, spread the stations of each
/// component over an image of twice the latent extents, which two convolutions take to the channels of the recurrent
/// layers:
///
///     [n, c, stations] → [n, c, h w] → [n, c, 4 h w] → [n, c, 2h, 2w] → [n, stage, 2h, 2w] → [n, channels, h, w]
///
/// The layers are the same for all components, and see no place of a station: they learn where stations are.
///
/// - Reference: Lyu et al. (2025), WaveCastNet, arXiv 2405.20516, and its released code, with 564 stations and 43 × 28
///   latent points.
public struct StationEncoder: Module {
  /// From stations to a coarse image, one number a latent point.
  public var first: Spreading
  /// From there to four numbers a latent point.
  public var second: Spreading
  /// A convolution 3 × 3 that keeps the extents, a normalisation and a leaky ReLU.
  public var mixing: FrameEncoder.Stage
  /// A stage that halves the extents.
  public var halving: FrameEncoder.Stage
  /// Rows and columns of the latent images.
  public let extent: (height: Int, width: Int)

  /// A fully connected layer, shared by the components, with what follows it.
  public struct Spreading: Module {
    /// The fully connected layer.
    public var map: Linear
    /// A normalisation of each component, if any.
    public var normalization: BatchNormalization?

    /// The layer's numbers [n, components, outputs] for `x` [n, components, inputs].
    public func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
      let spread = map(x).leakyReLU(slope: 0.01)
      return normalization?(spread, pass) ?? spread
    }

    /// `map`, `normalization`.
    public mutating func walk(_ walk: ParameterWalk) {
      walk.module("map", &map)
      walk.module("normalization", &normalization)
    }
  }

  /// An encoder of `stations` stations for a shape of at least two stages; the widths of the last two are its own.
  public init(
    _ shape: ForecasterShape,
    stations: Int,
    using generator: inout SeededGenerator
  ) {
    let isNormalized = shape.normalization == .batch
    let (components, points) = (shape.inputChannels, shape.latent.height * shape.latent.width)
    func spreading(_ inputs: Int, _ outputs: Int) -> Spreading {
      Spreading(
        map: Linear(inputs: inputs, outputs: outputs, using: &generator),
        normalization: isNormalized ? BatchNormalization(channels: components) : nil
      )
    }
    func stage(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int) -> FrameEncoder.Stage {
      FrameEncoder.Stage(
        convolution: Convolution2D(
          inputs: inputs,
          outputs: outputs,
          kernel: kernel,
          stride: stride,
          padding: 1,
          using: &generator
        ),
        normalization: isNormalized ? BatchNormalization(channels: outputs) : nil
      )
    }
    let width = shape.stages[shape.stages.count - 2]
    extent = shape.latent
    first = spreading(stations, points)
    second = spreading(points, 4 * points)
    mixing = stage(components, width, kernel: 3, stride: 1)
    halving = stage(width, shape.channels, kernel: 4, stride: 2)
  }

  /// The latent images [n, channels, h, w] of records [n, components, stations].
  public func callAsFunction(_ records: Tensor, _ pass: ForwardPass) -> Tensor {
    let stations = first.map.weight.shape[1]
    require(
      records.rank == 3 && records.shape[2] == stations,
      "StationEncoder: records of shape \(records.shape), not [n, components, \(stations)]"
    )
    let points = second(first(records, pass), pass)
    let image = points.reshaped(
      Array(points.shape[..<2]) + [2 * extent.height, 2 * extent.width]
    )
    return halving(mixing(image, pass), pass)
  }

  /// `first`, `second`, `mixing`, `halving`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("first", &first)
    walk.module("second", &second)
    walk.module("mixing", &mixing)
    walk.module("halving", &halving)
  }
}
