import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// Where waveforms are written: a file of a known format, or a folder of SAC files.
struct WaveformDestination {
  /// The file or folder.
  let url: URL
  /// The format by the name's ending; a name without ending is a folder of SAC files.
  let format: WaveformFormat

  /// A destination.
  ///
  /// - Throws: ``ConfigurationError`` if the ending is that of no format.
  init(_ url: URL) throws(ConfigurationError) {
    self.url = url
    if url.pathExtension.isEmpty {
      format = .sac
    } else if let format = WaveformFormat(fileName: url.lastPathComponent) {
      self.format = format
    } else {
      throw .conflict(
        "\(url.path): waveforms cannot end in .\(url.pathExtension); use .mseed, .nc, .sac for a single trace, or "
          + "a name without ending for a folder of SAC files"
      )
    }
  }

  /// Whether the waveforms go into a folder of files.
  private var isFolder: Bool { url.pathExtension.isEmpty }

  /// Refuses a place that cannot be written, or that holds what must stay; see ``RunDestination``.
  func checkPlace(overwrite: Bool) throws(FileAccessError) {
    if isFolder {
      try RunDestination.checkFolderPlace(of: url, holding: ".sac", overwrite: overwrite)
    } else {
      try RunDestination.checkPlace(of: url, overwrite: overwrite)
    }
  }

  /// Refuses station codes that the format has no room for, before anything is computed.
  ///
  /// - Throws: `WaveformFileError` with the first such code.
  func check(codes: [String]) throws(WaveformFileError) {
    let limit: Int
    switch format {
    case .miniSEED: limit = 5
    case .sac: limit = 8
    case .netCDF: return
    }
    for code in codes where code.utf8.count > limit {
      throw .codeTooLong(path: url.path, field: "station", code: code, limit: limit)
    }
  }

  /// Writes waveforms; a folder appears under its name only when all its files are whole.
  func write(_ waveforms: WaveformCollection) throws {
    guard isFolder else {
      if format == .sac, waveforms.traces.count > 1 {
        throw ConfigurationError.conflict(
          "A SAC file holds one trace, not \(waveforms.traces.count); name a folder without an ending"
        )
      }
      try WaveformFile.write(waveforms, to: url, format: format)
      return
    }
    let hidden = ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial"
    let temporary = url.deletingLastPathComponent().appendingPathComponent(hidden)
    do {
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
      let counts = Dictionary(waveforms.traces.map { ($0.identifier, 1) }, uniquingKeysWith: +)
      for trace in waveforms.traces {
        var single = waveforms
        single.traces = [trace]
        // Without a network code the name would begin with a dot and hide the file; segments of one channel
        // are told apart by their start.
        let time = UTCTime.text(trace.startTime).replacing(":", with: "")
        let suffix = counts[trace.identifier] == 1 ? "" : ".\(time)"
        let name = "\(trace.identifier)".drop { $0 == "." } + suffix
        try WaveformFile.write(
          single,
          to: temporary.appendingPathComponent("\(name).sac"),
          format: .sac
        )
      }
      if FileManager.default.fileExists(atPath: url.path) {
        try FileManager.default.removeItem(at: url)
      }
      try FileManager.default.moveItem(at: temporary, to: url)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
  }
}
