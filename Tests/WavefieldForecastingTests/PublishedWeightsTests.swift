import Foundation
import NeuralLayers
import TensorTestSupport
import Tensors
import TestSupport
import Testing
import WavefieldForecasting

/// The files come from make_published_models.py: models in PyTorch with random weights, an input, the noise with which
/// the forecast begins, and the forecast.
@Suite("Weights of the published models")
struct PublishedWeightsTests {
  private static let forms = ["dense", "ablation", "sparse", "plain", "lstm", "gru"]

  /// What the forecasts of models of few channels may differ by.
  ///
  /// They are as large as normalised motion, 0.3 to 5; both sides add up products in single precision, in another order:
  /// rounding alone makes 1.4e-6 at most, as measured.
  private static let bar = 1e-5

  /// The same at the published sizes.
  ///
  /// Sums have a thousand products and more: 1e-6 to 5e-6 as measured. The bar is what we promise, 0.01 % of the motion.
  private static let fullSizeBar = 1e-4

  @Test("A file in their form forecasts as in PyTorch", arguments: forms)
  func agreement(form: String) throws {
    let file = try Fixture("published-\(form)", in: .module).file
    let model = try WavefieldForecaster(readingPublished: file.url)
    #expect(model.shape.start == .noise)
    #expect(try difference(model, file) <= Self.bar)
  }

  @Test(
    "At the published sizes too",
    .enabled(if: PythonEnvironment.offers("torch"), "needs Python with torch"),
    .timeLimit(.minutes(20)),
    arguments: ["dense", "ablation", "sparse"]
  )
  func fullSize(form: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("\(form).safetensors")
      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("make_published_models.py")
      _ = try PythonEnvironment.run(
        "import runpy, sys; sys.argv.pop(0); runpy.run_path(sys.argv[0], run_name='__main__')",
        arguments: [script.path, form, url.path]
      )
      let model = try WavefieldForecaster(readingPublished: url)
      let preset: ForecasterPreset =
        switch form {
        case "dense": .publishedDense
        case "ablation": .publishedAblation
        default: .publishedSparse
        }
      let (height, width) = form == "ablation" ? (84, 56) : (344, 224)
      let expected = WavefieldForecaster(preset.shape(height: height, width: width), seed: 1)
      #expect(model.namedTensors.map(\.name) == expected.namedTensors.map(\.name))
      #expect(model.namedTensors.map(\.tensor.shape) == expected.namedTensors.map(\.tensor.shape))
      let worst = try difference(model, try SafeTensorsFile(reading: url))
      #expect(worst <= Self.fullSizeBar)
    }
  }

  @Test("Every tensor of a file tells in the forecast", arguments: forms)
  func everyTensor(form: String) throws {
    let file = try Fixture("published-\(form)", in: .module).file
    let model = try WavefieldForecaster(readingPublished: file.url)
    for named in try model.tensorsUnderPublishedNames() where named.role != .counter {
      var tensors = try weights(of: file)
      let changed = try #require(tensors[named.name])
      tensors[named.name] = changed * 1.5 + 0.5
      try withTemporaryFolder { folder in
        let url = folder.appendingPathComponent("changed.safetensors")
        try SafeTensorsFile.write(tensors.map { ($0.key, $0.value) }, to: url)
        let other = try WavefieldForecaster(readingPublished: url)
        #expect(try difference(other, file) > 10 * Self.bar, "\(named.name)")
      }
    }
  }

  @Test("A model goes back to PyTorch under the same names with the same numbers", arguments: forms)
  func roundTrip(form: String) throws {
    let file = try Fixture("published-\(form)", in: .module).file
    let model = try WavefieldForecaster(readingPublished: file.url)
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("back.safetensors")
      try model.writePublished(to: url)
      let back = try SafeTensorsFile(reading: url)
      let expected = try weights(of: file)
      #expect(Set(back.names) == Set(expected.keys))
      for (name, tensor) in expected {
        #expect(back.entry(name)?.shape == tensor.shape, "\(name)")
        #expect(try back.tensor(name).floats == tensor.floats, "\(name)")
      }
      let counters = back.entries.filter { $0.name.hasSuffix("num_batches_tracked") }
      #expect(counters.allSatisfy { $0.type == "I64" })
    }
  }

  @Test("A forecast is repeatable once the noise is left out")
  func otherStart() throws {
    let file = try Fixture("published-dense", in: .module).file
    let model = try WavefieldForecaster(readingPublished: file.url, start: .lastState)
    let input = try file.tensor("case/input")
    let forecast = model.forecast(input, frames: 3)
    #expect(forecast.floats == model.forecast(input, frames: 3).floats)
    #expect(forecast.shape == [2, 3, 3, 16, 24])
  }

  @Test("Tensors that are missing, unknown or of another shape are all named")
  func foreignTensors() throws {
    let file = try Fixture("published-dense", in: .module).file
    var tensors = try weights(of: file)
    tensors["conv1.bias"] = nil
    tensors["encoder_2_convlem.convz.weight"] = nil
    tensors["encoder.Attention.groupnorm.weight"] = Tensor(ones: [3])
    tensors["decoder_1_convlem.W_z2"] = Tensor(ones: [4, 3, 2])
    let text = try refusal(of: tensors)
    #expect(text.contains("missing encoder_2_convlem.convz.weight, conv1.bias"))
    #expect(text.contains("unknown encoder.Attention.groupnorm.weight"))
    #expect(text.contains("decoder_1_convlem.W_z2 is [4, 3, 2] instead of [4, 2, 3]"))
  }

  @Test("What cannot be told is said before a model is built")
  func untellable() throws {
    let tensors = try weights(of: try Fixture("published-sparse", in: .module).file)
    #expect(try refusal(of: ["weight": Tensor(ones: [1])]).contains("no encoder_1_convlem.W_z4"))
    for (name, shape) in [
      ("encoder_1_convlem.W_z4", [5, 3, 2]),
      ("encoder.FC1.0.weight", [7, 7]),
      ("encoder.FC2.0.weight", [24, 7]),
      ("encoder.encoder.model.0.weight", [3, 4, 3, 3]),
      ("decoder.model.decoder_layer1.layer.0.weight", [4, 16]),
    ] {
      var damaged = tensors
      damaged[name] = Tensor(ones: shape)
      let text = try refusal(of: damaged)
      #expect(text.contains("instead of"), "\(name): \(text)")
    }
    var widened = tensors
    widened["conv1.weight"] = Tensor(ones: [3, 2, 3, 3])
    #expect(try refusal(of: widened).contains("conv1.weight is [3, 2, 3, 3] instead of"))
  }

  @Test("A model without a published form is not written")
  func unpublishable() {
    let models = [
      (ForecasterPreset.laptop.shape(height: 8, width: 8), "frames a step 5 is not 1"),
      (ForecasterPreset.publishedDense.shape(height: 344, width: 225), "grid 225 x 344 is not"),
    ]
    for (shape, words) in models {
      var shape = shape
      shape.stages = shape.stages.map { _ in 16 }
      shape.decoderChannels = 16
      let model = WavefieldForecaster(shape, seed: 1)
      let error = #expect(throws: ForecastingError.self) { try model.tensorsUnderPublishedNames() }
      #expect(error.map { "\($0)" }?.contains(words) == true)
    }
  }

  /// The largest difference of a model's forecast from the one in a file.
  private func difference(_ model: WavefieldForecaster, _ file: SafeTensorsFile) throws -> Double {
    let (input, expected) = (try file.tensor("case/input"), try file.tensor("case/forecast"))
    let output = model(
      model.steps(of: input),
      samples: input.shape[0],
      steps: expected.shape[1],
      first: try file.tensor("case/noise"),
      .inference()
    )
    let forecast = model.frames(of: output, samples: input.shape[0])
    try #require(forecast.shape == expected.shape)
    return zip(forecast.floats, expected.floats).reduce(0) { worst, pair in
      let difference = Double(abs(pair.0 - pair.1))
      return difference <= worst ? worst : difference  // not a number stays
    }
  }

  /// The weights in a file by published name.
  private func weights(of file: SafeTensorsFile) throws -> [String: Tensor] {
    var weights: [String: Tensor] = [:]
    for name in file.names where !name.contains("/") {
      weights[name.replacingOccurrences(of: "module.", with: "")] = try file.tensor(name)
    }
    return weights
  }

  /// What is said about a file of these tensors.
  private func refusal(of tensors: [String: Tensor]) throws -> String {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("foreign.safetensors")
      try SafeTensorsFile.write(tensors.map { ($0.key, $0.value) }, to: url)
      let error = #expect(throws: ForecastingError.self) {
        try WavefieldForecaster(readingPublished: url)
      }
      return error.map { "\($0)" } ?? ""
    }
  }
}
