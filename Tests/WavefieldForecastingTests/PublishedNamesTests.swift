import NeuralLayers
import Tensors
import Testing
import WavefieldForecasting

// Names and shapes as the code released with Lyu et al. (2025) gives them, github.com/dwlyu/WaveCastNet,
// `src/models_earthquake`.
@Suite("Names of the published models")
struct PublishedNamesTests {
  @Test("The dense form has the published names, shapes and number of parameters")
  func dense() throws {
    let shape = ForecasterPreset.publishedDense.shape(height: 344, width: 224)
    let model = WavefieldForecaster(shape, seed: 1)
    var expected = cells(height: 43, width: 28) + convolution("conv1", [3, 9, 3, 3])
    for (layer, channels) in [(1, [36, 3]), (2, [72, 36]), (3, [144, 72])] {
      expected += halving("encoder.model.encoder_layer\(layer)", channels)
    }
    expected += convolution("decoder.model.decoder_layer1.layer.0", [144, 144, 4, 4])
    try expectTensors(expected, model)
    #expect(model.parameterCount == 10_093_242)
    #expect(model.reading[0].parameterCount == 2_387_808)
  }

  @Test("The ablation form has the published names and shapes")
  func ablation() throws {
    let shape = ForecasterPreset.publishedAblation.shape(height: 84, width: 56)
    var expected = cells(height: 21, width: 14) + convolution("conv1", [3, 9, 3, 3])
    for encoder in ["encoder", "reencode"] {
      expected += halving("\(encoder).model.encoder_layer1", [72, 3])
      expected += halving("\(encoder).model.encoder_layer2", [144, 72])
    }
    try expectTensors(expected, WavefieldForecaster(shape, seed: 1))
  }

  @Test("The sparse form has the published names and shapes")
  func sparse() throws {
    let shape = ForecasterPreset.publishedSparse.shape(height: 344, width: 224)
    var expected = cells(height: 43, width: 28) + convolution("conv1", [3, 9, 3, 3])
    expected += convolution("encoder.FC1.0", [1204, 564]) + normalization("encoder.FC1.2", 3)
    expected += convolution("encoder.FC2.0", [4816, 1204]) + normalization("encoder.FC2.2", 3)
    expected += convolution("encoder.encoder.model.0", [72, 3, 3, 3])
    expected += normalization("encoder.encoder.model.1", 72)
    expected += halving("encoder.encoder.model.encoder_layer2", [144, 72])
    expected += convolution("decoder.model.decoder_layer1.layer.0", [144, 144, 4, 4])
    try expectTensors(expected, WavefieldForecaster(shape, seed: 1))
  }

  @Test("The compared cells have the published names and shapes")
  func otherCells() throws {
    var shape = ForecasterPreset.publishedAblation.shape(height: 84, width: 56)
    shape.isReencoding = false
    let (frame, peephole) = ([144, 144, 3, 3], [144, 21, 14])
    let lstm =
      [("W_ci", peephole), ("W_co", peephole), ("W_cf", peephole)]
      + convolution("conv", [576, 288, 3, 3])
    let gru =
      [("W_1", peephole), ("W_2", peephole)] + convolution("convx", [432, 144, 3, 3])
      + convolution("convh", [288, 144, 3, 3]) + convolution("conv_hreset", frame)
    for (kind, suffix, cell) in [
      (RecurrentCellKind.convLSTM, "convlstm", lstm), (.convGRU, "gru", gru),
    ] {
      shape.cell = kind
      var expected = convolution("conv1", [3, 9, 3, 3])
      expected += halving("encoder.model.encoder_layer1", [72, 3])
      expected += halving("encoder.model.encoder_layer2", [144, 72])
      for name in ["encoder_1", "encoder_2", "decoder_1", "decoder_2"] {
        expected += cell.map { ("\(name)_\(suffix).\($0.0)", $0.1) }
      }
      try expectTensors(expected, WavefieldForecaster(shape, seed: 1))
    }
  }

  private typealias Named = [(String, [Int])]

  private func expectTensors(_ expected: Named, _ model: WavefieldForecaster) throws {
    let found = try model.tensorsUnderPublishedNames().map { "\($0.name) \($0.tensor.shape)" }
    #expect(found.sorted() == expected.map { "\($0.0) \($0.1)" }.sorted())
  }

  private func cells(height: Int, width: Int) -> Named {
    ["encoder_1", "encoder_2", "decoder_1", "decoder_2"].flatMap { name -> Named in
      let cell = "\(name)_convlem"
      return ["W_z1", "W_z2", "W_z4"].map { ("\(cell).\($0)", [144, height, width]) }
        + convolution("\(cell).convx", [720, 144, 3, 3])
        + convolution("\(cell).convy", [576, 144, 3, 3])
        + convolution("\(cell).convz", [144, 144, 3, 3])
    }
  }

  private func convolution(_ name: String, _ kernels: [Int]) -> Named {
    [("\(name).weight", kernels), ("\(name).bias", [kernels[0]])]
  }

  private func normalization(_ name: String, _ channels: Int) -> Named {
    ["weight", "bias", "running_mean", "running_var"].map { ("\(name).\($0)", [channels]) }
      + [("\(name).num_batches_tracked", [])]
  }

  private func halving(_ name: String, _ channels: [Int]) -> Named {
    convolution("\(name).layer.0", channels + [4, 4])
      + normalization("\(name).layer.1", channels[0])
  }
}
