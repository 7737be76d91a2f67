import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

@Suite("SAC files")
struct SACFileTests {
  private func file() throws -> SACFile {
    let trace = WaveformTrace(
      identifier: TraceIdentifier(network: "BK", station: "CMB", location: "00", channel: "BXE"),
      startTime: try #require(UTCTime.date("2019-07-16T20:11:00.970345Z")),
      samplingInterval: 0.025,
      samples: .floats((0..<500).map { sin(Float($0) / 9) })
    )
    var file = SACFile(trace: trace, motion: .velocity)
    file.stationPosition = GeographicPoint(latitude: 38.03455, longitude: -120.38651)
    file.stationElevation = 697
    file.eventPosition = GeographicPoint(latitude: 37.8187, longitude: -121.7568)
    file.eventDepth = 12_000
    file.originTime = UTCTime.date("2019-07-16T20:11:01.470Z")
    file.magnitude = 4.37
    file.eventName = "East Bay"
    return file
  }

  @Test("A file survives in both byte orders", arguments: [false, true])
  func roundTrip(isBigEndian: Bool) throws {
    let file = try file()
    let data = try file.data(path: "t", isBigEndian: isBigEndian)
    #expect(data.count == 632 + 4 * 500)
    var read = try SACFile(data, path: "t")
    #expect(read.trace == file.trace)
    #expect(read.azimuth == 90)
    #expect(read.inclination == 90)
    // The origin time stands in the header in single precision, relative to the start: 1 µs.
    let shift = try #require(read.originTime).timeIntervalSince(try #require(file.originTime))
    #expect(abs(shift) < 1e-6)
    read.originTime = file.originTime
    #expect(read.stationPosition?.latitude == 38.03455)
    read.stationPosition = file.stationPosition
    read.eventPosition = file.eventPosition
    #expect(read == file)
  }

  @Test(
    "ObsPy reads our files and we read ObsPy's, header by header",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func obspy() throws {
    try withTemporaryFolder { folder in
      let ours = folder.appendingPathComponent("ours.sac")
      let theirs = folder.appendingPathComponent("theirs.sac")
      try file().write(to: ours)
      let script = """
        import sys, obspy
        t = obspy.read(sys.argv[1])[0]; s = t.stats.sac
        print(t.id, t.stats.starttime, t.stats.npts, t.stats.delta, round(float(s.stla), 5), s.evdp, s.kevnm)
        print(s.cmpaz, s.cmpinc, round(float(s.o), 6), round(float(s.dist), 1), round(float(s.az), 1), \
        round(float(s.gcarc), 2), repr(float(t.data[10])), s.kuser0)
        t.write(sys.argv[2], format='SAC', byteorder='>')
        """
      let output = try PythonEnvironment.run(script, arguments: [ours.path, theirs.path])
      // 122.8 km at 78.3 degrees: the published distance and azimuth of CMB.
      #expect(
        output == """
          BK.CMB.00.BXE 2019-07-16T20:11:00.970345Z 500 0.025 38.03455 12.0 East Bay
          90.0 90.0 0.5 122.8 78.3 1.1 \(Double(sin(Float(10) / 9))) M/S

          """
      )
      let read = try SACFile(reading: theirs)
      let whole = try file()
      #expect(read.trace == whole.trace)
      #expect(read.eventDepth == 12_000)
      #expect(read.motion == .velocity)
    }
  }

  @Test(
    "ObsPy's collection of SAC files is read alike",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func collection() throws {
    let script = """
      import glob, os, warnings, obspy
      warnings.simplefilter('ignore')
      for f in sorted(glob.glob(os.path.dirname(obspy.__file__) + '/io/sac/tests/data/*')):
          try: t = obspy.read(f, format='SAC')[0]
          except Exception: continue
          if len(t) == 0: continue
          print(f, t.stats.npts, round(float(t.stats.delta), 6), t.stats.station, t.stats.channel, \
      t.stats.starttime.ns // 1000, round(float(t.data[-1]), 4), sep='|')
      """
    let lines = try PythonEnvironment.run(script).split(separator: "\n")
    #expect(lines.count >= 8)
    for line in lines {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      let url = URL(fileURLWithPath: fields[0])
      guard let file = try? SACFile(reading: url) else {
        // An unevenly spaced file is refused.
        #expect(url.lastPathComponent == "testxy.sac")
        continue
      }
      let trace = file.trace
      #expect(trace.count == Int(fields[1]), "\(line)")
      #expect(abs(trace.samplingInterval - (Double(fields[2]) ?? 0)) < 1e-6, "\(line)")
      // What is not ASCII, ObsPy gives as question marks.
      if !fields[3].contains("?") {
        #expect(trace.identifier.station == fields[3], "\(line)")
        #expect(trace.identifier.channel == fields[4], "\(line)")
      }
      #expect(abs((trace.samples.asDoubles.last ?? 0) - (Double(fields[6]) ?? 0)) < 1e-3, "\(line)")
      // Files without a date start in 1970 for both.
      #expect(abs(UTCTime.microseconds(trace.startTime) - (Int(fields[5]) ?? 0)) <= 2, "\(line)")
    }
  }

  @Test(
    "An impossible reference time, begin or interval is refused, not taken for 1970",
    arguments: [(280 + 4, UInt32(400)), (20, Float.nan.bitPattern), (0, Float.nan.bitPattern)]
  )
  func impossibleTimes(offset: Int, word: UInt32) throws {
    var data = try file().data(path: "a.sac", isBigEndian: false)
    withUnsafeBytes(of: word.littleEndian) { data.replaceSubrange(offset..<offset + 4, with: $0) }
    #expect {
      try SACFile(data, path: "a.sac")
    } throws: { error in
      guard case .corrupt = error as? WaveformFileError else { return false }
      return "\(error)".contains(offset == 284 ? "400" : "nan")
    }
  }

  @Test("Truncated and foreign files give typed errors, altered ones never crash")
  func damage() throws {
    let data = try file().data(path: "t")
    for length in stride(from: 0, to: data.count, by: 101) {
      #expect(throws: WaveformFileError.self) { try SACFile(data.prefix(length), path: "t") }
    }
    #expect(throws: WaveformFileError.unknownFormat(path: "t")) {
      try SACFile(Data(count: 1000), path: "t")
    }
    var generator = SplitMix(state: 3)
    for _ in 0..<3000 {
      var bytes = data
      for _ in 0..<Int.random(in: 1...16, using: &generator) {
        let place = Int.random(in: 0..<640, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      // The initializer throws nothing but WaveformFileError: what is tested is that it comes back.
      _ = try? SACFile(bytes, path: "t")
    }
  }
}
