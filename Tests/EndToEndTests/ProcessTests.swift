import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

private let input = ["process", "waves.mseed", "--stationxml", "stations.xml"]

@Test("Flags and the file that --explain prints of them give the same bytes")
func explain() throws {
  let foreshake = try ProcessFixture.folder()
  defer { foreshake.remove() }
  let flags =
    ProcessFixture.velocity + [
      "--gaps", "interpolate", "--taper", "0.05", "--simulate", "wood-anderson", "--sampling-rate",
      "10", "--orient", "--rotate", "zrt", "--start", "origin+2", "--end", "origin+100", "--scale",
      "-2", "--clipped", "drop", "--decimate", "2",
    ]
  let explained = try foreshake.run(["process", "--explain"] + flags)
  #expect(explained.status == 0, "\(explained.errors)")
  try foreshake.write(explained.output, "pipeline.yaml")
  let again = try foreshake.run(["process", "--explain", "--pipeline", "pipeline.yaml"])
  #expect(again.output == explained.output)
  let event = [
    "--latitude", "37.5", "--longitude", "-122.5", "--origin-time", "2019-07-16T20:10:01Z",
  ]
  let byFlags = try foreshake.run(input + flags + event + ["--output", "flags.mseed"])
  #expect(byFlags.status == 0, "\(byFlags.errors)")
  let byFile = try foreshake.run(
    input + ["--pipeline", "pipeline.yaml"] + event + ["--output", "file.mseed"]
  )
  #expect(byFile.status == 0, "\(byFile.errors)")
  let result = try Data(contentsOf: foreshake.file("flags.mseed"))
  #expect(try Data(contentsOf: foreshake.file("file.mseed")) == result)
  let traces = try WaveformFile.read(foreshake.file("flags.mseed")).traces
  #expect(traces.map(\.identifier.channel) == ["BHT", "BHR", "BHZ"])
  #expect(traces.allSatisfy { $0.samplingInterval == 0.1 && $0.count == 981 })
}

@Test("Every step that --list-steps names can be written in a file")
func everyStep() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let list = try foreshake.run(["process", "--list-steps"])
  #expect(list.status == 0)
  let steps = """
    clipping: ignore
    input: counts
    steps:
      - merge: zero
        maximum-gap-s: 2.5
      - detrend: polynomial
        order: 3
      - taper: 0.1
        seconds: 5.0
        shape: cosine
        side: start
      - remove-response: acceleration
        pre-filter-hz: [0.01, 0.02, 5.0, 8.0]
        water-level-db: 40.0
        taper: 0.1
        demean: false
      - simulate: channel
      - remove-sensitivity
      - simulate: seismometer
        period-s: 5.0
        damping: 0.6
        magnification: 100.0
      - highpass: 0.1
        order: 2
        zero-phase: true
      - lowpass: 5.0
        order: 3
        zero-phase: false
      - bandpass: [0.2, 4.0]
        order: 1
        zero-phase: false
      - bandstop: [1.0, 2.0]
        order: 1
        zero-phase: false
      - decimate: 2
        zero-phase: true
      - resample: 7.5
        method: lanczos
      - orient
      - rotate: zrt
      - trim:
        start: "p-2.0"
        end: "s+30.0"
      - scale: 3.0
      - integrate: fourier
      - differentiate: central-difference
      - normalize

    """
  try foreshake.write(steps, "all.yaml")
  let outcome = try foreshake.run(["process", "--explain", "--pipeline", "all.yaml"])
  #expect(outcome.errors.isEmpty)
  #expect(outcome.output.split(separator: "\n").sorted() == steps.split(separator: "\n").sorted())
  for line in list.output.split(separator: "\n") {
    guard let name = line.split(separator: ":").first, line.first?.isLetter == true,
      !name.contains(" ")
    else { continue }
    #expect(steps.contains("- \(name)"), "\(name)")
  }
}

@Test("A step that is also a setting of another is told by its settings, in any order")
func keyOrder() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  for keys in [
    ["taper: 0.1", "remove-response: velocity"], ["remove-response: velocity", "taper: 0.1"],
  ] {
    try foreshake.write("steps:\n  - \(keys[0])\n    \(keys[1])\n", "p.yaml")
    let outcome = try foreshake.run(["process", "--explain", "--pipeline", "p.yaml"])
    #expect(outcome.output.contains("- remove-response: velocity"), "\(outcome.errors)")
    #expect(outcome.output.contains("taper: 0.1"))
  }
}

@Test(
  "Filters that station files list centre first are told, and mended on request",
  .enabled(if: SharedData.has("byron_m43_20190716/waveforms"), "needs ../shared/data")
)
func mendResponses() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let data = SharedData.url("byron_m43_20190716")
  let folder = data.appendingPathComponent("waveforms")
  let record = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    .first { $0.hasPrefix("BK.WELL.") && $0.contains("BHZ") }
  let waveform = folder.appendingPathComponent(try #require(record)).path
  let station = data.appendingPathComponent("stations/BK.WELL.xml").path
  var peaks: [Double] = []
  for (flags, output) in [([String](), "as-is.nc"), (["--mend-responses"], "mended.nc")] {
    let outcome = try foreshake.run(
      [
        "process", waveform, "--stationxml", station, "--remove-response", "velocity",
        "--pre-filter", "0.01,0.02,0.03,0.04", "--water-level", "none", "--output", output,
      ] + flags
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("from the centre") == flags.isEmpty, "\(outcome.errors)")
    #expect(outcome.errors.contains("stated sensitivity") == flags.isEmpty)
    let samples = try #require(try WaveformFile.read(foreshake.file(output)).traces.first).samples
    peaks.append(samples.asDoubles.reduce(0) { max($0, abs($1)) })
  }
  // 1.1727 cubed is 1.61 at 0 Hz; from there the wrong response falls, to 1.56 at 0.03 Hz.
  #expect(abs(peaks[1] / peaks[0] - 1.58) < 0.06, "\(peaks)")
}

@Test(
  "What process writes opens in ObsPy and xarray with ObsPy's own result",
  .enabled(
    if: PythonEnvironment.offers("obspy") && PythonEnvironment.offers("xarray"),
    "needs Python with obspy and xarray"
  )
)
func openedByOthers() throws {
  let foreshake = try ProcessFixture.folder()
  defer { foreshake.remove() }
  for output in ["out.mseed", "out.nc"] {
    let outcome = try foreshake.run(input + ProcessFixture.velocity + ["--output", output])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("wrote 3 traces to "), "\(outcome.errors)")
  }
  let script = """
    import sys, warnings, numpy as np, obspy, xarray
    warnings.simplefilter('ignore')
    folder = sys.argv[1] + '/'
    ours, st = obspy.read(folder + 'out.mseed'), obspy.read(folder + 'waves.mseed')
    st.detrend('linear')
    st.remove_response(obspy.read_inventory(folder + 'stations.xml'), output='VEL',
                       pre_filt=(0.02, 0.05, 6, 8), water_level=None)
    st.filter('bandpass', freqmin=0.1, freqmax=2, corners=4, zerophase=True)
    data = xarray.open_dataset(folder + 'out.nc')
    for i, (a, b) in enumerate(zip(ours, st)):
        assert a.id == b.id and a.stats.starttime == b.stats.starttime and a.stats.delta == 0.05
        row = data.waveform[i]
        assert row.units == 'm s-1' and str(data.channel[i].values) == b.stats.channel
        assert np.array_equal(row.values, a.data)
        print(np.linalg.norm(a.data - b.data) / np.linalg.norm(b.data))
    """
  let errors = try PythonEnvironment.run(script, arguments: [foreshake.folder.path])
    .split(separator: "\n").compactMap { Double($0) }
  #expect(errors.count == 3)
  // One recipe in two programs: rounding remains.
  #expect(errors.allSatisfy { $0 < 1e-9 }, "\(errors)")
}

@Test("SAC in, SAC out: what the samples are goes from file to file")
func sac() throws {
  let foreshake = try ProcessFixture.folder()
  defer { foreshake.remove() }
  #expect(try foreshake.run(input + ProcessFixture.velocity + ["--output", "sac"]).status == 0)
  let next = try foreshake.run(["process", "sac", "--integrate", "fourier", "--output", "next.nc"])
  #expect(next.status == 0, "\(next.errors)")
  #expect(try WaveformFile.read(foreshake.file("next.nc")).motion == .displacement)
  let twice = try foreshake.run([
    "process", "next.nc", "--integrate", "fourier", "--output", "twice.nc",
  ])
  #expect(twice.status == 65 && twice.errors.contains("holds displacement"), "\(twice.errors)")
}

@Test("Ctrl-C leaves nothing behind")
func interrupted() throws {
  // Twenty traces through sixty slow steps: a minute that no test waits for.
  let traces = (0..<20).map { index in
    var trace = ProcessFixture.trace("BHZ", ProcessFixture.counts(100_000))
    trace.identifier.station = "S\(index)"
    return trace
  }
  let foreshake = try ProcessFixture.folder(traces)
  defer { foreshake.remove() }
  let steps = (0..<60).map { "  - resample: \($0 % 2 == 0 ? 30 : 20)\n    method: lanczos\n" }
  try foreshake.write("steps:\n" + steps.joined(), "slow.yaml")
  let process = try foreshake.start(
    Foreshake.executable,
    ["process", "waves.mseed", "--pipeline", "slow.yaml", "--output", "out.mseed"]
  )
  let deadline = Date().addingTimeInterval(60)
  while Date() < deadline, process.isRunning, !foreshake.errorsSoFar.contains("processing") {
    Thread.sleep(forTimeInterval: 0.05)
  }
  kill(process.processIdentifier, SIGINT)
  let outcome = try foreshake.finish(process)
  #expect(outcome.status == 130, "\(outcome.errors)")
  #expect(foreshake.contents == ["slow.yaml", "stations.xml", "waves.mseed"])
}
