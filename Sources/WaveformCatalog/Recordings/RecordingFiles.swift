import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// The waveform files of a folder and the events that they belong to.
///
/// A file belongs to an event if it is called after it (`ID.mseed`, `ID.….mseed`, `ID_….mseed`) or lies in a folder of
/// that name. Where no file is called after any event, those count whose samples fall into an event's window.
struct RecordingFiles {
  private let files: [URL]
  private var unnamed: [(url: URL, traces: [WaveformTrace])] = []

  /// The miniSEED and SAC files of a folder and of the folders in it, by name.
  ///
  /// - Throws: `FileAccessError` if the folder cannot be read, ``CatalogError/foreignFolder(path:reason:)`` if there
  ///   is no such file.
  init(in folder: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
      isFolder.boolValue
    else { throw FileAccessError.notFound(path: folder.path) }
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    files = names.sorted().filter { name in
      let format = WaveformFormat(fileName: name)
      return format == .miniSEED || format == .sac
    }.map { folder.appendingPathComponent($0) }
    guard !files.isEmpty else {
      throw CatalogError.foreignFolder(
        path: folder.path,
        reason: "no miniSEED or SAC file in it; name the folder of the recordings"
      )
    }
  }

  /// What could not be read, for the report.
  struct Unreadable {
    var file: String
    var reason: String
  }

  /// The traces of an event; `window` is its time, in which other files' samples must fall.
  func traces(
    of id: String,
    in window: ClosedRange<Date>
  ) -> (traces: [WaveformTrace], unreadable: [Unreadable]) {
    var traces: [WaveformTrace] = []
    var unreadable: [Unreadable] = []
    for file in files where Self.isNamed(file, after: id) {
      do {
        traces += try WaveformFile.read(file).traces
      } catch {
        unreadable.append(Unreadable(file: file.lastPathComponent, reason: "\(error)"))
      }
    }
    guard traces.isEmpty, unreadable.isEmpty else { return (traces, unreadable) }
    let overlapping = unnamed.flatMap(\.traces).filter {
      $0.startTime <= window.upperBound && $0.endTime >= window.lowerBound
    }
    return (overlapping, [])
  }

  /// Reads the files that are called after none of the events, to be found by their times.
  ///
  /// - Returns: those that could not be read.
  mutating func readUnnamed(_ ids: [String]) -> [Unreadable] {
    var unreadable: [Unreadable] = []
    let isAnyNamed = files.contains { file in ids.contains { Self.isNamed(file, after: $0) } }
    guard !isAnyNamed else { return [] }
    for file in files {
      do {
        unnamed.append((file, try WaveformFile.read(file).traces))
      } catch {
        unreadable.append(Unreadable(file: file.lastPathComponent, reason: "\(error)"))
      }
    }
    return unreadable
  }

  private static func isNamed(_ file: URL, after id: String) -> Bool {
    let name = file.lastPathComponent
    return name.hasPrefix("\(id).") || name.hasPrefix("\(id)_")
      || file.deletingLastPathComponent().lastPathComponent == id
  }
}
