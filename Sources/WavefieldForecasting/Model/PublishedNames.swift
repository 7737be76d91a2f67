import NeuralLayers

/// The names that the tensors of a forecaster have in the `state_dict` of the published PyTorch model of its form.
///
/// Tensors of one layer are named alike here and there (`weight`, `running_mean`, `W_z1`, …), the layers differently:
///
/// | here | published |
/// | --- | --- |
/// | `encoder.stages.0.convolution`, `.normalization` | `encoder.model.encoder_layer1.layer.0`, `.1` |
/// | `encoder.first.map`, `.normalization` (stations) | `encoder.FC1.0`, `.2` |
/// | `encoder.mixing.convolution`, `.normalization` (stations) | `encoder.encoder.model.0`, `.1` |
/// | `encoder.halving.convolution`, `.normalization` (stations) | `encoder.encoder.model.encoder_layer2.layer.0`, `.1` |
/// | `reading.0`, `forecasting.0` | `encoder_1_convlem`, `decoder_1_convlem` |
/// | `decoder.upscale` | `decoder.model.decoder_layer1.layer.0` |
/// | `decoder.head` | `conv1` |
/// | `reencoder.stages.0.convolution` | `reencode.model.encoder_layer1.layer.0` |
///
/// - Reference: the code released with Lyu et al. (2025), arXiv 2405.20516: github.com/dwlyu/WaveCastNet,
///   `src/models_earthquake`.
struct PublishedNames {
  private let beginnings: [(own: String, published: String)]

  init(_ shape: ForecasterShape) {
    var pairs = [
      ("decoder.upscale.", "decoder.model.decoder_layer1.layer.0."),
      ("decoder.head.", "conv1."),
    ]
    for layer in 0..<2 {
      let cell = Self.cellName(shape.cell)
      pairs.append(("reading.\(layer).", "encoder_\(layer + 1)_\(cell)."))
      pairs.append(("forecasting.\(layer).", "decoder_\(layer + 1)_\(cell)."))
    }
    for stage in shape.stages.indices {
      let layer = "model.encoder_layer\(stage + 1).layer"
      pairs += Self.stage("encoder.stages.\(stage)", "encoder.\(layer).0", "encoder.\(layer).1")
      pairs += Self.stage("reencoder.stages.\(stage)", "reencode.\(layer).0", "reencode.\(layer).1")
    }
    pairs += [
      ("encoder.first.map.", "encoder.FC1.0."),
      ("encoder.first.normalization.", "encoder.FC1.2."),
      ("encoder.second.map.", "encoder.FC2.0."),
      ("encoder.second.normalization.", "encoder.FC2.2."),
    ]
    pairs += Self.stage("encoder.mixing", "encoder.encoder.model.0", "encoder.encoder.model.1")
    let halving = "encoder.encoder.model.encoder_layer2.layer"
    pairs += Self.stage("encoder.halving", "\(halving).0", "\(halving).1")
    beginnings = pairs.map { (own: $0.0, published: $0.1) }
  }

  /// The published name of a tensor; nil for what the published models do not hold, such as the scaling.
  func callAsFunction(_ own: String) -> String? {
    beginnings.first { own.hasPrefix($0.own) }.map {
      $0.published + own.dropFirst($0.own.count)
    }
  }

  /// How the published models call their recurrent layers.
  static func cellName(_ cell: RecurrentCellKind) -> String {
    switch cell {
    case .convLEM, .plainConvLEM: "convlem"
    case .convLSTM: "convlstm"
    case .convGRU: "gru"
    }
  }

  private static func stage(
    _ own: String,
    _ convolution: String,
    _ normalization: String
  ) -> [(String, String)] {
    [
      ("\(own).convolution.", "\(convolution)."),
      ("\(own).normalization.", "\(normalization)."),
    ]
  }
}
