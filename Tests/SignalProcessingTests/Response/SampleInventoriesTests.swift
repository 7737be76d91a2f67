import ComplexModule
import Foundation
import RealModule
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

/// A channel of the station files that come with ObsPy, and what ObsPy makes of it.
private struct SampleChannel {
  /// The file's name and the channel's place in it.
  var place: String
  /// The channel as it is read here.
  var epoch: ChannelEpoch
  /// ObsPy's response to velocity at 40 frequencies; nil where it refuses.
  var expected: [Complex<Double>]?

  /// 40 frequencies from 10 mHz to 0.9 of the Nyquist frequency.
  var frequencies: [Double] {
    let rate = epoch.sampleRate.flatMap { $0 == 0 ? nil : $0 } ?? 20
    return (0..<40).map { 0.01 * pow(45 * rate, Double($0) / 39) }
  }

  static func all() throws -> [SampleChannel] {
    let script = """
      import sys, os, glob, warnings, numpy as np, obspy
      warnings.simplefilter('ignore')
      root = os.path.dirname(obspy.__file__)
      out = open(sys.argv[1], 'wb')
      places = ['/io/stationxml/tests/data/*.xml', '/core/tests/data/*.xml']
      for f in sorted(f for p in places for f in glob.glob(root + p)):
          try: inventory = obspy.read_inventory(f, 'STATIONXML')
          except Exception: continue
          channels = [c for n in inventory for s in n for c in s]
          for k, c in enumerate(channels):
              if c.response is None or not c.response.response_stages: continue
              fs = 0.01 * (45 * (c.sample_rate or 20)) ** (np.arange(40) / 39)
              try: h = c.response.get_evalresp_response_for_frequencies(fs, output='VEL')
              except Exception: h = np.full(40, np.nan, complex)
              print(f, k)
              h.tofile(out)
      """
    return try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("spectra")
      let lines = try PythonEnvironment.run(script, arguments: [file.path]).split(separator: "\n")
      let numbers = try Data(contentsOf: file).withUnsafeBytes {
        Array($0.bindMemory(to: Double.self))
      }
      var read: [Substring: [ChannelEpoch]] = [:]
      return lines.enumerated().compactMap { row, line in
        let parts = line.split(separator: " ")
        guard parts.count == 2, let index = Int(parts[1]) else { return nil }
        let channels = read[parts[0]] ?? channels(of: String(parts[0]))
        read[parts[0]] = channels
        guard index < channels.count else { return nil }
        let values = (0..<40).map {
          Complex(numbers[80 * row + 2 * $0], numbers[80 * row + 2 * $0 + 1])
        }
        let name = parts[0].split(separator: "/").last ?? ""
        return SampleChannel(
          place: "\(name), channel \(index + 1)",
          epoch: channels[index],
          expected: values[0].isFinite ? values : nil
        )
      }
    }
  }

  /// The channels of a file; none of one that is refused, such as ObsPy's of random numbers.
  private static func channels(of path: String) -> [ChannelEpoch] {
    let inventory = try? StationXML.read(URL(fileURLWithPath: path))
    return (inventory?.networks ?? []).flatMap(\.stations).flatMap(\.channels)
  }
}

@Test(
  "Channels of ObsPy's sample files have its responses; refused are those that record no ground motion",
  .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
)
func sampleInventories() throws {
  var compared = 0
  for channel in try SampleChannel.all() {
    let response = try #require(channel.epoch.response)
    let evaluated: FrequencyResponse
    do {
      evaluated = try FrequencyResponse(response, to: .velocity)
    } catch .notGroundMotion(let unit) {
      // Volts, pressure, degrees: ObsPy gives a number for "velocity" all the same.
      #expect(!unit.uppercased().hasPrefix("M/S"), "\(channel.place)")
      continue
    } catch {
      #expect(channel.expected == nil, "\(channel.place): \(error)")
      continue
    }
    let expected = try #require(channel.expected, "\(channel.place)")
    let worst =
      zip(evaluated.values(at: channel.frequencies), expected)
      .map { ($0 - $1).length / $1.length }.max() ?? .infinity
    // Equal to rounding wherever a stage is no list; lists are interpolated by the same kind of spline.
    #expect(worst < 1e-6, "\(channel.place): \(worst)")
    compared += 1
  }
  #expect(compared > 40)
}
