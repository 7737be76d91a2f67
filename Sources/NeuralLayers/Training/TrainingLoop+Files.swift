import Foundation
import NumericalRuntime

extension TrainingLoop {
  var log: MetricsLog? { plan.folder.map { MetricsLog(folder: $0) } }

  var checkpoint: Checkpoint<Model, Rule> {
    Checkpoint(model: model, optimizer: optimizer, average: average, state: state)
  }

  mutating func write(to url: URL) throws {
    try checkpoint.write(to: url, metadata: plan.metadata)
    lastWritten = url.path
  }

  /// Makes the folder and removes the log of a run that wrote no checkpoint.
  func prepareFolder() throws {
    guard let folder = plan.folder else { return }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw FileAccessError.failed(
        path: folder.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
    // Tried now: an epoch that cannot be saved is lost.
    let trial = folder.appendingPathComponent(".writable")
    try FileContents.write("", to: trial)
    try? FileManager.default.removeItem(at: trial)
    try log?.removeAll()
  }
}
