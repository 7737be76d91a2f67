public import Foundation
import SeismicFiles

/// A specification that comes with foreshake.
public struct CatalogPreset: Hashable, Sendable {
  /// Its name, such as `hayward-small`.
  public let name: String
  /// Its file.
  public let file: URL

  /// All presets by name.
  public static var all: [CatalogPreset] {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    )
    return (files ?? []).filter { $0.pathExtension == "yaml" }
      .map { CatalogPreset(name: $0.deletingPathExtension().lastPathComponent, file: $0) }
      .sorted { $0.name < $1.name }
  }

  /// The file that a word on the command line means: a path, or else a preset's name.
  ///
  /// - Parameter word: a path, or the name of a preset without extension.
  /// - Returns: the file, which exists.
  /// - Throws: ``CatalogError/unknownPreset(name:nearest:known:)``.
  public static func file(for word: String) throws(CatalogError) -> URL {
    if FileManager.default.fileExists(atPath: word) { return URL(fileURLWithPath: word) }
    let presets = all
    if let preset = presets.first(where: { $0.name == word }) { return preset.file }
    let names = presets.map(\.name)
    throw .unknownPreset(
      name: word,
      nearest: NearestSpelling.of(word, among: names),
      known: names
    )
  }

  private static var folder: URL {
    Bundle.module.bundleURL.appendingPathComponent("Presets", isDirectory: true)
  }
}
