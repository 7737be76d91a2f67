import Foundation
import SeismicFiles
import Seismology
import SignalProcessing
import Synchronization
import TestSupport
import Testing

@Suite("Pipelines")
struct ProcessingPipelineTests {
  private let tone = (0..<200).map { sin(0.3 * Double($0)) }

  @Test("Bad traces are dropped with the reason each, and spoil no other")
  func badTraces() throws {
    var silent = Fixture.channel("BHS")
    silent.response = nil
    var old = Fixture.channel("BHO")
    old.endTime = Fixture.start.addingTimeInterval(-60)
    let inventory = Fixture.inventory([
      Fixture.channel("BHZ"), silent, old, Fixture.channel("BHP", unit: "PA"),
    ])
    let codes = ["BHZ", "BHE", "BHS", "BHO", "BHP", "BHX", "BHY"]
    var traces = codes.map { Fixture.trace(tone, channel: $0) }
    traces[5].samples = .doubles([])
    traces[6].samples = .doubles([1, .nan, 2])
    let pipeline = try ProcessingPipeline(steps: [
      .detrend(.constant), .removeResponse(ResponseRemovalSettings(output: .velocity)),
    ])
    let result = try pipeline.run(on: traces, in: ProcessingContext(inventory: inventory))
    #expect(result.traces.map(\.trace.identifier.channel) == ["BHZ"])
    #expect(result.motion == .velocity)
    let problems = Dictionary(
      uniqueKeysWithValues: result.findings.filter(\.isDropped)
        .map { ($0.identifier.channel, $0.problem) }
    )
    #expect(problems["BHE"] == .noChannel)
    #expect(problems["BHS"] == .noResponse)
    #expect(
      problems["BHO"] == .noEpoch(spans: "2019-07-15T20:10:01Z to 2019-07-16T20:09:01Z")
    )
    #expect(problems["BHP"] == .response(.notGroundMotion(unit: "PA")))
    #expect(problems["BHX"] == .empty)
    #expect(problems["BHY"] == .notFinite(index: 1))
    #expect(result.findings.first { $0.identifier.channel == "BHP" }?.step == 2)
  }

  @Test(
    "A corner above the Nyquist frequency drops the trace that cannot carry it, with both numbers"
  )
  func nyquist() throws {
    let pipeline = try ProcessingPipeline(steps: [.filter(.lowpass(3), order: 4, zeroPhase: false)])
    let result = try pipeline.run(on: [
      Fixture.trace(tone), Fixture.trace(tone, channel: "HHZ", interval: 0.01),
    ])
    #expect(result.traces.map(\.trace.identifier.channel) == ["HHZ"])
    guard
      case .signal(.aboveNyquist(_, let frequency, let nyquist))? = result.findings.first?.problem
    else {
      Issue.record("\(result.findings)")
      return
    }
    #expect(frequency == 3 && nyquist == 1)
  }

  @Test("What makes no sense is refused before anything runs")
  func impossible() throws {
    let removal = ProcessingStep.removeResponse(
      try ResponseRemovalSettings(output: .displacement)
    )
    let cases: [([ProcessingStep], Int)] = [
      ([removal, .detrend(.linear), removal], 3), ([removal, .removeSensitivity], 2),
      ([removal, .integrate(.trapezoid)], 2),
      ([.removeSensitivity, .simulate(.channel), .simulate(.channel)], 3),
      ([.removeSensitivity, .simulate(.woodAnderson), .differentiate(.centralDifference)], 3),
    ]
    for (steps, place) in cases {
      let error = #expect(throws: PipelineError.self) { try ProcessingPipeline(steps: steps) }
      #expect(error?.step == place, "\(steps)")
    }
    // Possible for some inputs, not for this one: that trace is dropped.
    let pipeline = try ProcessingPipeline(steps: [.integrate(.trapezoid)])
    let counts = try pipeline.run(on: [Fixture.trace(tone)])
    #expect(counts.traces.isEmpty)
    let velocity = try pipeline.run(on: [Fixture.trace(tone)], holding: .motion(.velocity))
    #expect(velocity.motion == .displacement)
  }

  @Test("The quantity follows the steps: counts, velocity, displacement, a seismograph's trace")
  func quantities() throws {
    let context = ProcessingContext(inventory: Fixture.inventory([Fixture.channel("BHZ")]))
    let sensitivity = try ProcessingPipeline(steps: [.removeSensitivity])
      .run(on: [Fixture.trace([100, 300])], in: context)
    #expect(sensitivity.motion == .velocity && sensitivity.samples == [1, 3])
    let counts = try ProcessingPipeline(steps: [.removeSensitivity, .simulate(.channel)])
      .run(on: [Fixture.trace(tone)], in: context)
    #expect(counts.traces.map(\.quantity) == [.counts])
    #expect(relativeError(counts.samples ?? [], tone) < 1e-12)
    let drum = try ProcessingPipeline(steps: [.removeSensitivity, .simulate(.woodAnderson)])
      .run(on: [Fixture.trace(tone)], in: context)
    #expect(drum.traces.map(\.quantity) == [.drum] && drum.motion == nil)
    let scaled = try ProcessingPipeline(steps: [.scale(-1), .normalize])
      .run(on: [Fixture.trace([1, -4, 2])], holding: .motion(.velocity))
    #expect(scaled.samples == [-0.25, 1, -0.5] && scaled.traces[0].quantity == .arbitrary)
  }

  @Test("Windows take the nearest samples, both ends included, and tell what is missing")
  func windows() throws {
    let ramp = Fixture.trace((0..<20).map(Double.init))
    let context = ProcessingContext(
      originTime: Fixture.start.addingTimeInterval(-1),
      arrivals: ["XX.A01": [.p: Fixture.start.addingTimeInterval(3)]]
    )
    func cut(_ start: String?, _ end: String?) throws -> ProcessingResult {
      try ProcessingPipeline(steps: [
        .trim(TimeWindow(from: start.flatMap { .init($0) }, to: end.flatMap { .init($0) }))
      ]).run(on: [ramp], in: context)
    }
    let both = try cut("origin+3", "p+1.1")
    #expect(both.samples == [4, 5, 6, 7, 8])
    #expect(both.traces[0].trace.startTime == Fixture.start.addingTimeInterval(2))
    #expect(try cut("2019-07-16T20:10:09Z", nil).samples == [16, 17, 18, 19])
    let wide = try cut("origin-1", "p-3")
    #expect(wide.samples == [0])
    #expect(wide.findings.map(\.problem) == [.windowIncomplete(missingSeconds: 2)])
    for (start, end) in [("origin+60", nil), ("p+2", "p-2"), ("s", nil), (nil, "origin-5")] {
      let result = try cut(start, end)
      #expect(result.traces.isEmpty, "\(start ?? "") \(end ?? "")")
      guard case .noWindow = result.findings.first?.problem else {
        Issue.record("\(result.findings)")
        continue
      }
    }
  }

  @Test(
    "Marks of time read as they are written",
    arguments: ["origin+60.0", "p-5.5", "s+0.0", "2019-07-16T20:11:01.470000Z"]
  )
  func marks(text: String) throws {
    #expect(try #require(TimeWindow.Mark(text)).description == text)
    #expect(TimeWindow.Mark("P - 5.5") == .arrival(.p, -5.5))
    for wrong in ["", "origin60", "p+", "tomorrow", "q+3", "p+nan"] {
      #expect(TimeWindow.Mark(wrong) == nil, "\(wrong)")
    }
  }

  @Test("Clipped traces are flagged, dropped or passed over")
  func clipping() throws {
    let wave = (0..<2000).map { (3000 * sin(0.05 * Double($0))).rounded() }
    let clipped = Fixture.trace(wave.map { min(2000, max(-2000, $0)) })
    for policy in ClippingPolicy.allCases {
      let result = try ProcessingPipeline(steps: [], clipping: policy).run(on: [
        clipped, Fixture.trace(wave, channel: "BHN"),
      ])
      #expect(result.traces.count == (policy == .drop ? 1 : 2))
      #expect(result.findings.count == (policy == .ignore ? 0 : 1))
    }
  }

  @Test("A trace of equal samples is told to be dead")
  func dead() throws {
    let result = try ProcessingPipeline(steps: [.detrend(.constant)])
      .run(on: [Fixture.trace([7, 7, 7])])
    #expect(result.findings.map(\.problem) == [.dead(level: 7)] && result.samples == [0, 0, 0])
  }

  @Test("A channel described for another sampling rate is told")
  func samplingRate() throws {
    let inventory = Fixture.inventory([Fixture.channel("BHZ")])
    let result = try ProcessingPipeline(steps: []).run(
      on: [Fixture.trace(tone, interval: 0.25)],
      in: ProcessingContext(inventory: inventory)
    )
    #expect(result.findings.map(\.problem) == [.samplingMismatch(hz: 4, expectedHz: 2)])
    #expect(result.traces.count == 1)
  }

  @Test("An observer sees the work grow and can stop it")
  func observer() throws {
    let traces = (0..<40).map { Fixture.trace(tone, station: "S\($0)") }
    let pipeline = try ProcessingPipeline(steps: [.detrend(.linear), .detrend(.constant)])
    let last = Mutex((0, 0))
    _ = try pipeline.run(on: traces) { done, total in
      last.withLock { $0 = (max($0.0, done), total) }
      return true
    }
    #expect(last.withLock { $0 } == (80, 80))
    #expect(throws: CancellationError.self) {
      try pipeline.run(on: traces) { done, _ in done < 10 }
    }
  }

  @Test(
    "The whole chain from counts to radial and transverse velocity at 10 Hz is ObsPy's",
    .enabled(
      if: PythonEnvironment.offers("obspy") && SharedData.has("byron_m43_20190716/waveforms"),
      "needs Python with obspy, and ../shared/data"
    )
  )
  func wholeChain() throws {
    let script = """
      import sys, warnings, numpy as np, obspy
      from obspy.geodetics import gps2dist_azimuth
      warnings.simplefilter('ignore')
      with open(sys.argv[2], 'wb') as out:
          for name in ['CMB', 'WELL', 'SAO']:
              inventory = obspy.read_inventory(sys.argv[1] + f'/stations/BK.{name}.xml')
              st = obspy.read(sys.argv[1] + f'/waveforms/BK.{name}.*.mseed')
              st.detrend('linear').taper(0.05)
              st.remove_response(inventory, output='VEL', pre_filt=(0.005, 0.01, 15, 18), water_level=None)
              st.filter('bandpass', freqmin=0.02, freqmax=2, corners=4, zerophase=True)
              st.decimate(4)
              place = inventory.get_coordinates(st[0].id, st[0].stats.starttime)
              back = gps2dist_azimuth(37.8187, -121.7568, place['latitude'], place['longitude'])[2]
              st.rotate('NE->RT', back_azimuth=back)
              for c in 'RTZ': st.select(component=c)[0].data.astype('<f8').tofile(out)
      """
    let folder = SharedData.url("byron_m43_20190716")
    let theirs = try withTemporaryFolder { scratch in
      let file = scratch.appendingPathComponent("motions")
      _ = try PythonEnvironment.run(script, arguments: [folder.path, file.path])
      return try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }
    let result = try eastBay(["CMB", "WELL", "SAO"], in: folder)
    // ObsPy reads the filters of WELL as they are listed, centre first.
    #expect(result.findings.allSatisfy { $0.identifier.station == "WELL" }, "\(result.findings)")
    let channels = result.traces.map(\.trace.identifier.channel)
    #expect(channels == ["BHT", "BHR", "BHZ", "BHT", "BHR", "BHZ", "BHT", "BHR", "BHZ"])
    #expect(theirs.count == 9 * 3600 && result.traces.allSatisfy { $0.trace.count == 3600 })
    for (index, trace) in result.traces.enumerated() {
      let component = index / 3 * 3 + [1, 0, 2][index % 3]
      let expected = Array(theirs[(component * 3600)..<((component + 1) * 3600)])
      // The bar is 1 %; the back-azimuths of two geodesic programs and rounding remain.
      let error = relativeError(trace.trace.samples.asDoubles, expected)
      #expect(error < 1e-6, "\(trace.trace.identifier): \(error)")
    }
  }

  private func eastBay(_ stations: [String], in folder: URL) throws -> ProcessingResult {
    let traces = try WaveformFile.read(folder.appendingPathComponent("waveforms")).traces
    let inventory = StationInventory(
      networks: try stations.flatMap {
        try StationXML.read(folder.appendingPathComponent("stations/BK.\($0).xml")).networks
      }
    )
    let pipeline = try ProcessingPipeline(steps: [
      .detrend(.linear), .taper(Taper(fraction: 0.05)),
      .removeResponse(
        ResponseRemovalSettings(
          output: .velocity,
          preFilter: PreFilter(0.005, 0.01, 15, 18),
          waterLevelDB: nil
        )
      ),
      .filter(.bandpass(0.02, 2), order: 4, zeroPhase: true), .decimate(Decimation(factor: 4)),
      .rotate,
    ])
    return try pipeline.run(
      on: stations.flatMap { code in traces.filter { $0.identifier.station == code } },
      in: ProcessingContext(
        inventory: inventory,
        epicentre: GeographicPoint(latitude: 37.8187, longitude: -121.7568)
      )
    )
  }
}
