public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// A catalog, or part of it, in the formats of other programs, in a folder of its own.
///
/// | format | the folder holds |
/// |---|---|
/// | miniSEED | `ID.mseed` an event, three channels a receiver |
/// | SAC | `ID/NET.STA..CHA.sac`, with origin time, epicenter, depth, magnitude and the receiver's place |
/// | npy, stacked | `waveforms.npy`: `[event, component, time, y, x]`, or `[event, component, time, station]` |
/// | npy, single | `ID.npy` an event: `[component, y, x, time]`, or `[component, station, time]` |
///
/// In every one `events.csv` lists the events in the order of the files and `receivers.csv` the receivers. Components are
/// east, north, up, values in SI units. Events without an origin time start at 1970-01-01T00:00:00.
public struct CatalogExport: Sendable {
  /// What is written.
  public enum Format: Hashable, Sendable {
    /// miniSEED 2, single precision; stretches of NaN are gaps.
    case miniSEED
    /// SAC, one file a channel; a channel with gaps is one file a piece.
    case sac
    /// One NumPy array for all events.
    case stackedArray
    /// One NumPy array an event, in the order of axes of the published Bay Area data set: `[3, H, W, T]`.
    case eventArrays
  }

  /// The format.
  public var format: Format
  /// Which receivers.
  public var receivers: ReceiverChoice
  let index: CatalogIndex
  let folder: CatalogFolder
  let entries: [CatalogIndex.Entry]

  /// An export of a catalog.
  ///
  /// - Parameters:
  ///   - index: the index.
  ///   - folder: the catalog.
  ///   - format: what is written.
  ///   - receivers: which receivers; nil for the grid in arrays and the stations in the other formats, where there are both.
  ///   - split: only the events of a split; nil for all.
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if there is no such event or receiver.
  public init(
    of index: CatalogIndex,
    in folder: CatalogFolder,
    as format: Format,
    receivers: ReceiverChoice? = nil,
    split: CatalogSplit? = nil
  ) throws(CatalogError) {
    self.index = index
    self.folder = folder
    self.format = format
    let layout = index.description.layout
    let isArray = format == .stackedArray || format == .eventArrays
    let usual: ReceiverChoice =
      layout.stations.isEmpty || isArray && layout.grid != nil ? .grid : .stations
    self.receivers = receivers ?? usual
    _ = try self.receivers.places(in: layout)
    entries = index.entries.filter { $0.isMade && (split == nil || $0.split == split) }
    guard !entries.isEmpty else {
      throw .mismatch(
        what: "events to export",
        expected: split.map { "some of the split \($0.rawValue)" } ?? "some that are made",
        found: "none"
      )
    }
  }

  /// The number of events that are written.
  public var eventCount: Int { entries.count }

  /// Bytes that the result takes, nearly.
  public var byteCount: Int {
    let sampling = index.description.sampling
    let places = (try? receivers.places(in: index.description.layout).count) ?? 0
    // SAC has one header a channel; miniSEED one of 64 bytes in each record of 512.
    let channel =
      switch format {
      case .miniSEED: (4 * sampling.count + 447) / 448 * 512
      case .sac: 4 * sampling.count + 632
      case .stackedArray, .eventArrays: 4 * sampling.count
      }
    return entries.count * 3 * places * channel
  }

  /// Writes the folder, which appears under its name when it is whole.
  ///
  /// - Parameters:
  ///   - url: where it shall stand; nothing may stand there.
  ///   - progress: called after each event with how many of how many are done; false stops.
  /// - Throws: `FileAccessError` or `WaveformFileError` if it cannot be written,
  ///   ``CatalogError/diskTooSmall(path:needed:free:)``, ``CatalogError/damaged(path:reason:)``,
  ///   ``CatalogError/interrupted(complete:of:)``.
  public func write(to url: URL, progress: (Int, Int) -> Bool = { _, _ in true }) throws {
    try HiddenFolder.write(to: url, byteCount: byteCount) { hidden in
      var stack: NumPyFile?
      if format == .stackedArray {
        stack = try NumPyFile(
          creating: hidden.appendingPathComponent("waveforms.npy"),
          shape: [entries.count] + arrayShape
        )
      }
      for (number, entry) in entries.enumerated() {
        try entry.requireChecksum(at: folder.file(entry.fileName))
        let waveforms = try EventFile.read(folder.file(entry.fileName))
        switch format {
        case .miniSEED:
          let traces = try waveforms.collection(receivers, index.description)
          let file = hidden.appendingPathComponent("\(entry.id).mseed")
          try WaveformFile.write(traces, to: file, format: .miniSEED)
        case .sac: try waveforms.writeSAC(receivers, index.description, into: hidden)
        case .stackedArray: try stack?.write(try waveforms.stackedValues(receivers))
        case .eventArrays:
          var file = try NumPyFile(
            creating: hidden.appendingPathComponent("\(entry.id).npy"),
            shape: arrayShape
          )
          try file.write(try waveforms.timeFastestValues(receivers))
          try file.close()
        }
        guard progress(number + 1, entries.count) else {
          throw CatalogError.interrupted(complete: 0, of: entries.count)
        }
      }
      try stack?.close()
      try writeTables(into: hidden)
    }
  }

  /// The shape of one event's array.
  private var arrayShape: [Int] {
    let layout = index.description.layout
    let places =
      receivers == .grid
      ? layout.grid.map { [$0.y.count, $0.x.count] } ?? [] : [layout.stations.count]
    let times = [index.description.sampling.count]
    return [3] + (format == .stackedArray ? times + places : places + times)
  }
}

extension EventWaveforms {
  /// Chosen receivers as `(component, time, receiver)`.
  fileprivate func stackedValues(_ choice: ReceiverChoice) throws(CatalogError) -> [Float] {
    let places = try choice.places(in: layout)
    if places.count == layout.count { return samples }
    return (0..<(3 * sampling.count)).flatMap { row in
      samples[(row * layout.count + places.lowerBound)..<(row * layout.count + places.upperBound)]
    }
  }

  /// Chosen receivers as `(component, receiver, time)`.
  fileprivate func timeFastestValues(_ choice: ReceiverChoice) throws(CatalogError) -> [Float] {
    let places = try choice.places(in: layout)
    let (times, receivers) = (sampling.count, layout.count)
    var values: [Float] = []
    values.reserveCapacity(3 * places.count * times)
    for component in 0..<3 {
      for receiver in places {
        for time in 0..<times {
          values.append(samples[(component * times + time) * receivers + receiver])
        }
      }
    }
    return values
  }
}
