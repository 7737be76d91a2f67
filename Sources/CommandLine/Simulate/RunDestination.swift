import Foundation
import SeismicFiles

/// Where a run's results go, checked before anything is computed.
struct RunDestination {
  /// The NetCDF file.
  let file: URL
  /// A miniSEED file or a folder for SAC, if asked for.
  let waveforms: WaveformDestination?

  /// The destinations that a configuration names.
  ///
  /// - Throws: ``ConfigurationError`` if there is none, `FileAccessError` if it exists and must stay, or if its
  ///   folder is missing.
  init(_ values: ConfigurationValues, overwrite: Bool) throws {
    guard let file = values.path(.output) else {
      throw ConfigurationError.missing(.output, reason: "The run needs a place for its results")
    }
    guard file.pathExtension.lowercased() == "nc" else { throw values.invalid(.output) }
    self.file = file
    waveforms = try values.path(.waveforms).map { url throws in try WaveformDestination(url) }
    if let other = waveforms?.url, Self.isSame(other, file) {
      throw ConfigurationError.conflict(
        "--output and --waveforms both name \(file.path), so that one would replace the other; name two files"
      )
    }
    for url in [file, waveforms?.url].compactMap({ $0 }) {
      try Self.checkPlace(of: url, overwrite: overwrite)
    }
  }

  /// Whether two paths lead to one file.
  static func isSame(_ a: URL, _ b: URL) -> Bool {
    a.resolvingSymlinksInPath().standardizedFileURL.path
      == b.resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Refuses a place that cannot be written, or that holds what must stay.
  static func checkPlace(of url: URL, overwrite: Bool) throws(FileAccessError) {
    let folder = url.deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw .notFound(path: folder) }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .failed(path: folder, operation: "writing", reason: "the folder is not writable")
    }
    if !overwrite, FileManager.default.fileExists(atPath: url.path) {
      throw .exists(path: url.path)
    }
  }
}
