import CMSEED
public import Foundation
import NumericalRuntime
public import Seismology

extension MiniSEED {
  /// Writes traces as miniSEED 2, atomically: integers in STEIM 2 (plain 32 bits where differences exceed 30
  /// bits), floating-point numbers as they are; big-endian.
  ///
  /// - Parameters:
  ///   - traces: the traces, written one after another.
  ///   - url: where the file shall stand.
  ///   - recordLength: bytes of a record, a power of two from 256.
  /// - Throws: ``WaveformFileError`` if a code is too long for SEED, ``FileAccessError`` if the disk refuses.
  public static func write(
    _ traces: [WaveformTrace],
    to url: URL,
    recordLength: Int = 512
  ) throws {
    try FileContents.write(
      try data(traces, path: url.path, recordLength: recordLength),
      to: url
    )
  }

  /// The bytes of a miniSEED file; `path` is the name under which errors report it.
  public static func data(
    _ traces: [WaveformTrace],
    path: String,
    recordLength: Int = 512
  ) throws -> Data {
    precondition(
      (256...(1 << 20)).contains(recordLength) && recordLength.nonzeroBitCount == 1,
      "the record length must be a power of two from 256 to 2^20; got \(recordLength)"
    )
    return try MiniSEEDLibrary.locked {
      let packer = MiniSEEDPacker(path: path, recordLength: recordLength)
      for trace in traces where trace.count > 0 { try packer.pack(trace) }
      return packer.output
    }
  }
}

/// Packs traces into records through libmseed.
private final class MiniSEEDPacker {
  private(set) var output = Data()
  private let path: String
  private let recordLength: Int

  init(path: String, recordLength: Int) {
    self.path = path
    self.recordLength = recordLength
  }

  func pack(_ trace: WaveformTrace) throws(WaveformFileError) {
    try checkCodes(trace.identifier)
    guard trace.samplingInterval.isFinite, trace.samplingInterval > 0 else {
      throw .notStorable(
        path: path,
        trace: "\(trace.identifier)",
        reason: "sampling interval \(trace.samplingInterval) s"
      )
    }
    let mark = output.count
    switch trace.samples {
    case .integers(let values):
      if pack(trace, values, "i", DE_STEIM2) { return }
      output.removeSubrange(mark...)
      if pack(trace, values, "i", DE_INT32) { return }
    case .floats(let values): if pack(trace, values, "f", DE_FLOAT32) { return }
    case .doubles(let values): if pack(trace, values, "d", DE_FLOAT64) { return }
    }
    let reason = MiniSEEDLibrary.takeMessages().last ?? "libmseed refused it"
    throw .notStorable(path: path, trace: "\(trace.identifier)", reason: reason)
  }

  /// Packs the samples; false if the encoding cannot hold them.
  private func pack<Value>(
    _ trace: WaveformTrace,
    _ values: [Value],
    _ type: Unicode.Scalar,
    _ encoding: Int32
  ) -> Bool {
    guard let record = msr_init(nil) else { return false }
    var values = values
    var owned: UnsafeMutablePointer<MSRecord>? = record
    defer {
      // The samples belong to the array.
      record.pointee.datasamples = nil
      msr_free(&owned)
    }
    fill(record, trace)
    record.pointee.sampletype = CChar(type.value)
    record.pointee.encoding = Int8(encoding)
    record.pointee.numsamples = Int64(values.count)
    addRateAndMicroseconds(record, trace)
    var packed: Int64 = 0
    let count = values.withUnsafeMutableBytes { buffer -> Int32 in
      record.pointee.datasamples = buffer.baseAddress
      let handler = Unmanaged.passUnretained(self).toOpaque()
      return msr_pack(record, receiveRecord, handler, &packed, 1, 0)
    }
    return count > 0 && Int(packed) == values.count
  }

  private func fill(_ record: UnsafeMutablePointer<MSRecord>, _ trace: WaveformTrace) {
    record.pointee.reclen = Int32(recordLength)
    record.pointee.byteorder = 1
    record.pointee.sequence_number = 1
    record.pointee.dataquality = CChar(UInt8(ascii: "D"))
    Self.copy(trace.identifier.network, to: &record.pointee.network)
    Self.copy(trace.identifier.station, to: &record.pointee.station)
    Self.copy(trace.identifier.location, to: &record.pointee.location)
    Self.copy(trace.identifier.channel, to: &record.pointee.channel)
    record.pointee.starttime = Int64(UTCTime.microseconds(trace.startTime))
    record.pointee.samprate = 1 / trace.samplingInterval
  }

  /// Blockette 100 where the header's fraction misses the rate, 1001 where times need microseconds.
  private func addRateAndMicroseconds(
    _ record: UnsafeMutablePointer<MSRecord>,
    _ trace: WaveformTrace
  ) {
    let rate = 1 / trace.samplingInterval
    var factor: Int16 = 0
    var multiplier: Int16 = 0
    ms_genfactmult(rate, &factor, &multiplier)
    let nominal = ms_nomsamprate(Int32(factor), Int32(multiplier))
    let singlePrecision = Double(Float(rate))
    if abs(nominal - rate) > abs(singlePrecision - rate) {
      var blockette = blkt_100_s()
      blockette.samprate = Float(rate)
      add(&blockette, MemoryLayout<blkt_100_s>.size, 100, to: record)
    }
    let interval = trace.samplingInterval * 1e4
    let isCoarse =
      UTCTime.microseconds(trace.startTime) % 100 == 0
      && abs(interval - interval.rounded()) < 1e-9 * interval
    if !isCoarse {
      var blockette = blkt_1001_s()
      blockette.timing_qual = 100
      add(&blockette, MemoryLayout<blkt_1001_s>.size, 1001, to: record)
    }
  }

  private func add<Blockette>(
    _ blockette: inout Blockette,
    _ size: Int,
    _ type: Int32,
    to record: UnsafeMutablePointer<MSRecord>
  ) {
    withUnsafeMutableBytes(of: &blockette) { bytes in
      _ = msr_addblockette(
        record,
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int32(size),
        type,
        0
      )
    }
  }

  fileprivate func append(_ bytes: UnsafePointer<CChar>, _ count: Int) {
    bytes.withMemoryRebound(to: UInt8.self, capacity: count) { output.append($0, count: count) }
  }

  private func checkCodes(_ codes: TraceIdentifier) throws(WaveformFileError) {
    let limits = [
      ("network", codes.network, 2), ("station", codes.station, 5), ("location", codes.location, 2),
      ("channel", codes.channel, 3),
    ]
    for (field, code, limit) in limits {
      guard code.utf8.count <= limit, code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw .codeTooLong(path: path, field: field, code: code, limit: limit)
      }
    }
  }

  /// Copies a code into a C array of characters, with its final zero.
  private static func copy<Characters>(_ text: String, to characters: inout Characters) {
    withUnsafeMutableBytes(of: &characters) { bytes in
      let code = text.utf8.prefix(bytes.count - 1)
      for (index, byte) in code.enumerated() { bytes[index] = byte }
      bytes[code.count] = 0
    }
  }
}

/// Takes a record from libmseed.
private func receiveRecord(
  _ record: UnsafeMutablePointer<CChar>?,
  _ length: Int32,
  _ packer: UnsafeMutableRawPointer?
) {
  guard let record, let packer else { return }
  Unmanaged<MiniSEEDPacker>.fromOpaque(packer).takeUnretainedValue().append(record, Int(length))
}
