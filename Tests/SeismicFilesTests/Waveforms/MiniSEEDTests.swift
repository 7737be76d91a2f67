import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

/// The miniSEED files of the real data.
private let realFiles: [URL] = {
  let folders = [
    "byron_m43_20190716/waveforms", "bk_mnrc_m3plus", "openeew_mexico/waveforms",
    "norcal_local_3c/waveforms", "california_strong_motion",
  ]
  return folders.flatMap { folder -> [URL] in
    let root = SharedData.url(folder)
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { $0.hasSuffix(".mseed") }.sorted()
      .map { root.appendingPathComponent($0) }
  }
}()

@Suite("miniSEED")
struct MiniSEEDTests {
  private func trace(
    _ samples: TraceSamples,
    interval: Double = 0.025,
    start: String = "2019-07-16T20:10:01.123456Z"
  ) throws -> WaveformTrace {
    WaveformTrace(
      identifier: TraceIdentifier(network: "XX", station: "TEST1", location: "00", channel: "BXZ"),
      startTime: try #require(UTCTime.date(start)),
      samplingInterval: interval,
      samples: samples
    )
  }

  @Test("Integers, single and double precision survive, whatever the size of the steps")
  func roundTrip() throws {
    let ramp = (0..<5000).map { Int32($0 * $0 % 7919 - 4000) }
    let jumps: [Int32] = [0, .max, .min, 5, -7, 2_000_000_000, -2_000_000_000]
    let kinds: [TraceSamples] = [
      .integers(ramp), .integers(jumps), .floats(ramp.map { Float($0) * 1e-9 }),
      .doubles(ramp.map { Double($0).squareRoot().isNaN ? 0.1 : Double($0) * .pi }),
    ]
    for samples in kinds {
      let trace = try trace(samples)
      for length in [512, 4096] {
        let data = try MiniSEED.data([trace], path: "t", recordLength: length)
        #expect(data.count % length == 0)
        let contents = try MiniSEED.contents(data, path: "t")
        #expect(contents.warnings.isEmpty)
        #expect(contents.traces == [trace])
      }
    }
  }

  @Test(
    "Sampling intervals and start times survive many records",
    arguments: [0.01, 1.0 / 3, 0.00123, 10, 1.0 / 30.7, 100]
  )
  func sampling(interval: Double) throws {
    let trace = try trace(.floats((0..<3000).map(Float.init)), interval: interval)
    let data = try MiniSEED.data([trace], path: "t")
    let read = try #require(try MiniSEED.contents(data, path: "t").traces.first)
    #expect(read.count == 3000)
    #expect(read.startTime == trace.startTime)
    // SEED holds the rate as a fraction of 16-bit numbers or in single precision: 6e-8 at worst.
    #expect(abs(read.samplingInterval / interval - 1) < 1e-7)
  }

  @Test("Gaps and overlaps part traces, disorder does not")
  func gaps() throws {
    let first = try trace(.integers([1, 2, 3, 4]))
    var second = first
    second.startTime = first.endTime
    second.samples = .integers([5, 6])
    var third = first
    third.startTime = first.endTime.addingTimeInterval(1)
    third.samples = .integers([7])
    let data = try MiniSEED.data([second, third, first], path: "t")
    let traces = try MiniSEED.contents(data, path: "t").traces
    #expect(traces.map(\.samples) == [.integers([1, 2, 3, 4, 5, 6]), .integers([7])])
    #expect(traces.map(\.startTime) == [first.startTime, third.startTime])
  }

  @Test("Codes that SEED cannot hold are refused")
  func codes() throws {
    var long = try trace(.floats([1]))
    long.identifier.station = "TOOLONG"
    #expect(
      throws: WaveformFileError.codeTooLong(
        path: "t",
        field: "station",
        code: "TOOLONG",
        limit: 5
      )
    ) { try MiniSEED.data([long], path: "t") }
  }

  @Test(
    "Real recordings have ObsPy's traces, times, counts and sums",
    .enabled(
      if: PythonEnvironment.offers("obspy") && !realFiles.isEmpty,
      "needs Python with obspy, and ../shared/data"
    )
  )
  func realRecordings() throws {
    // The bits of the samples as 32-bit words, summed with weights: equal only if every sample is.
    let script = """
      import sys, warnings, numpy as np, obspy
      warnings.simplefilter('ignore')
      for f in sys.stdin.read().split('\\n'):
          for t in sorted(obspy.read(f), key=lambda t: (t.id, t.stats.starttime)):
              w = np.ascontiguousarray(t.data).view(np.uint32).astype(np.int64)
              s = int((w * (np.arange(len(w)) % 1009)).sum())
              print(t.id, t.stats.starttime.ns // 1000, len(t), repr(float(t.stats.delta)), s)
      """
    let input = Data(realFiles.map(\.path).joined(separator: "\n").utf8)
    let theirs = try PythonEnvironment.run(script, input: input).split(separator: "\n")
    var ours: [String] = []
    for url in realFiles {
      let contents = try MiniSEED.readContents(url)
      #expect(contents.warnings.isEmpty, "\(url.lastPathComponent)")
      let sorted = contents.traces.sorted {
        ("\($0.identifier)", $0.startTime) < ("\($1.identifier)", $1.startTime)
      }
      for trace in sorted {
        ours.append(
          "\(trace.identifier) \(UTCTime.microseconds(trace.startTime)) \(trace.count) "
            + "\(trace.samplingInterval) \(trace.samples.checksum)"
        )
      }
    }
    #expect(ours.count > 2000)
    #expect(ours.count == theirs.count)
    let different = zip(ours, theirs).filter { $0 != $1 }.prefix(5)
    #expect(different.isEmpty, "\(different.map { "\($0)\n\($1)" }.joined(separator: "\n\n"))")
  }

  @Test(
    "The 36 traces of the East Bay earthquake are all there",
    .enabled(if: SharedData.has("byron_m43_20190716/waveforms"), "needs ../shared/data")
  )
  func eastBay() throws {
    let collection = try WaveformFile.read(SharedData.url("byron_m43_20190716/waveforms"))
    #expect(collection.traces.count == 36)
    #expect(collection.traces.allSatisfy { $0.count == 14_400 })
    #expect(collection.traces.allSatisfy { $0.samplingInterval == 0.025 })
    #expect(collection.seismograms.count == 12)
  }

  @Test(
    "ObsPy reads what we write, sample by sample",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func obspyReads() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("ours.mseed")
      let integers = try trace(.integers((0..<1000).map { Int32($0 * 17 % 1000) }))
      var floats = try trace(.floats((0..<1000).map { Float($0) / 3 }), interval: 0.0123)
      floats.identifier.channel = "HXN"
      try MiniSEED.write([integers, floats], to: url)
      let script = """
        import sys, numpy as np, obspy
        for t in obspy.read(sys.argv[1]):
            print(t.id, t.stats.starttime, t.stats.npts, round(t.stats.delta, 8), \
        t.stats.mseed.encoding, t.data.dtype, repr(float(t.data[10])))
        """
      let output = try PythonEnvironment.run(script, arguments: [url.path])
      #expect(
        output == """
          XX.TEST1.00.BXZ 2019-07-16T20:10:01.123456Z 1000 0.025 STEIM2 int32 170.0
          XX.TEST1.00.HXN 2019-07-16T20:10:01.123456Z 1000 0.0123 FLOAT32 float32 \
          \(Double(Float(10) / 3))

          """
      )
    }
  }

  @Test(
    "Of ObsPy's collection of odd files, none crashes us, and what both read is the same",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func oddFiles() throws {
    let script = """
      import glob, os, warnings, numpy as np, obspy
      warnings.simplefilter('ignore')
      root = os.path.dirname(obspy.__file__) + '/io/mseed/tests/data'
      for f in sorted(glob.glob(root + '/**/*', recursive=True)):
          if not os.path.isfile(f): continue
          try: n = sum(len(t) for t in obspy.read(f, format='MSEED') if t.data.dtype.kind in 'if')
          except Exception: n = -1
          print(f, n, sep='|')
      """
    var both = 0
    var refused: [String] = []
    for line in try PythonEnvironment.run(script).split(separator: "\n") {
      let fields = line.split(separator: "|")
      let url = URL(fileURLWithPath: String(fields[0]))
      do {
        let count = try MiniSEED.read(url).map(\.count).reduce(0, +)
        if count == Int(fields[1]) {
          both += 1
        } else {
          refused.append("\(line): we read \(count)")
        }
      } catch let error as WaveformFileError {
        if fields[1] != "-1" { refused.append("\(line): \(error)") }
      }
    }
    // ObsPy gives the whole records of a file whose last one is broken; we refuse it.
    #expect(both > 50)
    #expect(refused.count <= 2, "\(refused.joined(separator: "\n"))")
  }

  @Test("Cut or altered files give typed errors or fewer samples, and never crash")
  func damage() throws {
    let samples = (0..<4000).map { Int32(1000 * sin(Double($0) / 20)) }
    let whole = try MiniSEED.data(
      [try trace(.integers(samples)), try trace(.floats(samples.map(Float.init)))],
      path: "t"
    )
    for length in stride(from: 0, to: whole.count, by: 131) where length % 512 != 0 {
      #expect(throws: WaveformFileError.self) {
        try MiniSEED.contents(whole.prefix(length), path: "t")
      }
    }
    var generator = SplitMix(state: 7)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        // Half of the changes hit the headers.
        let record = 512 * Int.random(in: 0..<bytes.count / 512, using: &generator)
        let limit = Bool.random(using: &generator) ? 64 : 512
        let place = record + Int.random(in: 0..<limit, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      do { _ = try MiniSEED.contents(bytes, path: "t") } catch is WaveformFileError {}
    }
  }
}

extension TraceSamples {
  /// The sum of all 32-bit words of the samples, each times its index modulo 1009.
  fileprivate var checksum: Int {
    func sum(_ bytes: UnsafeRawBufferPointer) -> Int {
      let words = bytes.bindMemory(to: UInt32.self)
      return words.indices.reduce(0) { $0 + Int(words[$1]) * ($1 % 1009) }
    }
    switch self {
    case .integers(let values): return values.withUnsafeBytes(sum)
    case .floats(let values): return values.withUnsafeBytes(sum)
    case .doubles(let values): return values.withUnsafeBytes(sum)
    }
  }
}

/// Reproducible random numbers (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
