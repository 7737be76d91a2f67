import Foundation
import SeismicFiles

extension ShippedFiles {
  /// The file that a value names; nil if the key has none.
  ///
  /// - Parameters:
  ///   - values: the configuration.
  ///   - key: the key whose value names the file.
  ///   - folder: `velocity-models` or `stations`.
  ///   - endings: the extensions to try, without dots.
  /// - Returns: the file.
  static func locate(
    _ values: ConfigurationValues,
    _ key: ConfigurationKey,
    folder: String,
    endings: [String]
  ) -> URL? {
    guard let given = values.path(key), let name = values.text(key) else { return nil }
    return locate(given: given, name: name, folder: folder, endings: endings)
  }
}
