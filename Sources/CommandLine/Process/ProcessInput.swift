import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import SignalProcessing

/// The traces of several files and folders.
struct ProcessInput {
  /// The traces in the order of the files.
  private(set) var traces: [WaveformTrace] = []
  /// What the files say that their traces hold; nil for counts or where they do not say.
  private(set) var motion: GroundMotion?
  /// The stations whose positions the files know.
  private(set) var stations: [String: Station] = [:]
  /// The earthquake, where a file knows it.
  private(set) var originTime: Date?
  private(set) var eventPosition: GeographicPoint?
  private(set) var eventDepth: Double?
  /// How many files could not be read.
  private(set) var failures = 0

  /// Reads files and the waveform files of folders, which are told by their endings.
  ///
  /// A file that cannot be read is warned of and left out, unless it is the only one.
  ///
  /// - Throws: the error of the only file; ``RunInterrupted``.
  init(reading paths: [String]) throws {
    let files = try paths.flatMap { try Self.files(at: URL(fileURLWithPath: $0)) }
    var isFirst = true
    for file in files {
      if Interruption.isRequested { throw RunInterrupted(saved: nil) }
      do {
        let part = try Self.read(file)
        guard isFirst || part.motion == motion else {
          throw ConfigurationError.conflict(
            "\(file.path) holds \(part.motion?.rawValue ?? "counts") but the files before it "
              + "\(motion?.rawValue ?? "counts"); process them one after the other"
          )
        }
        isFirst = false
        add(part)
      } catch let error as ConfigurationError {
        throw error
      } catch {
        guard files.count > 1 else { throw error }
        failures += 1
        Console.warning("left out: \(Failure.text(of: error))")
      }
    }
  }

  private mutating func add(_ part: WaveformCollection) {
    traces += part.traces
    motion = part.motion
    stations.merge(part.stations) { first, _ in first }
    originTime = originTime ?? part.originTime
    eventPosition = eventPosition ?? part.eventPosition
    eventDepth = eventDepth ?? part.eventDepth
  }

  private static func read(_ file: URL) throws -> WaveformCollection {
    switch try WaveformFormat(detecting: file) {
    case .miniSEED:
      let contents = try MiniSEED.readContents(file)
      for warning in contents.warnings { Console.warning("\(file.path): \(warning)") }
      return WaveformCollection(traces: contents.traces)
    case .sac: return try WaveformFile.read(file)
    case .netCDF:
      var waveforms = try WaveformFile.read(file)
      // A result of foreshake simulate knows its earthquake.
      if let source = (try? StoredRun(path: file.path))?.source {
        waveforms.eventPosition = source.epicentre
        waveforms.eventDepth = source.depth
      }
      return waveforms
    }
  }

  private static func files(at url: URL) throws -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw FileAccessError.notFound(path: url.path)
    }
    guard isFolder.boolValue else { return [url] }
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    let files = names.filter { !$0.hasPrefix(".") && WaveformFormat(fileName: $0) != nil }
      .map { url.appendingPathComponent($0) }
    guard !files.isEmpty else { throw WaveformFileError.empty(path: url.path) }
    return files
  }
}

/// The station files of a run as one inventory.
enum InventoryInput {
  /// Reads station files, and those of folders that end in .xml; their responses are mended where asked for.
  static func read(_ paths: [String], mending: Bool = false) throws -> StationInventory? {
    guard !paths.isEmpty else { return nil }
    var result = StationInventory()
    for path in paths {
      let url = URL(fileURLWithPath: path)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        result.networks += try readFolder(url)
      } else {
        result.networks += try StationFile.readInventory(url).networks
      }
    }
    return mending ? result.mended : result
  }

  private static func readFolder(_ url: URL) throws -> [NetworkEpoch] {
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    let files = names.filter { $0.lowercased().hasSuffix("xml") && !$0.hasPrefix(".") }
    guard !files.isEmpty else { throw StationFileError.empty(path: url.path) }
    return try files.flatMap {
      try StationFile.readInventory(url.appendingPathComponent($0)).networks
    }
  }
}
