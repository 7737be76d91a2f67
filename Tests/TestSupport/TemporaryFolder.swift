public import Foundation

/// A folder that exists while a test runs.
public func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("foreshake-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Real recordings, models and ruptures that lie beside the package; absent in a bare clone.
public enum SharedData {
  /// The folder.
  public static let folder = PythonEnvironment.packageRoot
    .deletingLastPathComponent().appendingPathComponent("shared/data")

  /// A file or folder in it.
  public static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  /// Whether a file or folder is there.
  public static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path)
  }
}
