public import Foundation
import NumericalRuntime
import Seismology

/// The formats of waveforms that are read and written.
public enum WaveformFormat: String, Hashable, Sendable, CaseIterable {
  /// miniSEED 2: any number of traces in one file.
  case miniSEED = "mseed"
  /// SAC: one trace a file, so that several traces make a folder.
  case sac
  /// NetCDF-4: any number of traces in one file.
  case netCDF = "netcdf"

  /// The format that a file name asks for: `.mseed` or `.ms`, `.sac`, `.nc`; nil for any other ending.
  public init?(fileName: String) {
    switch fileName.split(separator: ".").last?.lowercased() {
    case "mseed", "miniseed", "ms", "seed": self = .miniSEED
    case "sac": self = .sac
    case "nc", "nc4", "netcdf": self = .netCDF
    default: return nil
    }
  }

  /// The format of a file by its first bytes.
  ///
  /// - Throws: ``WaveformFileError/unknownFormat(path:)`` or ``FileAccessError``.
  public init(detecting url: URL) throws {
    let data = try FileContents.read(url)
    let start = [UInt8](data.prefix(8))
    if MiniSEED.isRecognised(data) {
      self = .miniSEED
    } else if start.starts(with: [0x89, 0x48, 0x44, 0x46]) || start.starts(with: "CDF".utf8) {
      self = .netCDF
    } else if SACHeader.isBigEndian(data) != nil {
      self = .sac
    } else {
      throw WaveformFileError.unknownFormat(path: url.path)
    }
  }
}

/// Waveforms in any format that is known, and the ways between them.
public enum WaveformFile {
  /// Reads a file, or a folder of files, whatever their format.
  ///
  /// A result file of the simulator gives three traces a station; without an origin time in it, time starts
  /// at 1970-01-01.
  ///
  /// - Throws: ``WaveformFileError``, ``NetCDFError`` or ``FileAccessError``.
  public static func read(_ url: URL) throws -> WaveformCollection {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue
    {
      return try readFolder(url)
    }
    switch try WaveformFormat(detecting: url) {
    case .miniSEED: return WaveformCollection(traces: try MiniSEED.read(url))
    case .sac: return WaveformCollection(try SACFile(reading: url))
    case .netCDF: return try readNetCDF(url)
    }
  }

  /// Writes a collection: to one file, or, for several traces as SAC, into a folder of that name as
  /// `NET.STA.LOC.CHA.sac` (with the start time where a channel has several traces).
  ///
  /// - Returns: the files that were written.
  /// - Throws: ``WaveformFileError``, ``NetCDFError`` or ``FileAccessError``.
  @discardableResult
  public static func write(
    _ collection: WaveformCollection,
    to url: URL,
    format: WaveformFormat
  ) throws -> [URL] {
    guard !collection.traces.isEmpty else { throw WaveformFileError.empty(path: url.path) }
    switch format {
    case .miniSEED: try MiniSEED.write(collection.traces, to: url)
    case .netCDF:
      let file = try NetCDFFile(creating: url)
      try file.write(collection)
      try file.finish()
    case .sac: return try writeSAC(collection, to: url)
    }
    return [url]
  }

  /// Reads one format and writes another.
  ///
  /// - Parameters:
  ///   - source: a file or folder of waveforms.
  ///   - destination: where the result shall stand.
  ///   - format: the format to write; nil for the one that the destination's name asks for.
  /// - Returns: the files that were written.
  /// - Throws: what ``read(_:)`` and ``write(_:to:format:)`` throw, and
  ///   ``WaveformFileError/unknownFormat(path:)`` if the name tells no format.
  @discardableResult
  public static func convert(
    _ source: URL,
    to destination: URL,
    format: WaveformFormat? = nil
  ) throws -> [URL] {
    guard let format = format ?? WaveformFormat(fileName: destination.lastPathComponent) else {
      throw WaveformFileError.unknownFormat(path: destination.path)
    }
    return try write(try read(source), to: destination, format: format)
  }

  private static func readFolder(_ url: URL) throws -> WaveformCollection {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    var result = WaveformCollection(traces: [])
    for name in names.sorted() where WaveformFormat(fileName: name) != nil {
      let part = try read(url.appendingPathComponent(name))
      result.traces += part.traces
      result.motion = result.motion ?? part.motion
      result.originTime = result.originTime ?? part.originTime
      result.eventPosition = result.eventPosition ?? part.eventPosition
      result.eventDepth = result.eventDepth ?? part.eventDepth
      result.stations.merge(part.stations) { first, _ in first }
    }
    guard !result.traces.isEmpty else { throw WaveformFileError.empty(path: url.path) }
    return result
  }

  private static func readNetCDF(_ url: URL) throws -> WaveformCollection {
    let file = try NetCDFFile(reading: url)
    if let collection = try file.readTraces() { return collection }
    let seismograms = try file.readSeismograms()
    guard let first = seismograms.first else {
      throw WaveformFileError.empty(path: url.path)
    }
    let metadata = try file.readMetadata()
    let origin = metadata.originTime ?? Date(timeIntervalSince1970: 0)
    return WaveformCollection(
      traces: seismograms.flatMap { $0.traces(originTime: origin) },
      motion: first.motion,
      stations: try stations(of: seismograms, in: file),
      originTime: metadata.originTime
    )
  }

  private static func stations(
    of seismograms: [Seismogram],
    in file: NetCDFFile
  ) throws(NetCDFError) -> [Station] {
    for name in ["station_latitude", "station_longitude"] {
      guard try file.variable(ifPresent: name) != nil else { return [] }
    }
    let latitude = try file.readColumn("station_latitude", count: seismograms.count)
    let longitude = try file.readColumn("station_longitude", count: seismograms.count)
    return seismograms.indices.map { index in
      Station(
        network: seismograms[index].receiver.network,
        code: seismograms[index].receiver.code,
        position: GeographicPoint(latitude: latitude[index], longitude: longitude[index])
      )
    }
  }

  private static func writeSAC(_ collection: WaveformCollection, to url: URL) throws -> [URL] {
    if collection.traces.count == 1 {
      try SACFile(collection.traces[0], of: collection).write(to: url)
      return [url]
    }
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw FileAccessError.failed(
        path: url.path,
        operation: "making the folder",
        reason: error.localizedDescription
      )
    }
    let counts = Dictionary(collection.traces.map { ($0.identifier, 1) }, uniquingKeysWith: +)
    return try collection.traces.map { trace in
      let isAlone = counts[trace.identifier] == 1
      let time = UTCTime.text(trace.startTime).replacing(":", with: "")
      let name = "\(trace.identifier)" + (isAlone ? "" : ".\(time)") + ".sac"
      let file = url.appendingPathComponent(name)
      try SACFile(trace, of: collection).write(to: file)
      return file
    }
  }
}

extension SACFile {
  /// The file of one trace of a collection.
  fileprivate init(_ trace: WaveformTrace, of collection: WaveformCollection) {
    self.init(trace: trace, motion: collection.motion)
    let station = collection.station(of: trace)
    stationPosition = station?.position
    stationElevation = station?.elevation
    originTime = collection.originTime
    eventPosition = collection.eventPosition
    eventDepth = collection.eventDepth
  }
}

extension WaveformCollection {
  /// The one trace of a SAC file.
  fileprivate init(_ file: SACFile) {
    var stations: [Station] = []
    if let position = file.stationPosition {
      stations.append(
        Station(
          network: file.trace.identifier.network,
          code: file.trace.identifier.station,
          position: position,
          elevation: file.stationElevation ?? 0
        )
      )
    }
    self.init(
      traces: [file.trace],
      motion: file.motion,
      stations: stations,
      originTime: file.originTime
    )
    eventPosition = file.eventPosition
    eventDepth = file.eventDepth
  }
}
