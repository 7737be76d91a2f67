import Foundation
import TestSupport

@testable import SeismicFiles

/// The folders with models: the project's own, and real ones beside the package where they are present.
enum SharedModels {
  static let own = PythonEnvironment.packageRoot.appendingPathComponent("velocity-models")
  static let folder = PythonEnvironment.packageRoot
    .appendingPathComponent("../shared/data/velocity_models/1d").standardizedFileURL
  static let arePresent = FileManager.default.fileExists(atPath: folder.path)

  static func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
}

/// Reads a model from text under a name in a temporary folder.
func readModel(
  _ text: String,
  named name: String,
  options: VelocityModelFile.Options = .init()
) throws -> VelocityModelFile {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("foreshake-model-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let url = folder.appendingPathComponent(name)
  try Data(text.utf8).write(to: url)
  return try VelocityModelFile.read(url, options: options)
}
