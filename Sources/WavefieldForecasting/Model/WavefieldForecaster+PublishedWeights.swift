public import Foundation
public import NeuralLayers
import Tensors

extension WavefieldForecaster {
  /// The model whose weights a safetensors file holds under the names of a published PyTorch model: dense, ablation (with
  /// any of the four cells) or sparse, of any width and extents.
  ///
  /// Such a file is made of a published checkpoint by two lines of Python:
  ///
  ///     weights = torch.load("best_lem_dense_.pt", map_location="cpu")
  ///     safetensors.torch.save_file(weights, "dense.safetensors")
  ///
  /// Inputs and forecasts are the normalised numbers that the model learned from, rows and columns in the order of its
  /// arrays. The normalisation itself (``ForecasterScaling``) stands in no published checkpoint: it stays 1.
  ///
  /// - Parameters:
  ///   - url: a file with exactly the tensors of the `state_dict`.
  ///   - start: what the forecasting layers begin with; the published models learned with noise and forecast with it.
  /// - Throws: ``ForecastingError/notAForecaster(path:reason:)`` with all tensors that are missing, unknown or of another
  ///   shape; `SafeTensorsError` or `FileAccessError`.
  public init(
    readingPublished url: URL,
    start: ForecasterShape.DecoderStart = .noise
  ) throws {
    let file = try PublishedWeights(reading: url)
    var model = WavefieldForecaster(try file.shape(start: start), seed: 0)
    let named = try model.tensorsUnderPublishedNames()
    try file.requireExactly(named.map { ($0.name, $0.tensor.shape) })
    var read: [String: Tensor] = [:]
    for tensor in named { read[tensor.name] = try file.tensor(tensor.name) }
    let names = PublishedNames(model.shape)
    model.updatePublishedTensors { name, _, tensor in
      if let new = names(name).flatMap({ read[$0] }) { tensor = new.cast(to: tensor.scalarType) }
    }
    self = model
  }

  /// All tensors of the published form under the names that its PyTorch model gives them.
  ///
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)`` for a model that has no published form.
  public func tensorsUnderPublishedNames() throws(ForecastingError) -> [NamedTensor] {
    try shape.checkPublishable()
    let names = PublishedNames(shape)
    return publishedTensors.compactMap { tensor in
      guard let name = names(tensor.name) else { return nil }
      var renamed = tensor
      renamed.name = name
      return renamed
    }
  }

  /// Writes the weights to a safetensors file that the published PyTorch model of this form loads:
  /// `model.load_state_dict(safetensors.torch.load_file(path))`.
  ///
  /// - Throws: ``ForecastingError/invalid(what:value:expected:)`` for a model that has no published form, or
  ///   `FileAccessError`.
  public func writePublished(to url: URL) throws {
    let tensors = try tensorsUnderPublishedNames()
    try SafeTensorsFile.write(
      tensors.map { ($0.name, $0.tensor) },
      integers: Set(tensors.filter { $0.role == .counter }.map(\.name)),
      to: url
    )
  }
}

extension ForecasterShape {
  /// Stops unless the published code can hold a model of this shape.
  fileprivate func checkPublishable() throws(ForecastingError) {
    func demand(_ holds: Bool, _ what: String, _ value: String, _ expected: String)
      throws(ForecastingError)
    {
      guard !holds else { return }
      throw .invalid(
        what: what,
        value: value,
        expected: "\(expected), as the published PyTorch models have it"
      )
    }
    try demand(framesPerStep == 1, "frames a step", "\(framesPerStep)", "1")
    try demand(input != .maskedGrid, "input", "masked grid", "the grid or a list of stations")
    try demand(
      normalization == .batch,
      "normalisation",
      normalization.rawValue,
      StageNormalization.batch.rawValue
    )
    try demand(
      !isReencoding || decoder == .shuffled,
      "decoder",
      decoder.rawValue,
      "\(DecoderKind.shuffled.rawValue) where frames are encoded again"
    )
    try demand(
      height % reduction == 0 && width % reduction == 0,
      "grid",
      "\(width) x \(height)",
      "a multiple of \(reduction) x \(reduction)"
    )
  }
}
