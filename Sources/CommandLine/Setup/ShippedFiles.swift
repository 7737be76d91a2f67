import Foundation

/// Finds velocity models and station lists by path, or by the name under which they ship with foreshake.
enum ShippedFiles {
  /// The file that a value names.
  ///
  /// A value that is no existing file and has no slash is looked up in `folder` of the working directory and of
  /// each folder above the executable.
  ///
  /// - Parameters:
  ///   - values: the configuration.
  ///   - key: the key whose value names the file.
  ///   - folder: `velocity-models` or `stations`.
  ///   - endings: the extensions to try, without dots.
  /// - Returns: the file; nil if the key has no value.
  static func locate(
    _ values: ConfigurationValues,
    _ key: ConfigurationKey,
    folder: String,
    endings: [String]
  ) -> URL? {
    guard let given = values.path(key), let name = values.text(key) else { return nil }
    return locate(given: given, name: name, folder: folder, endings: endings)
  }

  /// The file of a path, or of a name without a slash.
  static func locate(given: URL, name: String, folder: String, endings: [String]) -> URL {
    if FileManager.default.fileExists(atPath: given.path) || name.contains("/") { return given }
    for root in roots {
      for ending in [""] + endings.map({ ".\($0)" }) {
        let candidate = root.appendingPathComponent(folder).appendingPathComponent(name + ending)
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
      }
    }
    return given
  }

  private static var roots: [URL] {
    var roots = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
    let executable = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
    var folder = (Bundle.main.executableURL ?? executable).resolvingSymlinksInPath()
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      roots.append(folder)
    }
    return roots
  }
}
