import Foundation
import NeuralLayers
import Tensors

/// A safetensors file of a published model's `state_dict`, and what its names and shapes tell about the model.
///
/// Names may begin with `module.`, as data-parallel training leaves them; those with a slash are passed over.
struct PublishedWeights {
  private let file: SafeTensorsFile
  /// Names in the file by published name.
  private let names: [String: String]

  init(reading url: URL) throws {
    file = try SafeTensorsFile(reading: url)
    var names: [String: String] = [:]
    for name in file.names where !name.contains("/") {
      let published = name.hasPrefix("module.") ? String(name.dropFirst(7)) : name
      guard names.updateValue(name, forKey: published) == nil else {
        throw ForecastingError.notAForecaster(
          path: url.path,
          reason: "\(published) stands in it with and without module."
        )
      }
    }
    self.names = names
  }

  /// The numbers under a published name.
  func tensor(_ name: String) throws -> Tensor { try file.tensor(names[name] ?? name) }

  /// Stops unless the file has exactly these tensors; all that do not fit are listed.
  func requireExactly(_ needed: [(name: String, shape: [Int])]) throws(ForecastingError) {
    let known = Set(needed.map(\.name))
    let missing = needed.map(\.name).filter { names[$0] == nil }
    let extra = names.keys.filter { !known.contains($0) }.sorted()
    let misshapen = needed.compactMap { name, shape -> String? in
      guard let found = extents(name), found != shape else { return nil }
      return "\(name) is \(found) instead of \(shape)"
    }
    let parts = [
      missing.isEmpty ? nil : "missing " + missing.joined(separator: ", "),
      extra.isEmpty ? nil : "unknown " + extra.joined(separator: ", "),
      misshapen.isEmpty ? nil : misshapen.joined(separator: ", "),
    ].compactMap { $0 }
    guard parts.isEmpty else { throw refusal(parts.joined(separator: "; ")) }
  }

  /// The shape of the model whose weights these are.
  ///
  /// What the tensors do not tell is as published: 30 frames in and out every 0.52 s, in the ablation form 60 and 60
  /// every 0.26 s.
  func shape(start: ForecasterShape.DecoderStart) throws(ForecastingError) -> ForecasterShape {
    let (cell, channels, latent) = try recurrence()
    let isTransposed = extents(Self.upscale) != nil
    let stages = try isOfStations ? stationStages(channels) : frameStages(channels)
    let reduction = 1 << stages.count
    var shape = ForecasterShape(
      height: latent.height * reduction,
      width: latent.width * reduction,
      stages: stages
    )
    shape.cell = cell
    shape.start = start
    shape.isReencoding = names.keys.contains { $0.hasPrefix("reencode.") }
    if isTransposed {
      let painted = try extents(Self.upscale, like: [channels, nil, 4, 4])[1]
      shape.decoderChannels = painted == channels ? nil : painted
    } else {
      shape.decoder = .shuffled
      (shape.inputFrames, shape.targetFrames, shape.stride) = (60, 60, 1)
    }
    if isOfStations {
      let points = latent.height * latent.width
      shape.input = .stations(try extents(Self.firstMap, like: [points, nil])[1])
      _ = try extents(Self.secondMap, like: [4 * points, points])
    }
    do { try shape.check() } catch { throw refusal("\(error)") }
    return shape
  }
}

extension PublishedWeights {
  private static let upscale = "decoder.model.decoder_layer1.layer.0.weight"
  private static let head = "conv1.weight"
  private static let firstMap = "encoder.FC1.0.weight"
  private static let secondMap = "encoder.FC2.0.weight"

  private var isOfStations: Bool { extents(Self.firstMap) != nil }

  /// The recurrent layers' cell, channels and extents, from the first of them.
  private func recurrence() throws(ForecastingError) -> (
    RecurrentCellKind, Int, (height: Int, width: Int)
  ) {
    let tells: [(RecurrentCellKind, peephole: String, kernels: String, blocks: Int, inputs: Int)] =
      [
        (.convLEM, "encoder_1_convlem.W_z4", "encoder_1_convlem.convx.weight", 5, 1),
        (.plainConvLEM, "encoder_1_convlem.W_z1", "encoder_1_convlem.convx.weight", 4, 1),
        (.convLSTM, "encoder_1_convlstm.W_ci", "encoder_1_convlstm.conv.weight", 4, 2),
        (.convGRU, "encoder_1_gru.W_1", "encoder_1_gru.convx.weight", 3, 1),
      ]
    guard let found = tells.first(where: { extents($0.peephole) != nil }) else {
      throw refusal(
        "no \(tells.map(\.peephole).joined(separator: ", ")): no published PyTorch model; its "
          + "state_dict is wanted as a safetensors file"
      )
    }
    let peephole = try extents(found.peephole, like: [nil, nil, nil])
    let channels = peephole[0]
    _ = try extents(
      found.kernels,
      like: [found.blocks * channels, found.inputs * channels, 3, 3]
    )
    return (found.0, channels, (peephole[1], peephole[2]))
  }

  /// Channels after each stage of a model that sees frames.
  private func frameStages(_ channels: Int) throws(ForecastingError) -> [Int] {
    var stages: [Int] = []
    func name(_ layer: Int) -> String { "encoder.model.encoder_layer\(layer).layer.0.weight" }
    while stages.isEmpty || extents(name(stages.count + 1)) != nil {
      let kernels = try extents(name(stages.count + 1), like: [nil, stages.last ?? 3, 4, 4])
      stages.append(kernels[0])
    }
    guard stages.last == channels else {
      throw refusal("its encoder ends with \(stages) channels, its cells have \(channels)")
    }
    return stages
  }

  /// The same for a model that sees stations, whose encoder has only the last two: the decoder tells how many there are.
  private func stationStages(_ channels: Int) throws(ForecastingError) -> [Int] {
    let width = try extents("encoder.encoder.model.0.weight", like: [nil, 3, 3, 3])[0]
    let painted = try extents(Self.upscale, like: [channels, nil, 4, 4])[1]
    let left = max(1, try extents(Self.head, like: [3, nil, 3, 3])[1])
    var stages = [width, channels]
    while stages.count < 6, left << (2 * (stages.count - 1)) < painted {
      stages.insert(max(1, stages[0] / 2), at: 0)
    }
    return stages
  }

  private func extents(_ name: String) -> [Int]? { names[name].flatMap { file.entry($0)?.shape } }

  /// The shape of a tensor that must be there, with some extents known.
  private func extents(_ name: String, like known: [Int?]) throws(ForecastingError) -> [Int] {
    guard let found = extents(name) else { throw refusal("missing \(name)") }
    let fits =
      found.count == known.count
      && zip(found, known).allSatisfy { $0 > 0 && $0 == ($1 ?? $0) }
    guard fits else {
      let text = known.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      throw refusal("\(name) is \(found) instead of [\(text)]")
    }
    return found
  }

  private func refusal(_ reason: String) -> ForecastingError {
    .notAForecaster(path: file.url.path, reason: reason)
  }
}
