public import Foundation
import NumericalRuntime
public import Seismology

/// A SAC file: one trace with what its header says of station and earthquake.
///
/// Samples are single precision, evenly spaced. The start time is kept to the microsecond: the reference time
/// is the start cut to milliseconds and `b` the rest. SAC's own units are nm and nm/s; ours stay in SI, and
/// the header word KUSER0 says so (`M`, `M/S`, `M/S**2`), with `IDEP` left unknown.
///
/// Reference: SAC manual, *SAC data format*.
public struct SACFile: Hashable, Sendable {
  /// The trace; its samples are single precision.
  public var trace: WaveformTrace
  /// What the samples are, where the header says so.
  public var motion: GroundMotion?
  /// Position of the station in degrees, elevation and depth of the sensor in metres.
  public var stationPosition: GeographicPoint?
  /// Elevation of the ground in metres.
  public var stationElevation: Double?
  /// Depth of the sensor below the ground in metres.
  public var stationDepth: Double?
  /// Direction of positive motion, degrees clockwise from north.
  public var azimuth: Double?
  /// Direction of positive motion, degrees from the upward vertical (SAC's `CMPINC`; 0 is up, 90 horizontal).
  public var inclination: Double?
  /// Epicentre.
  public var eventPosition: GeographicPoint?
  /// Depth of the hypocentre in metres (the header holds kilometres).
  public var eventDepth: Double?
  /// Origin time.
  public var originTime: Date?
  /// Magnitude.
  public var magnitude: Double?
  /// Name of the earthquake, up to 16 characters.
  public var eventName = ""

  /// A file of a trace; the rest may be filled in.
  public init(trace: WaveformTrace, motion: GroundMotion? = nil) {
    self.trace = trace
    self.motion = motion
    switch trace.identifier.channel.last {
    case "E": (azimuth, inclination) = (90, 90)
    case "N": (azimuth, inclination) = (0, 90)
    case "Z": (azimuth, inclination) = (0, 0)
    default: break
    }
  }

  /// Reads a file of either byte order.
  ///
  /// - Throws: ``WaveformFileError`` or ``FileAccessError``.
  public init(reading url: URL) throws {
    try self.init(try FileContents.read(url), path: url.path)
  }

  /// The file in some bytes; `path` is the name under which errors report it.
  public init(_ data: Data, path: String) throws(WaveformFileError) {
    let header = try SACHeader(data, path: path)
    let samples = try Self.samples(data, header, path: path)
    let sampling = try Self.sampling(data, header, path: path)
    let identifier = TraceIdentifier(
      network: header[.network],
      station: header[.station],
      location: header[.location] == "--" ? "" : header[.location],
      channel: header[.component]
    )
    let reference = try Self.referenceTime(header, path: path)
    let start = (reference ?? Date(timeIntervalSince1970: 0)).addingTimeInterval(sampling.begin)
    trace = WaveformTrace(
      identifier: identifier,
      startTime: UTCTime.date(microseconds: UTCTime.microseconds(start)),
      samplingInterval: sampling.interval,
      samples: .floats(samples)
    )
    motion = GroundMotion.allCases.first { $0.unitWord == header[.unit] }
    readCircumstances(header, reference)
  }

  private mutating func readCircumstances(_ header: SACHeader, _ reference: Date?) {
    func point(_ latitude: Double?, _ longitude: Double?) -> GeographicPoint? {
      guard let latitude, let longitude else { return nil }
      return GeographicPoint(latitude: latitude, longitude: longitude)
    }
    stationPosition = point(header[.stationLatitude], header[.stationLongitude])
    stationElevation = header[.stationElevation]
    stationDepth = header[.stationDepth]
    azimuth = header[.componentAzimuth]
    inclination = header[.componentInclination]
    eventPosition = point(header[.eventLatitude], header[.eventLongitude])
    eventDepth = header[.eventDepth].map { $0 * 1000 }
    magnitude = header[.magnitude]
    eventName = header[.event]
    if let reference, let origin = header.exact(.origin) {
      originTime = reference.addingTimeInterval(origin)
    }
  }

  private static func samples(
    _ data: Data,
    _ header: SACHeader,
    path: String
  ) throws(WaveformFileError) -> [Float] {
    let time = 1
    guard header[.fileType] ?? time == time else {
      throw .unsupported(
        path: path,
        what: "SAC file type \(header[.fileType] ?? 0) (not a time series)"
      )
    }
    guard header[.isEvenlySpaced] ?? 1 == 1 else {
      throw .unsupported(path: path, what: "an unevenly spaced SAC file")
    }
    guard let count = header[.sampleCount], count > 0 else { throw .empty(path: path) }
    let needed = SACHeader.byteCount + 4 * count
    guard needed <= data.count else {
      throw .truncated(
        path: path,
        offset: SACHeader.byteCount,
        expectedBytes: 4 * count,
        presentBytes: data.count - SACHeader.byteCount
      )
    }
    let bytes = SACBytes(data: data, isBigEndian: SACHeader.isBigEndian(data) ?? false)
    return bytes.floats(at: SACHeader.byteCount, count: count)
  }

  /// Sampling interval and begin, from the footer of doubles where there is one.
  private static func sampling(
    _ data: Data,
    _ header: SACHeader,
    path: String
  ) throws(WaveformFileError) -> (interval: Double, begin: Double) {
    var interval = header.stored(.delta)
    var begin = header.exact(.begin) ?? (header.stored(.begin).isFinite ? 0 : .nan)
    let footer = SACHeader.byteCount + 4 * (header[.sampleCount] ?? 0)
    if header[.version] == 7, data.count >= footer + 176 {
      let bytes = SACBytes(data: data, isBigEndian: SACHeader.isBigEndian(data) ?? false)
      interval = bytes.double(at: footer)
      begin = bytes.double(at: footer + 8)
    }
    guard interval.isFinite, interval > 0, abs(begin) < 1e10 else {
      let reason = "sampling interval (DELTA) \(interval) s, begin (B) \(begin) s"
      throw .corrupt(path: path, offset: 0, reason: reason)
    }
    return (interval, begin)
  }

  /// The reference time; nil where the header leaves it undefined.
  private static func referenceTime(
    _ header: SACHeader,
    path: String
  ) throws(WaveformFileError) -> Date? {
    guard header[.year] != nil || header[.dayOfYear] != nil else { return nil }
    guard let year = header[.year], let day = header[.dayOfYear], (1...9999).contains(year),
      (1...366).contains(day)
    else {
      let (year, day) = (header[.year], header[.dayOfYear])
      throw .corrupt(
        path: path,
        offset: 280,
        reason:
          "the reference time has year \(year.map { "\($0)" } ?? "undefined") and day of the year "
          + "\(day.map { "\($0)" } ?? "undefined"), which must be 1 to 366"
      )
    }
    func part(_ integer: SACHeader.Integer) -> Int { min(max(header[integer] ?? 0, 0), 100_000) }
    let seconds = part(.hour) * 3600 + part(.minute) * 60 + part(.second)
    return UTCTime.date(
      year: year,
      dayOfYear: day,
      microseconds: (seconds * 1000 + part(.millisecond)) * 1000
    )
  }
}

extension SACFile {
  /// Writes the file, atomically; little-endian unless asked otherwise.
  ///
  /// - Throws: ``WaveformFileError`` if a code does not fit, ``FileAccessError`` if the disk refuses.
  public func write(to url: URL, isBigEndian: Bool = false) throws {
    try FileContents.write(try data(path: url.path, isBigEndian: isBigEndian), to: url)
  }

  /// The bytes of the file; `path` is the name under which errors report it.
  public func data(path: String, isBigEndian: Bool = false) throws(WaveformFileError) -> Data {
    try checkCodes(path)
    let samples = trace.samples.asFloats
    guard !samples.isEmpty else { throw .empty(path: path) }
    var header = SACHeader()
    describeSamples(samples, &header)
    describeTimes(&header)
    describePlaces(&header)
    var data = header.data(isBigEndian: isBigEndian)
    data.append(samples: samples, isBigEndian: isBigEndian)
    return data
  }

  private func describeSamples(_ samples: [Float], _ header: inout SACHeader) {
    header[.delta] = trace.samplingInterval
    header[.minimum] = Double(samples.min() ?? 0)
    header[.maximum] = Double(samples.max() ?? 0)
    header[.mean] = samples.reduce(0) { $0 + Double($1) } / Double(samples.count)
    header[.version] = 6
    header[.sampleCount] = samples.count
    let (timeSeries, unknown, beginTime) = (1, 5, 9)
    header[.fileType] = timeSeries
    header[.dependentType] = unknown
    header[.zeroTime] = beginTime
    header[.isEvenlySpaced] = 1
    header[.polarity] = 1
    header[.mayOverwrite] = 1
    header[.computesDistances] = 1
    header[.network] = trace.identifier.network
    header[.station] = trace.identifier.station
    header[.location] = trace.identifier.location
    header[.component] = trace.identifier.channel
    header[.unit] = motion?.unitWord ?? ""
    header[.event] = eventName
  }

  private func describeTimes(_ header: inout SACHeader) {
    let (year, day, microseconds) = UTCTime.ordinal(trace.startTime)
    let milliseconds = microseconds / 1000
    header[.year] = year
    header[.dayOfYear] = day
    header[.hour] = milliseconds / 3_600_000
    header[.minute] = milliseconds / 60_000 % 60
    header[.second] = milliseconds / 1000 % 60
    header[.millisecond] = milliseconds % 1000
    let begin = Double(microseconds % 1000) * 1e-6
    header[.begin] = begin
    header[.end] = begin + Double(trace.count - 1) * trace.samplingInterval
    if let originTime {
      header[.origin] = originTime.timeIntervalSince(trace.startTime) + begin
    }
  }

  private func describePlaces(_ header: inout SACHeader) {
    header[.stationLatitude] = stationPosition?.latitude
    header[.stationLongitude] = stationPosition?.longitude
    header[.stationElevation] = stationElevation
    header[.stationDepth] = stationDepth
    header[.componentAzimuth] = azimuth
    header[.componentInclination] = inclination
    header[.eventLatitude] = eventPosition?.latitude
    header[.eventLongitude] = eventPosition?.longitude
    header[.eventDepth] = eventDepth.map { $0 / 1000 }
    header[.magnitude] = magnitude
    guard let stationPosition, let eventPosition else { return }
    let line = Geodesic(from: eventPosition, to: stationPosition)
    header[.distance] = line.distance / 1000
    header[.azimuth] = line.azimuth
    header[.backAzimuth] = line.backAzimuth
    header[.greatCircleArc] = line.distance / 111_194.93
  }

  private func checkCodes(_ path: String) throws(WaveformFileError) {
    let codes = trace.identifier
    let fields = [
      ("network", codes.network), ("station", codes.station), ("location", codes.location),
      ("channel", codes.channel),
    ]
    for (field, code) in fields {
      guard code.utf8.count <= 8, code.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
        throw .codeTooLong(path: path, field: field, code: code, limit: 8)
      }
    }
  }
}

extension GroundMotion {
  /// The unit as StationXML and our SAC files name it.
  fileprivate var unitWord: String {
    switch self {
    case .displacement: "M"
    case .velocity: "M/S"
    case .acceleration: "M/S**2"
    }
  }
}
