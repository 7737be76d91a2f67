public import NeuralLayers
public import NumericalRuntime
public import Tensors

/// What makes latent images out of a forecaster's input: frames of the grid, or records of a list of stations.
public enum InputEncoder: Module {
  /// Frames, with or without a mask.
  case frames(FrameEncoder)
  /// Records of a fixed list of stations.
  case stations(StationEncoder)

  /// The encoder that a shape asks for.
  public init(_ shape: ForecasterShape, using generator: inout SeededGenerator) {
    switch shape.input {
    case .grid, .maskedGrid: self = .frames(FrameEncoder(shape, using: &generator))
    case .stations(let count):
      self = .stations(StationEncoder(shape, stations: count, using: &generator))
    }
  }

  /// The latent images [n, channels, h, w] of frames [n, inputs, h · r, w · r] or records [n, inputs, stations].
  public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
    switch self {
    case .frames(let encoder): encoder(input, pass)
    case .stations(let encoder): encoder(input, pass)
    }
  }

  /// The names of the encoder.
  public mutating func walk(_ walk: ParameterWalk) {
    switch self {
    case .frames(var encoder):
      self = Self.placeholder  // so that `encoder` is the only owner and can be changed in place
      encoder.walk(walk)
      self = .frames(encoder)
    case .stations(var encoder):
      self = Self.placeholder
      encoder.walk(walk)
      self = .stations(encoder)
    }
  }

  private static let placeholder: InputEncoder = {
    var generator = SeededGenerator(seed: 0)
    return .frames(FrameEncoder(channels: [], normalization: .none, using: &generator))
  }()
}
