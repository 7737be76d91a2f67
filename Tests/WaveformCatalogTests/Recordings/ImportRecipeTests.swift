import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

/// The three recipes on the sets that they are for, against ObsPy.
struct ImportRecipeTests {
  private func imported(
    _ recipe: ImportRecipe,
    _ path: String,
    events: [String]? = nil,
    change: (inout ImportSettings) -> Void = { _ in },
    _ body: (WaveformCatalog, ImportReport) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      var set = try RecordingSet(folder: SharedData.url(path))
      if let events { set.events.removeAll { !events.contains($0.event.id) } }
      var settings = try recipe.settings()
      change(&settings)
      let report = try RecordingImport(set, settings, source: "test")
        .run(into: CatalogFolder(folder.appendingPathComponent("c")))
      try body(try WaveformCatalog(opening: folder.appendingPathComponent("c")), report)
    }
  }

  private func trace(
    _ catalog: WaveformCatalog,
    _ event: String,
    _ station: String,
    component: Int
  ) throws -> [Double] {
    let waveforms = try catalog.waveforms(of: event)
    let names = catalog.layout.stations.map(\.identifier)
    let index = try #require(names.firstIndex(of: station))
    return (0..<catalog.sampling.count).map { time in
      Double(waveforms.samples[(component * catalog.sampling.count + time) * names.count + index])
    }
  }

  /// Numbers that a Python script prints, one a line.
  private func python(_ script: String, _ arguments: [String]) throws -> [Double] {
    try PythonEnvironment.run(script, arguments: arguments).split(separator: "\n")
      .compactMap { Double($0) }
  }

  private static let hasObsPy = PythonEnvironment.offers("obspy")

  @Test(
    "BK.MNRC: velocity is ObsPy's, the gain step of 2010 is levelled and flagged, and may be left out",
    .enabled(if: SharedData.has("bk_mnrc_m3plus"), "needs ../shared/data"),
    .enabled(if: hasObsPy, "needs Python with obspy")
  )
  func mnrc() throws {
    let events = ["nc21471390", "nc71441590"] + ["nc72282711"]
    let all = try RecordingSet(folder: SharedData.url("bk_mnrc_m3plus")).events
    let late = try #require(
      all.last { $0.event.originTime.map { $0 > .init(timeIntervalSince1970: 1.4e9) } == true }
    )
    let names = events.filter { id in all.contains { $0.event.id == id } } + [late.event.id]
    try imported(.bkMNRC, "bk_mnrc_m3plus", events: names) { catalog, report in
      #expect(report.keptCount == names.count)
      for event in catalog.events {
        let time = try #require(event.originTime)
        let isEarly = time < (UTCTime.date("2010-08-25T22:10:00Z") ?? time)
        #expect(event.sourceDescription.contains("estimated") == isEarly)
        let pick = try #require(all.first { $0.event.id == event.id }?.pickedP)
        let expected = try python(
          """
          import sys, obspy
          path, start, sensitivity = sys.argv[1:]
          trace = obspy.read(path).select(channel='HHN')[0].detrend('demean')
          trace.data /= float(sensitivity)
          trace.interpolate(25, method='lanczos', a=20, npts=1500,
                            starttime=obspy.UTCDateTime(start))
          print(*trace.data, sep='\\n')
          """,
          [
            SharedData.url("bk_mnrc_m3plus/waveforms/\(event.id).mseed").path,
            UTCTime.text(pick.addingTimeInterval(-4.9)), isEarly ? "6.8e8" : "2.5165824e9",
          ]
        )
        let found = try trace(catalog, event.id, "BK.MNRC", component: 1)
        // The same formula; single precision in the file.
        #expect(relativeError(found, expected) < 1e-5)
      }
    }
    try imported(
      .bkMNRC,
      "bk_mnrc_m3plus",
      events: names,
      change: { $0.leavesOutEstimates = true },
      { catalog, report in
        #expect(report.rows.count { $0.reason == .estimatedSensitivity } == names.count - 1)
        #expect(catalog.events.map(\.id) == [late.event.id])
      }
    )
  }

  @Test(
    "OpenEEW: acceleration is ObsPy's, rates are one, horizontals are as recorded, noise is dropped",
    .enabled(if: SharedData.has("openeew_mexico"), "needs ../shared/data"),
    .enabled(if: hasObsPy, "needs Python with obspy")
  )
  func openEEW() throws {
    let event = "oe20200623152903"
    try imported(.openEEW, "openeew_mexico", events: [event]) { catalog, report in
      #expect(report.rows.count == 13)
      let reasons = Dictionary(uniqueKeysWithValues: report.rows.map { ($0.station, $0.reason) })
      #expect(reasons["XE.E001"] == .some(nil))
      // E020, 584 km away, hardly moves; E024 starts 279 s after the origin time.
      #expect(reasons["XE.E020"] == .noisy)
      #expect(reasons["XE.E024"] == .tooShort)
      #expect(
        catalog.sampling == CatalogSampling(motion: .acceleration, interval: 1 / 30.0, count: 3600)
      )
      #expect(catalog.index.description.notes["component_orientation"]?.contains("unknown") == true)
      let station = try #require(catalog.layout.stations.first?.identifier)
      let found = try trace(catalog, event, station, component: 1)
      let text = found.prefix(3000).map { "\($0)" }.joined(separator: "\n")
      let output = try PythonEnvironment.run(
        Self.openEEWScript,
        arguments: [
          SharedData.url("openeew_mexico/waveforms/\(event).mseed").path,
          String(station.dropFirst(3)),
          UTCTime.text(try #require(catalog.events[0].originTime)),
        ],
        input: Data(text.utf8)
      )
      let difference = try #require(Double(output.trimmingCharacters(in: .whitespacesAndNewlines)))
      // ObsPy's interpolation lets alias what lies between the new Nyquist frequency of 15 Hz and the old one of up to
      // 15.66 Hz. Below 10 Hz the formulas differ by the stretch of the window alone, up to 4 %, which changes the pass
      // band by less than 1e-4.
      #expect(difference < 1e-3)
    }
  }

  private static let openEEWScript = """
    import sys, obspy, numpy
    from scipy import signal
    path, station, start = sys.argv[1:]
    trace = obspy.read(path).select(station=station, channel='HN1')[0].detrend('demean')
    trace.data = trace.data * 1e-5
    trace.interpolate(30, method='lanczos', a=20, starttime=obspy.UTCDateTime(start))
    found = numpy.array([float(line) for line in sys.stdin])
    low = signal.butter(10, 10, fs=30, output='sos')
    found, expected = (signal.sosfiltfilt(low, x) for x in (found, trace.data[:len(found)]))
    print(numpy.linalg.norm(found - expected) / numpy.linalg.norm(expected))
    """

  @Test(
    "California: responses and azimuths are ObsPy's, one stream a station, incomplete ones dropped",
    .enabled(if: SharedData.has("california_strong_motion"), "needs ../shared/data"),
    .enabled(if: hasObsPy, "needs Python with obspy")
  )
  func california() throws {
    try imported(.californiaStrongMotion, "california_strong_motion") { catalog, report in
      let streams = Dictionary(
        report.rows.map { ("\($0.event) \($0.stream)", $0.reason) },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(report.rows.count { !$0.stream.isEmpty } == 24)
      #expect(streams["nc51194936 BK.GASB..BH"] == .missingComponent)
      #expect(streams["ci38445975 CI.MIKB..BN"] == .otherStream)
      #expect(streams["us60004wsq "] == .noWaveforms)
      let cases = [
        ("ci38457511", "CI.CLC", "CI.CLC*", 0), ("nc73300395", "BK.VALB", "BK.VALB*", 1),
        ("nc51194936", "BK.CVS", "BK.CVS*", 2),
      ]
      for (event, station, files, component) in cases
      where streams.contains(where: { $0.key.hasPrefix("\(event) \(station).") && $0.value == nil })
      {
        let expected = try python(
          Self.strongMotionScript,
          [
            SharedData.url("california_strong_motion/\(event)").path, files,
            "\("ENZ".map { $0 }[component])",
            UTCTime.text(try #require(catalog.events.first { $0.id == event }?.originTime)),
          ]
        )
        let found = try trace(catalog, event, station, component: component)
        // ObsPy's detrend, taper, division and interpolation are the same formulas; it reads the response at
        // frequencies of a transform of another length, and rounds delays otherwise.
        #expect(relativeError(Array(found[..<expected.count]), expected) < 1e-3, "\(station)")
      }
    }
  }

  private static let strongMotionScript = """
    import sys, obspy
    folder, files, component, start = sys.argv[1:]
    stream = obspy.read(folder + '/' + files + '.mseed')
    inventory = obspy.read_inventory(folder + '/' + files[:-1] + '.xml')
    stream.detrend('linear')
    stream.remove_response(inventory, output='ACC', pre_filt=(0.05, 0.1, 15, 18), water_level=None)
    stream.rotate('->ZNE', inventory=inventory)
    trace = stream.select(component=component)[0]
    trace.interpolate(40, method='lanczos', a=20, starttime=obspy.UTCDateTime(start), npts=2400)
    print(*trace.data, sep='\\n')
    """
}
