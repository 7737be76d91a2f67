public import Foundation
import NeuralLayers
import Tensors

/// A trained forecaster on the disk: a safetensors file, be it a checkpoint of a training run or what
/// ``write(_:site:to:)`` made, whose metadata hold shape and site.
public struct ForecasterFile: Sendable {
  /// The model: where the file has an average over training steps, that.
  public let model: WavefieldForecaster
  /// Where it learned.
  public let site: ForecasterSite
  /// The epochs it learned, if the file tells.
  public let epoch: Int?

  /// Reads a file.
  ///
  /// - Throws: ``ForecastingError/notAForecaster(path:reason:)``, `NeuralLayersError` where tensors do not fit, or
  ///   `FileAccessError`.
  public init(reading url: URL) throws {
    let file = try SafeTensorsFile(reading: url)
    let shape = try Self.decoded(ForecasterShape.self, Self.shapeKey, file)
    do { try shape.check() } catch {
      throw ForecastingError.notAForecaster(path: url.path, reason: "\(error)")
    }
    var model = WavefieldForecaster(shape, seed: 0)
    let average = "average/"
    let isAveraged = file.names.contains { $0.hasPrefix(average) }
    try model.load(from: file, prefix: isAveraged ? average : "")
    self.model = model
    site = try Self.decoded(ForecasterSite.self, Self.siteKey, file)
    epoch = file.metadata["training.epoch"].flatMap { Int($0) }
  }

  /// Writes a model with its shape and site; whole or not at all.
  public static func write(
    _ model: WavefieldForecaster,
    site: ForecasterSite,
    to url: URL
  ) throws {
    try model.save(to: url, metadata: metadata(model.shape, site))
  }

  static let shapeKey = "forecaster.shape"
  static let siteKey = "forecaster.site"

  /// What stands in the metadata of every file.
  static func metadata(_ shape: ForecasterShape, _ site: ForecasterSite) throws -> [String: String]
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return [
      shapeKey: String(decoding: try encoder.encode(shape), as: UTF8.self),
      siteKey: String(decoding: try encoder.encode(site), as: UTF8.self),
    ]
  }

  private static func decoded<Value: Decodable>(
    _ type: Value.Type,
    _ key: String,
    _ file: SafeTensorsFile
  ) throws -> Value {
    guard let text = file.metadata[key] else {
      throw ForecastingError.notAForecaster(
        path: file.url.path,
        reason: "its metadata lack \(key)"
      )
    }
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw ForecastingError.notAForecaster(path: file.url.path, reason: "\(key) is damaged")
    }
  }
}
