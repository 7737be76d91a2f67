import CMSEED
public import Foundation
import NumericalRuntime
public import Seismology

/// miniSEED 2, the archive format of recorded waveforms.
///
/// Reading keeps the type of the samples: STEIM-compressed and plain integers, single and double precision.
/// Records of a channel that follow one another within half a sample are joined; a gap, an overlap or a
/// change of the sampling rate starts another trace. Log records (text) are left out.
///
/// Reference: SEED manual 2.4, chapter 8; decoded by libmseed 2.19.
public enum MiniSEED {
  /// What a file holds.
  public struct Contents: Sendable {
    /// The traces, in the order in which their channels first appear, then by time.
    public var traces: [WaveformTrace]
    /// What the decoder had to say against single records, such as a failed integrity check of STEIM frames.
    public var warnings: [String]
  }

  /// The traces of a file.
  ///
  /// - Throws: ``WaveformFileError`` or ``FileAccessError``.
  public static func read(_ url: URL) throws -> [WaveformTrace] {
    try contents(try FileContents.read(url), path: url.path).traces
  }

  /// The traces of a file and the decoder's warnings.
  public static func readContents(_ url: URL) throws -> Contents {
    try contents(try FileContents.read(url), path: url.path)
  }

  /// The traces in the bytes of a file; `path` is the name under which errors report it.
  public static func contents(_ data: Data, path: String) throws -> Contents {
    try MiniSEEDLibrary.locked {
      var reader = MiniSEEDRecordReader(path: path)
      var assembler = TraceAssembler()
      var bytes = [UInt8](data)
      try reader.read(&bytes) { record in assembler.add(record) }
      let traces = assembler.traces
      guard !traces.isEmpty || reader.recordCount > 0 else {
        throw WaveformFileError.empty(path: path)
      }
      return Contents(traces: traces, warnings: reader.warnings)
    }
  }

  /// Whether bytes start like a miniSEED or full SEED file.
  static func isRecognised(_ start: Data) -> Bool {
    let bytes = [UInt8](start.prefix(64))
    return bytes.count >= 48
      && (MiniSEEDHeader.isData(bytes, 0) || MiniSEEDHeader.isControl(bytes, 0))
  }
}

/// Walks through the records of a file.
private struct MiniSEEDRecordReader {
  let path: String
  private(set) var recordCount = 0
  private(set) var warnings: [String] = []

  init(path: String) { self.path = path }

  mutating func read(_ bytes: inout [UInt8], _ body: (WaveformTrace) -> Void) throws {
    guard MiniSEEDHeader.isData(bytes, 0) || MiniSEEDHeader.isControl(bytes, 0) else {
      throw WaveformFileError.unknownFormat(path: path)
    }
    var offset = 0
    var record: UnsafeMutablePointer<MSRecord>?
    defer { msr_free(&record) }
    while offset < bytes.count {
      guard MiniSEEDHeader.isData(bytes, offset) else {
        offset = try skipControl(bytes, offset)
        continue
      }
      let header = try MiniSEEDHeader(bytes, at: offset, path: path)
      let status = bytes.withUnsafeMutableBytes { buffer -> Int32 in
        let start = buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
        let isNumeric: Int8 = header.encoding == DE_ASCII ? 0 : 1
        return msr_unpack(start, Int32(header.length), &record, isNumeric, 0)
      }
      let messages = MiniSEEDLibrary.takeMessages()
      guard status == MS_NOERROR, let content = record?.pointee else {
        let reason = messages.last ?? MiniSEEDLibrary.text(status)
        throw WaveformFileError.corrupt(path: path, offset: offset, reason: reason)
      }
      warnings += messages.map { "byte \(offset): \($0)" }
      recordCount += 1
      if let trace = try trace(content, offset) { body(trace) }
      offset += header.length
    }
  }

  /// The next offset after blank and control records of a full SEED volume, or after padding at the end.
  private func skipControl(_ bytes: [UInt8], _ offset: Int) throws -> Int {
    let rest = bytes[offset...]
    if rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) { return bytes.count }
    guard MiniSEEDHeader.isControl(bytes, offset) else {
      let isShort = rest.count < 48
      throw isShort
        ? WaveformFileError.truncated(
          path: path,
          offset: offset,
          expectedBytes: 48,
          presentBytes: rest.count
        )
        : WaveformFileError.corrupt(path: path, offset: offset, reason: "no record starts here")
    }
    var next = offset + 128
    while next < bytes.count, !MiniSEEDHeader.isData(bytes, next),
      !MiniSEEDHeader.isControl(bytes, next)
    {
      next += 128
    }
    return next
  }

  private func trace(_ record: MSRecord, _ offset: Int) throws -> WaveformTrace? {
    guard let samples = samples(record), samples.count > 0 else { return nil }
    guard record.samprate > 0, record.samprate.isFinite else {
      throw WaveformFileError.corrupt(
        path: path,
        offset: offset,
        reason: "sampling rate \(record.samprate) Hz"
      )
    }
    let identifier = TraceIdentifier(
      network: Self.text(record.network),
      station: Self.text(record.station),
      location: Self.text(record.location),
      channel: Self.text(record.channel)
    )
    return WaveformTrace(
      identifier: identifier,
      startTime: UTCTime.date(microseconds: Int(record.starttime)),
      samplingInterval: 1 / record.samprate,
      samples: samples
    )
  }

  private func samples(_ record: MSRecord) -> TraceSamples? {
    guard let start = record.datasamples, record.numsamples > 0 else { return nil }
    let count = Int(record.numsamples)
    func values<Value>(_ type: Value.Type) -> [Value] {
      Array(
        UnsafeBufferPointer(start: start.bindMemory(to: type, capacity: count), count: count)
      )
    }
    switch UInt8(bitPattern: record.sampletype) {
    case UInt8(ascii: "i"): return .integers(values(Int32.self))
    case UInt8(ascii: "f"): return .floats(values(Float.self))
    case UInt8(ascii: "d"): return .doubles(values(Double.self))
    default: return nil
    }
  }

  /// The text in a C array of characters.
  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        .trimmingCharacters(in: .whitespaces)
    }
  }
}
