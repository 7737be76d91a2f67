import ComplexModule
import Foundation
import NumericalRuntime
import RealModule
import SeismicFiles
import Seismology
import SignalProcessing
import TestSupport
import Testing

@Suite("Removing and applying responses")
struct ResponseRemovalTests {
  static let interval = 0.025

  /// A wavelet of about 1 Hz in the middle of a record at rest.
  static let motion: [Double] = (0..<4000).map {
    let t = (Double($0) - 2000) * interval
    return exp(-t * t / 2) * sin(2 * .pi * t) * 1e-6
  }

  @Test("What a seismometer records of a motion gives the motion back")
  func roundTrip() throws {
    let response = InstrumentResponse.seismometer(period: 120, damping: 0.7, magnification: 1e9)
    for motion in GroundMotion.allCases {
      let counts = try ResponseSimulation(response: response, input: motion)
        .applied(to: Self.motion, samplingInterval: Self.interval)
      var removal = try ResponseRemoval(response: response, output: motion, waterLevelDB: nil)
      removal.removesMean = false
      removal.taperFraction = 0
      let again = try removal.applied(to: counts, samplingInterval: Self.interval)
      // The wavelet has nothing at 0 Hz and dies out inside the record; what the seismometer goes on
      // recording after the end of the record is lost: less than a millionth.
      #expect(relativeError(again, Self.motion) < 1e-5, "\(motion)")
    }
  }

  @Test("A flat response is a division, and the pre-filter takes away what is outside its band")
  func preFilter() throws {
    let response = ExactResponse.chain([nil], gains: [ResponseGain(value: 400, frequency: 1)])
    var removal = try ResponseRemoval(
      response: response,
      output: .velocity,
      preFilterHz: (0.1, 0.2, 4, 5)
    )
    removal.taperFraction = 0
    // Whole periods in the padded record of 8000 samples, at 0.05, 1 and 8 Hz.
    let tones = [0.05, 1.0, 8].map { f in
      (0..<4000).map { sin(2 * .pi * f * Double($0) * Self.interval) }
    }
    let sum = zip(zip(tones[0], tones[1]), tones[2]).map { 400 * ($0.0 + $0.1 + $1) }
    let result = try removal.applied(to: sum, samplingInterval: Self.interval)
    let middle = 1000..<3000
    // Tones that start and end abruptly leak a little into the band.
    #expect(relativeError(Array(result[middle]), Array(tones[1][middle])) < 0.02)
  }

  @Test("The water level limits the inverse to its depth below the maximum")
  func waterLevel() throws {
    let response = InstrumentResponse.seismometer(period: 1, damping: 0.7, magnification: 1)
    // A step of 0.01 Hz beyond which f² falls by 40 dB a decade: at 0.01 Hz 80 dB below the plateau.
    let tone = (0..<40_000).map { cos(2 * .pi * 0.01 * Double($0) * 0.1) }
    var removal = try ResponseRemoval(response: response, output: .displacement, waterLevelDB: 40)
    removal.taperFraction = 0
    removal.removesMean = false
    let result = try removal.applied(to: tone, samplingInterval: 0.1)
    // 40 periods: the middle ones have an amplitude of the inverse at −40 dB, 100.
    let peak = result[16_000..<24_000].map(abs).max() ?? 0
    #expect(abs(peak / 100 - 1) < 0.05, "\(peak)")
  }

  @Test("A Wood–Anderson seismograph magnifies 2080 times above its period and falls as f² below")
  func woodAnderson() throws {
    let response = try FrequencyResponse(.woodAnderson, to: .displacement)
    #expect(abs(response.value(at: 100).length / 2080 - 1) < 1e-3)
    // s²/ω₀² at periods far above 0.8 s.
    #expect(abs(response.value(at: 0.01).length / (2080 * 0.008 * 0.008) - 1) < 1e-3)
    let atPeriod = response.value(at: 1.25)
    #expect(abs(atPeriod.length / (2080 / 1.4) - 1) < 1e-12)
    #expect(abs(atPeriod.phase - .pi / 2) < 1e-12)
  }

  @Test("Records that cannot be processed are refused with what is wrong")
  func badInput() throws {
    let response = ExactResponse.singlePole(hertz: true)
    func remove(_ samples: [Double], _ corners: (Double, Double, Double, Double)?) throws {
      let removal = try ResponseRemoval(response: response, output: .velocity, preFilterHz: corners)
      _ = try removal.applied(to: samples, samplingInterval: 0.025)
    }
    #expect(throws: SignalError.tooShort(operation: "Removing a response", count: 0, needed: 2)) {
      try remove([], nil)
    }
    #expect(throws: SignalError.notFinite(index: 1)) { try remove([1, .nan, 2], nil) }
    #expect(
      throws: SignalError.aboveNyquist(
        name: "The pre-filter's f4",
        frequencyHz: 25,
        nyquistHz: 20
      )
    ) { try remove([1, 2, 3], (0.1, 0.2, 15, 25)) }
    #expect(throws: SignalError.self) { try remove([1, 2, 3], (0.2, 0.1, 15, 18)) }
    #expect(throws: SignalError.self) {
      try ResponseRemoval(response: response, output: .velocity, waterLevelDB: -3)
    }
  }

  @Test("Short records come out finite", arguments: [2, 3, 5, 19])
  func shortRecords(count: Int) throws {
    let removal = try ResponseRemoval(
      response: ExactResponse.singlePole(hertz: true),
      output: .displacement
    )
    let samples = (0..<count).map { Double($0 * $0) }
    let result = try removal.applied(to: samples, samplingInterval: 0.025)
    #expect(result.count == count && result.allSatisfy(\.isFinite))
  }

  @Test(
    "All 36 traces of the East Bay earthquake come out as ObsPy's, whichever motion and method",
    .enabled(
      if: PythonEnvironment.offers("obspy") && SharedData.has("byron_m43_20190716/waveforms"),
      "needs Python with obspy, and ../shared/data"
    )
  )
  func eastBay() throws {
    // Evaluating takes ObsPy seconds; each channel's response to velocity is kept, the others follow from it.
    let script = """
      import glob, sys, warnings, numpy as np, obspy
      from obspy.core.inventory.response import Response
      warnings.simplefilter('ignore')
      evaluate, known = Response.get_evalresp_response, {}
      def kept(self, t_samp, nfft, output='VEL', **kw):
          if trace.id not in known: known[trace.id] = evaluate(self, t_samp, nfft, output='VEL', **kw)
          h, f = known[trace.id]
          h = h * (2j * np.pi * f) ** {'DISP': 1, 'VEL': 0}[output] if output != 'ACC' else (
              np.concatenate([[0], h[1:] / (2j * np.pi * f[1:])]))
          return h, f
      Response.get_evalresp_response = kept
      inventory = obspy.Inventory()
      for f in sorted(glob.glob(sys.argv[1] + '/stations/*.xml')): inventory += obspy.read_inventory(f)
      with open(sys.argv[2], 'wb') as out:
          for f in sorted(glob.glob(sys.argv[1] + '/waveforms/*.mseed')):
              trace = obspy.read(f)[0]
              response = inventory.get_response(trace.id, trace.stats.starttime)
              trace.stats.response = response
              for motion in ['DISP', 'VEL', 'ACC']:
                  for kw in [dict(pre_filt=(0.005, 0.01, 15, 18), water_level=None), dict(water_level=60)]:
                      trace.copy().remove_response(output=motion, **kw).data.astype('<f8').tofile(out)
      """
    let folder = SharedData.url("byron_m43_20190716")
    let theirs = try withTemporaryFolder { scratch in
      let file = scratch.appendingPathComponent("motions")
      _ = try PythonEnvironment.run(script, arguments: [folder.path, file.path])
      return try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }
    let traces = try WaveformFile.read(folder.appendingPathComponent("waveforms")).traces
    #expect(theirs.count == traces.count * 6 * 14_400)
    let inventories = try Inventories(folder.appendingPathComponent("stations"))
    for (index, trace) in traces.enumerated() {
      let response = try #require(inventories.response(of: trace))
      for (variant, motion) in [GroundMotion.displacement, .velocity, .acceleration]
        .flatMap({ [($0, true), ($0, false)] }).enumerated().map({ ($0.offset, $0.element) })
      {
        let removal = try ResponseRemoval(
          response: response,
          output: motion.0,
          preFilterHz: motion.1 ? (0.005, 0.01, 15, 18) : nil,
          waterLevelDB: motion.1 ? nil : 60
        )
        let ours = try removal.applied(
          to: trace.samples.asDoubles,
          samplingInterval: trace.samplingInterval
        )
        let start = (index * 6 + variant) * 14_400
        let error = relativeError(ours, Array(theirs[start..<(start + 14_400)]))
        // The bar is 1 % between 0.02 and 5 Hz away from the ends; here over all frequencies and samples.
        #expect(error < 1e-6, "\(trace.identifier) \(motion): \(error)")
      }
    }
  }
}

/// The station files of a folder together.
struct Inventories {
  private let all: [StationInventory]

  init(_ folder: URL) throws {
    all = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".xml") }
      .map { try StationXML.read(folder.appendingPathComponent($0)) }
  }

  func response(of trace: WaveformTrace) -> InstrumentResponse? {
    let codes = trace.identifier
    return all.lazy.compactMap {
      $0.channel(
        network: codes.network,
        station: codes.station,
        location: codes.location,
        channel: codes.channel,
        at: trace.startTime
      )?.response
    }.first
  }
}
