import Foundation
import NumericalRuntime
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
    try Self.checkPlace(of: file, overwrite: overwrite)
    try waveforms?.checkPlace(overwrite: overwrite)
  }

  /// Whether two paths lead to one file.
  static func isSame(_ a: URL, _ b: URL) -> Bool {
    a.resolvingSymlinksInPath().standardizedFileURL.path
      == b.resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Refuses a place that cannot be written, or that holds what must stay: another file without `overwrite`,
  /// and in any case a folder, a device or a pipe.
  static func checkPlace(of url: URL, overwrite: Bool) throws(FileAccessError) {
    try checkFolder(of: url)
    guard let kind = kind(of: url) else { return }
    guard overwrite else { throw .exists(path: url.path) }
    guard kind == .typeRegular else { throw refusal(of: url, kind) }
  }

  /// Refuses a place for a folder of files that end in `suffix`, as ``checkPlace(of:overwrite:)`` does for a
  /// file: only a folder that holds nothing else may be replaced.
  static func checkFolderPlace(
    of url: URL,
    holding suffix: String,
    overwrite: Bool
  ) throws(FileAccessError) {
    try checkFolder(of: url)
    guard let kind = kind(of: url) else { return }
    guard overwrite else { throw .exists(path: url.path) }
    guard kind == .typeDirectory else { throw refusal(of: url, kind) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    if let other = names.sorted().first(where: { !$0.lowercased().hasSuffix(suffix) }) {
      throw .failed(
        path: url.path,
        operation: "replacing the folder",
        reason:
          "it holds \(other), which is no \(suffix) file and would be lost; name another folder"
      )
    }
  }

  /// Refuses an output that is also read, which would be lost if anything went wrong.
  static func checkDistinct(_ output: URL, from inputs: [String]) throws(ConfigurationError) {
    for input in inputs where isSame(output, URL(fileURLWithPath: input)) {
      throw .conflict("\(input) is both input and output; name another output")
    }
  }

  /// What stands at a place, links followed; nil for nothing.
  private static func kind(of url: URL) -> FileAttributeType? {
    let path = url.resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType
  }

  private static func refusal(of url: URL, _ kind: FileAttributeType) -> FileAccessError {
    let reason =
      switch kind {
      case .typeDirectory: "it is a folder; name a file in it"
      case .typeRegular: "it is a file; name a folder"
      default: "it is neither a file nor a folder"
      }
    return .failed(path: url.path, operation: "replacing", reason: reason)
  }

  /// Refuses a place whose folder is not there or not writable.
  static func checkFolder(of url: URL) throws(FileAccessError) {
    let folder = url.deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw .notFound(path: folder) }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw .failed(path: folder, operation: "writing", reason: "the folder is not writable")
    }
  }
}
