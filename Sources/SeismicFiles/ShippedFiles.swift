package import Foundation

/// Finds velocity models and station lists by path, or by the name under which they ship with foreshake.
package enum ShippedFiles {
  /// The file of a path, or of a name without a slash.
  ///
  /// A name that is no existing file and has no slash is looked up in `folder` of the working directory and of
  /// each folder above the executable.
  ///
  /// - Parameters:
  ///   - given: the name as a path from where it was given.
  ///   - name: the name as it was given.
  ///   - folder: `velocity-models` or `stations`.
  ///   - endings: the extensions to try, without dots.
  /// - Returns: the file; `given` if there is none, for the message of whoever tries to read it.
  package static func locate(
    given: URL,
    name: String,
    folder: String,
    endings: [String]
  ) -> URL {
    if FileManager.default.fileExists(atPath: given.path) || name.contains("/") { return given }
    for root in roots {
      for ending in [""] + endings.map({ ".\($0)" }) {
        let candidate = root.appendingPathComponent(folder).appendingPathComponent(name + ending)
        if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
      }
    }
    return given
  }

  /// The names of the shipped files of a folder, without extension, for suggestions.
  package static func names(folder: String) -> [String] {
    for root in roots {
      let path = root.appendingPathComponent(folder).path
      if let names = try? FileManager.default.contentsOfDirectory(atPath: path) {
        return names.map { ($0 as NSString).deletingPathExtension }.sorted()
      }
    }
    return []
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
