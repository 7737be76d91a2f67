import Foundation
import SeismicFiles
import Seismology
import Testing

/// Recordings or wishes that `foreshake process` must refuse, or flag.
struct BadRecording: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// What stands in waves.mseed.
  var traces = ProcessFixture.components
  /// The station file.
  var stations = ProcessFixture.stations()
  /// The flags after input and output.
  var flags = ProcessFixture.velocity
  /// The exit status.
  var status: Int32 = 65
  /// What the messages must hold.
  var message: [String]
}

private let gapped = [
  ProcessFixture.trace("BHZ", Array(ProcessFixture.counts()[..<1000])),
  ProcessFixture.trace("BHZ", Array(ProcessFixture.counts()[1100...]), delay: 55),
]

private let contradicting = [
  ProcessFixture.trace("BHZ", Array(ProcessFixture.counts()[..<1000])),
  ProcessFixture.trace("BHZ", ProcessFixture.counts(1000, shift: 9), delay: 40),
]

private let overlapping = [
  ProcessFixture.trace("BHZ", Array(ProcessFixture.counts()[..<1000])),
  ProcessFixture.trace("BHZ", Array(ProcessFixture.counts()[800...]), delay: 40),
]

private let badRecordings = [
  BadRecording(
    testDescription: "one channel without a response",
    stations: ProcessFixture.stations(without: "BHN"),
    status: 0,
    message: ["XX.A01.00.BHN", "dropped", "2 remove-response", "no response", "wrote 2 traces"]
  ),
  BadRecording(
    testDescription: "a station file of other stations",
    stations: ProcessFixture.stations().replacing("\"A01\"", with: "\"B02\""),
    message: ["No station file describes", "none of 3 traces is usable"]
  ),
  BadRecording(
    testDescription: "a channel that measures pressure",
    stations: ProcessFixture.stations(unit: "PA"),
    message: ["'PA'", "no ground motion", "M/S**2"]
  ),
  BadRecording(
    testDescription: "a unit that contradicts that of the sensitivity",
    stations: swappedUnit,
    status: 0,
    message: ["BHE", "dropped", "'M/S**2'", "'M/S'", "one of them is wrong", "wrote 2 traces"]
  ),
  BadRecording(
    testDescription: "a gap, refused",
    traces: gapped,
    flags: ["--gaps", "refuse"],
    message: ["dropped", "5 s are missing"]
  ),
  BadRecording(
    testDescription: "a gap longer than allowed",
    traces: gapped,
    flags: ["--gaps", "interpolate", "--maximum-gap-s", "2"],
    message: ["dropped", "5 s are missing"]
  ),
  BadRecording(
    testDescription: "a gap, filled",
    traces: gapped,
    flags: ["--gaps", "zero"],
    status: 0,
    message: ["flagged", "A gap of 5 s was filled with 100 samples", "wrote 1 trace"]
  ),
  BadRecording(
    testDescription: "an overlap with the same samples",
    traces: overlapping,
    status: 0,
    message: ["flagged", "same samples over 10 s were joined", "wrote 1 trace"]
  ),
  BadRecording(
    testDescription: "an overlap with other samples",
    traces: contradicting,
    flags: ["--gaps", "zero"],
    message: ["dropped", "differ over 10 s"]
  ),
  BadRecording(
    testDescription: "a clipped record",
    traces: [
      ProcessFixture.trace("BHZ", ProcessFixture.counts().map { min(9000, max(-9000, $0)) })
    ],
    status: 0,
    message: ["flagged", "clipped", "9000"]
  ),
  BadRecording(
    testDescription: "a clipped record that shall be dropped",
    traces: [
      ProcessFixture.trace("BHZ", ProcessFixture.counts().map { min(9000, max(-9000, $0)) })
    ],
    flags: ["--detrend", "linear", "--clipped", "drop"],
    message: ["dropped", "clipped"]
  ),
  BadRecording(
    testDescription: "a corner above the Nyquist frequency",
    flags: ["--lowpass", "12"],
    message: ["12", "Nyquist", "10"]
  ),
  BadRecording(
    testDescription: "a pre-filter beyond the Nyquist frequency",
    flags: ["--remove-response", "velocity", "--pre-filter", "0.1,0.2,8,11"],
    message: ["11", "Nyquist", "10"]
  ),
  BadRecording(
    testDescription: "a rotation without an earthquake",
    flags: ["--rotate", "zrt"],
    status: 0,
    message: ["BHE", "BHN", "back-azimuth", "wrote 1 trace"]
  ),
  BadRecording(
    testDescription: "a window elsewhere",
    flags: ["--start", "2020-01-01T00:00:00Z"],
    message: ["nothing of the window", "2019-07-16"]
  ),
  BadRecording(
    testDescription: "a window from an arrival that nobody knows",
    flags: ["--end", "p+10"],
    message: ["P arrival is not known"]
  ),
]

/// Stage and sensitivity of the first channel for different motions.
private let swappedUnit: String = {
  let text = ProcessFixture.stations()
  guard let place = text.range(of: "M/S") else { return text }
  return text.replacingCharacters(in: place, with: "M/S**2")
}()

@Test("Bad recordings are refused or flagged with the reason", arguments: badRecordings)
func badRecording(_ bad: BadRecording) throws {
  let foreshake = try ProcessFixture.folder(bad.traces)
  defer { foreshake.remove() }
  try foreshake.write(bad.stations, "stations.xml")
  let outcome = try foreshake.run(
    ["process", "waves.mseed", "--stationxml", "stations.xml", "--output", "out.mseed"] + bad.flags
  )
  #expect(outcome.status == bad.status, "\(outcome.errors)")
  for text in bad.message {
    #expect(outcome.errors.contains(text), "\(text) in: \(outcome.errors)")
  }
  let written = bad.status == 0 ? ["out.mseed"] : []
  #expect(foreshake.contents == written + ["stations.xml", "waves.mseed"])
}

@Test(
  "Wishes that make no sense are refused before anything is read",
  arguments: [
    (["--remove-response", "velocity", "--remove-sensitivity"], 64, "step 2 (remove-sensitivity)"),
    (["--remove-response", "displacement", "--integrate", "trapezoid"], 64, "step 2 (integrate)"),
    (["--remove-response", "speed"], 64, "displacement, velocity or acceleration"),
    (["--remove-response", "velocity", "--pre-filter", "1,2,3"], 64, "four rising"),
    (["--remove-response", "velocity", "--pre-filter", "1,0.5,3,4"], 64, "f1 < f2"),
    (["--pre-filter", "1,2,3,4"], 64, "no effect without --remove-response"),
    (["--bandpass", "2,1"], 64, "two rising corners"),
    (["--lowpass", "-1"], 64, "-1"), (["--taper", "-0.1"], 64, "0...0.5"),
    (["--remove-response", "velocity"], 64, "give --stationxml"),
    (["--order", "4"], 64, "no effect without a filter"),
    (["--taper", "0.8"], 64, "0...0.5"), (["--start", "tomorrow"], 64, "origin-10"),
    (["--pipeline", "p.yaml", "--taper", "0.1"], 64, "exclude one another"),
    (["--pipeline", "none.yaml"], 74, "none.yaml"),
  ]
)
func badWishes(_ flags: [String], _ status: Int, _ message: String) throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try foreshake.write("steps:\n", "p.yaml")
  let outcome = try foreshake.run(["process", "waves.mseed", "--output", "out.mseed"] + flags)
  #expect(outcome.status == Int32(status), "\(outcome.errors)")
  #expect(outcome.errors.contains(message), "\(outcome.errors)")
}

@Test(
  "Mistakes in a pipeline file are told with their line",
  arguments: [
    ("steps:\n  - detrend: linear\n  - remove-responce: velocity\n", "line 3", "'remove-response'"),
    ("steps:\n  - remove-response: velocity\n    prefilter-hz: 1\n", "line 3", "'pre-filter-hz'"),
    ("stpes:\n  - orient\n", "line 1", "'steps'"),
    ("steps:\n  - bandpass: [1, 2]\n    order: many\n", "line 3", "order of bandpass is 'many'"),
    ("steps:\n  - orient: now\n    azimuth: 3\n", "line 3", "azimuth"),
    ("steps: orient\n", "line 1", "no list"), ("steps:\n  - taper\n", "line 2", "0...0.5"),
    ("steps: [\n", "line", "cannot be used"), ("clipping: flag\n", "p.yaml", "no steps"),
    ("steps:\n  - orient\nclipping: perhaps\n", "line 3", "drop, flag, ignore"),
  ]
)
func badFile(_ text: String, _ place: String, _ message: String) throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try foreshake.write(text, "p.yaml")
  let outcome = try foreshake.run(["process", "--explain", "--pipeline", "p.yaml"])
  #expect(outcome.status == 65, "\(outcome.errors)")
  #expect(outcome.errors.contains(place) && outcome.errors.contains(message), "\(outcome.errors)")
}

@Test("Empty, cut and foreign files are refused alone, and left out among others")
func brokenFiles() throws {
  let foreshake = try ProcessFixture.folder()
  defer { foreshake.remove() }
  let whole = try Data(contentsOf: foreshake.file("waves.mseed"))
  try FileManager.default.createDirectory(
    at: foreshake.file("waves"),
    withIntermediateDirectories: false
  )
  try whole.write(to: foreshake.file("waves/good.mseed"))
  let broken: [(String, Data, String)] = [
    ("cut.mseed", whole.dropLast(300), "cut off"), ("empty.mseed", Data(), "empty.mseed"),
    ("text.mseed", Data("no waves here".utf8), "neither miniSEED nor SAC"),
  ]
  for (name, data, message) in broken {
    try data.write(to: foreshake.file("waves/\(name)"))
    let outcome = try foreshake.run([
      "process", "waves/\(name)", "--detrend", "linear", "--output", "out.mseed",
    ])
    #expect(outcome.status == 65, "\(name): \(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
  let all = try foreshake.run([
    "process", "waves", "--detrend", "linear", "--output", "out.mseed",
  ])
  #expect(all.status == 0, "\(all.errors)")
  for (name, _, _) in broken { #expect(all.errors.contains(name), "\(all.errors)") }
  #expect(try WaveformFile.read(foreshake.file("out.mseed")).traces.count == 3)
  let again = try foreshake.run([
    "process", "waves", "--detrend", "linear", "--output", "out.mseed",
  ])
  #expect(again.status == 74 && again.errors.contains("--overwrite"), "\(again.errors)")
}

@Test("A trace without samples and one that is not finite are dropped with the reason")
func emptyTraces() throws {
  let foreshake = try ProcessFixture.folder()
  defer { foreshake.remove() }
  var broken = ProcessFixture.trace("BHN")
  broken.samples = .floats([1, .nan, 3])
  var empty = ProcessFixture.trace("BHE")
  empty.samples = .floats([])
  var good = ProcessFixture.trace("BHZ")
  good.samples = .floats(ProcessFixture.counts().map(Float.init))
  try WaveformFile.write(
    WaveformCollection(traces: [broken, empty, good]),
    to: foreshake.file("waves.nc"),
    format: .netCDF
  )
  let outcome = try foreshake.run([
    "process", "waves.nc", "--detrend", "linear", "--output", "out.mseed",
  ])
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors.contains("Sample 1 is not a finite number"), "\(outcome.errors)")
  #expect(outcome.errors.contains("no samples"), "\(outcome.errors)")
  #expect(outcome.errors.contains("wrote 1 trace"), "\(outcome.errors)")
}
