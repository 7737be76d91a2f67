import Foundation

/// The package's files as text, for tests that read them.
struct SourceTree {
  /// One file.
  struct File {
    /// The path below the package root.
    var path: String
    /// Its lines, from the first.
    var lines: [String]

    /// `path:number` of a line counted from zero, as editors open it.
    func place(_ index: Int) -> String { "\(path):\(index + 1)" }
  }

  /// The folder that holds `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below a folder of the package whose extension is one of `extensions`, in order of path.
  static func files(in folder: String, extensions: Set<String>) -> [File] {
    let base = root.appendingPathComponent(folder)
    let walker = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
    var found: [File] = []
    while let url = walker?.nextObject() as? URL {
      guard extensions.contains(url.pathExtension),
        let text = try? String(contentsOf: url, encoding: .utf8)
      else { continue }
      found.append(File(path: relativePath(url), lines: text.components(separatedBy: "\n")))
    }
    return found.sorted { $0.path < $1.path }
  }

  /// The target that a file of `Sources/` belongs to; empty for files elsewhere.
  static func target(of file: File) -> String {
    let parts = file.path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : ""
  }

  private static func relativePath(_ url: URL) -> String {
    let prefix = root.standardizedFileURL.path + "/"
    let path = url.standardizedFileURL.path
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}
