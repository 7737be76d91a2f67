public import Foundation
import NumericalRuntime
import Seismology

/// Saving a run in the middle and going on later, with the same bytes as an undisturbed run.
///
/// A checkpoint holds the fields, the memory of attenuation and absorbing layer, the records and the peaks, as they
/// stand in memory (so it belongs to machines of one byte order), behind a line of JSON that says what they fit.
extension WaveSimulation {
  /// Writes a checkpoint, first under a temporary name.
  ///
  /// - Throws: a `CocoaError` or `POSIXError` of the file system; an existing checkpoint is then untouched.
  public func writeCheckpoint(to url: URL) throws {
    try engine.writeCheckpoint(to: url)
  }

  /// Takes over the state of a checkpoint that a simulation with the same arguments wrote.
  ///
  /// - Throws: ``SimulationError/checkpointMismatch(_:)`` if it does not fit or is cut off.
  public mutating func restore(from url: URL) throws {
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    let saved = try Self.readHeader(file)
    let own = CheckpointHeader(engine)
    guard saved.fits(own) else {
      throw SimulationError.checkpointMismatch(saved.difference(from: own))
    }
    try checkLength(of: file, header: saved)
    for block in engine.stateBlocks() { try block.read(from: file) }
    for n in engine.recording.samples.indices {
      engine.recording.samples[n] = try Self.readSeries(file, count: saved.stepIndex)
    }
    for n in engine.strainRecording.samples.indices {
      engine.strainRecording.samples[n] = try Self.readSeries(file, count: saved.stepIndex)
    }
    if let surface = engine.surface {
      surface.state = try surface.state.map { try Self.readSeries(file, count: $0.count) }
    }
    engine.stepIndex = saved.stepIndex
  }

  private static func readHeader(_ file: FileHandle) throws -> CheckpointHeader {
    let start = try file.read(upToCount: CheckpointHeader.magic(length: 0).utf8.count) ?? Data()
    let words = String(decoding: start, as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[0] == "foreshake",
      let length = Int(words[3].drop { $0 == "0" }.dropLast()),
      length < 1 << 30, let line = try file.read(upToCount: length),
      let header = try? JSONDecoder().decode(CheckpointHeader.self, from: line)
    else { throw SimulationError.checkpointMismatch("it does not begin as a checkpoint does") }
    return header
  }

  /// Refuses a file that is too short or too long before anything is taken over.
  private func checkLength(of file: FileHandle, header: CheckpointHeader) throws {
    let series = engine.recording.samples.count + engine.strainRecording.samples.count
    guard header.stepIndex >= 0, header.stepIndex <= 1_000_000_000 else {
      throw SimulationError.checkpointMismatch("it stands at step \(header.stepIndex)")
    }
    let expected =
      engine.stateBlocks().reduce(0) { $0 + $1.bytes.count } + 4 * series * header.stepIndex
      + 4 * (engine.surface?.state.reduce(0) { $0 + $1.count } ?? 0)
    let position = try file.offset()
    let end = try file.seekToEnd()
    try file.seek(toOffset: position)
    guard end - position == UInt64(expected) else {
      throw SimulationError.checkpointMismatch(
        "it holds \(end - position) bytes of state, not \(expected)"
      )
    }
  }

  private static func readSeries(_ file: FileHandle, count: Int) throws -> [Float] {
    var series = [Float](repeating: 0, count: count)
    try series.withUnsafeMutableBytes {
      try CheckpointBlock(bytes: UnsafeRawBufferPointer($0)).read(from: file)
    }
    return series
  }
}

/// Where and how often a run saves its state.
public struct CheckpointPlan: Hashable, Sendable {
  /// The file, replaced each time.
  public var url: URL
  /// Seconds of motion between checkpoints.
  public var interval: Double

  /// A plan from a file and an interval in seconds of motion.
  public init(url: URL, interval: Double) {
    self.url = url
    self.interval = interval
  }
}

/// What a checkpoint must agree on with the simulation that takes it over.
private struct CheckpointHeader: Codable {
  let format: String
  let grid: [Int]
  let spacing: Double
  let origin: [Double]
  let timeStep: Double
  let startTime: Double
  let options: String
  let receivers: [String]
  let velocities: [Double]
  let fingerprint: UInt64
  let stepIndex: Int

  /// The first bytes of a checkpoint, of fixed length.
  static func magic(length: Int) -> String {
    let digits = String(length)
    return "foreshake checkpoint 2 " + String(repeating: "0", count: 12 - digits.count) + digits
      + "\n"
  }

  init(_ engine: SimulationEngine) {
    format = "foreshake checkpoint 2"
    grid = [engine.grid.nx, engine.grid.ny, engine.grid.nz, engine.grid.absorbingNodes]
    spacing = engine.grid.spacing
    origin = [engine.grid.origin.x, engine.grid.origin.y]
    timeStep = engine.timeStep
    startTime = engine.startTime
    var options = engine.options
    options.threads = nil
    self.options = "\(options) \(engine.outputs)"
    receivers = (engine.receivers + engine.strainReceivers).map {
      "\($0.network).\($0.code) \($0.location.x) \($0.location.y) \($0.location.z)"
    }
    velocities = [engine.velocityRange.minimumS, engine.velocityRange.maximumP]
    fingerprint = engine.fingerprint
    stepIndex = engine.stepIndex
  }

  func fits(_ other: CheckpointHeader) -> Bool { difference(from: other).isEmpty }

  /// The first thing that differs, in words; empty if all agrees.
  func difference(from other: CheckpointHeader) -> String {
    if format != other.format { return "its format is \(format), not \(other.format)" }
    if grid != other.grid || spacing != other.spacing || origin != other.origin {
      return "its grid is \(grid) at \(spacing) m, not \(other.grid) at \(other.spacing) m"
    }
    if timeStep != other.timeStep || startTime != other.startTime {
      return
        "its time step is \(timeStep) s from \(startTime) s, not \(other.timeStep) s from \(other.startTime) s"
    }
    if velocities != other.velocities {
      return "its velocities are \(velocities), not \(other.velocities) m/s"
    }
    if receivers != other.receivers { return "its stations are others" }
    if fingerprint != other.fingerprint { return "its sources, axes or velocity model are others" }
    if options != other.options { return "its options are \(options), not \(other.options)" }
    return ""
  }
}

/// A stretch of memory in a checkpoint.
struct CheckpointBlock {
  let bytes: UnsafeRawBufferPointer
  private static let chunk = 1 << 26

  func write(to file: FileHandle) throws {
    var offset = 0
    while offset < bytes.count {
      let size = min(Self.chunk, bytes.count - offset)
      try file.write(contentsOf: Data(bytes[offset..<offset + size]))
      offset += size
    }
  }

  func read(from file: FileHandle) throws {
    let target = UnsafeMutableRawBufferPointer(mutating: bytes)
    var offset = 0
    while offset < target.count {
      guard let data = try file.read(upToCount: min(Self.chunk, target.count - offset)),
        !data.isEmpty
      else { throw SimulationError.checkpointMismatch("it is cut off") }
      data.copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: target[offset...]))
      offset += data.count
    }
  }
}

extension SimulationEngine {
  func writeCheckpoint(to url: URL) throws {
    let temporary = url.appendingPathExtension(
      "partial-\(ProcessInfo.processInfo.processIdentifier)"
    )
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: temporary.path])
    }
    do {
      let file = try FileHandle(forWritingTo: temporary)
      defer { try? file.close() }
      let header = try JSONEncoder().encode(CheckpointHeader(self))
      try file.write(contentsOf: Data(CheckpointHeader.magic(length: header.count).utf8) + header)
      for block in stateBlocks() { try block.write(to: file) }
      for series in recording.samples + strainRecording.samples + (surface?.state ?? []) {
        try series.withUnsafeBytes { try CheckpointBlock(bytes: $0).write(to: file) }
      }
      try file.synchronize()
      guard rename(temporary.path, url.path) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw error
    }
  }

  /// Everything that steps change, besides the records.
  func stateBlocks() -> [CheckpointBlock] {
    domain.stateBuffers.map {
      CheckpointBlock(bytes: UnsafeRawBufferPointer(start: $0.pointer, count: 4 * $0.count))
    }
  }
}
